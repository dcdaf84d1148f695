// The text to train on: the standard one from the server, or a person's own, from a file, by drag and drop or pasted.
// What is wrong with it is said where it was given; the text before stays.
import { bytes, count } from "../../cli/numbers.js";
import { find, say } from "./elements.js";
import { checkText, decodeText, MOST_BYTES, type Checked } from "./text.js";

export interface Source {
  /** Null until there is one. */
  readonly text: string | null;
  /** True where it is the standard one. */
  readonly standard: boolean;
}

interface Listener {
  /** There is another text. */
  changed(source: Source): void;
  /** A file was no good. */
  problem(message: string): void;
}

/** Wires the controls of the text. The standard text is fetched at once. */
export function createSource(listener: Listener): void {
  const line = find("text-line", HTMLParagraphElement);
  const file = find("file", HTMLInputElement);
  const standardButton = find("standard-text", HTMLButtonElement);
  const dialog = find("paste-dialog", HTMLDialogElement);
  const pasted = find("pasted", HTMLTextAreaElement);
  const pasteProblem = find("paste-problem", HTMLParagraphElement);
  let standard: string | null = null;

  const take = (text: string, name: string, isStandard: boolean): void => {
    say(line, `${name}: ${count(text.length)} characters.`);
    standardButton.hidden = isStandard;
    listener.changed({ text, standard: isStandard });
  };
  const accept = ({ text, problem }: Checked, name: string): boolean => {
    if (text === null) listener.problem(problem);
    else take(text, name, false);
    return text !== null;
  };
  const useStandard = async (): Promise<void> => {
    try {
      if (standard === null) {
        const response = await fetch("text");
        if (!response.ok) throw new Error(`the server says ${response.status}`);
        standard = await response.text();
      }
      take(standard, "TypeScript’s own declarations, without comments", true);
    } catch (error) {
      say(line, "There is no text yet. Open a file, or paste one.");
      listener.problem(`The standard text can’t be fetched (${error instanceof Error ? error.message : String(error)}). Is the server still running? You can open a file of your own.`);
    }
  };
  const open = async (files: ArrayLike<File>): Promise<void> => {
    const [first, ...more] = Array.from(files);
    if (first === undefined) return;
    if (more.length > 0) return listener.problem("Give one file at a time.");
    if (first.size > MOST_BYTES) return listener.problem(`“${first.name}” is larger than ${bytes(MOST_BYTES)}, the most that is read here. Cut it to a part.`);
    try {
      accept(decodeText(new Uint8Array(await first.arrayBuffer()), first.name), `“${first.name}”`);
    } catch (error) {
      listener.problem(`“${first.name}” can’t be read: ${error instanceof Error ? error.message : String(error)}. If it is a folder, choose a file in it.`);
    }
  };

  find("open-file", HTMLButtonElement).addEventListener("click", () => file.click());
  file.addEventListener("change", () => {
    void open(file.files ?? []);
    file.value = ""; // the same file can be chosen again
  });
  standardButton.addEventListener("click", () => {
    void useStandard();
    find("open-file", HTMLButtonElement).focus(); // the button that was pressed goes
  });

  find("paste", HTMLButtonElement).addEventListener("click", () => {
    say(pasteProblem, "");
    dialog.showModal();
  });
  find("use-pasted", HTMLButtonElement).addEventListener("click", (event) => {
    const checked = checkText(pasted.value, "The pasted text");
    if (checked.problem !== null) {
      event.preventDefault(); // the dialog stays, with what was pasted
      return say(pasteProblem, checked.problem);
    }
    accept(checked, "Pasted text");
    pasted.value = "";
  });

  wireDrop((files) => void open(files));
  void useStandard();
}

/** Files can be dropped anywhere on the page. */
function wireDrop(drop: (files: FileList) => void): void {
  const veil = find("drop", HTMLDivElement);
  const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;
  addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    veil.hidden = false;
  });
  addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) veil.hidden = true;
  });
  addEventListener("drop", (event) => {
    veil.hidden = true;
    if (!hasFiles(event)) return;
    event.preventDefault();
    drop(event.dataTransfer!.files);
  });
}
