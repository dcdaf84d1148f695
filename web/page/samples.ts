// What the network wrote, the newest first. The text is shown as it is: nothing in it becomes part of the page.
import { duration } from "../../cli/numbers.js";
import { find } from "./elements.js";

/** Samples that are kept: the first (before it learned anything), and the newest. */
const MOST = 14;

export interface Sample {
  /** Characters read before it. */
  readonly at: number;
  readonly seconds: number;
  readonly loss: number | null;
  /** What it was given, and what it wrote after that. */
  readonly opening: string;
  readonly text: string;
}

/** A text with what it goes on after set apart. */
export function writtenAfter(opening: string, text: string): readonly Node[] {
  const given = document.createElement("mark");
  given.textContent = opening;
  return [given, document.createTextNode(text)];
}

export function createSamples(): { add(sample: Sample): void; clear(): void } {
  const list = find("samples", HTMLOListElement);
  const empty = find("samples-empty", HTMLParagraphElement);
  return {
    add({ at, seconds, loss, opening, text }) {
      const item = document.createElement("li");
      const about = document.createElement("p");
      about.textContent = `${at === 0 ? "Before training" : `After ${duration(seconds)}`}${loss === null ? "" : ` · loss ${loss.toFixed(2)}`}`;
      const written = document.createElement("pre");
      written.append(...writtenAfter(opening.trimStart(), text));
      item.append(about, written);
      list.prepend(item);
      // The one before the first stays: it shows where it began.
      if (list.children.length > MOST) list.children[MOST - 1]!.remove();
      list.hidden = false;
      empty.hidden = true;
    },
    clear() {
      list.replaceChildren();
      list.hidden = true;
      empty.hidden = false;
    },
  };
}
