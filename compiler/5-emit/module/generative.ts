// The types of a generative model's module: what it is given, its prompts, what it says a step, the sequences it makes.
import { isGenerative, splitInputs, type Description, type InputDescription } from "@rnnc/runtime";
import { memberName, quote } from "./text.js";

/** The member `generative` of a module's types (runtime/model.ts); null for a model that can't generate. `input`: the interface of what it reads. */
export function writeGenerative(description: Description, input: string): string | null {
  if (!isGenerative(description)) return null;
  const { generated } = splitInputs(description);
  const names = generated.map(({ name }) => quote(name)).join(" | ");
  const record = (type: (input: InputDescription) => string): string => `{ ${generated.map((one) => `readonly ${memberName(one.name)}: ${type(one)}`).join("; ")} }`;
  return [
    "generative: {",
    `given: Omit<${input}, ${names}>;`,
    `prompt: ${generated.length === 1 ? `${input}[${names}]` : `Pick<${input}, ${names}>`};`,
    `generated: ${generated.length === 1 ? stepType(generated[0]!) : record(stepType)};`,
    `sequences: ${record((one) => `GeneratedSequence<${stepType(one)}>`)};`,
    "}",
  ].join(" ");
}

/** One step that is generated, as runtime/generation makes it. */
function stepType({ kind, size }: InputDescription): string {
  if (kind === "words" || kind === "chars") return "string";
  return kind === "real" && size > 1 ? "Float32Array" : "number";
}
