// The typed API of a generated module (`index.ts`): one interface each for what the model reads, what it is trained on,
// what it predicts and what a stream takes and gives; then the description and the model itself.
import type { Description, HeadDescription, InputDescription } from "@rnnc/runtime";
import type { Model } from "../../model.js";
import { namesOfModule } from "../identifier.js";
import { writeGenerative } from "./generative.js";
import type { Part, Property } from "./print.js";
import { docText, literal, memberName, propertyKey, quote, type Literal } from "./text.js";

/** The parts of `index.ts`. */
export function writeApi(model: Model, description: Description): Part[] {
  const names = namesOfModule(model.name);
  const constant = names.of("model");
  const type = (suffix: string): string => names.of(suffix, `${pascal(model.name)}${suffix}`);
  const [input, example, prediction, step, stepPrediction] = ["Input", "Example", "Prediction", "Step", "StepPrediction"].map(type) as [string, string, string, string, string];

  const shape = (name: string, doc: string, properties: readonly Property[], parent: string | null = null): Part => ({
    kind: "interface",
    name,
    doc: docText(doc),
    parent,
    properties: properties.map((property) => ({ ...property, name: memberName(property.name), doc: docText(property.doc) })),
  });

  const { stepping } = description;
  const ofStep = description.inputs.filter((input) => stepping === null || input.axis === stepping.axis);
  const said = (step: boolean): Property[] =>
    description.heads.filter((head) => !step || stepping === null || head.axis === null || head.axis === stepping.axis).map((head) => {
      const type = predictionType(head, description);
      return { name: head.name, type: head.axis !== null && !step ? `readonly ${type}[]` : type, doc: step ? "" : headDoc(head, description) };
    });
  const own = description.heads.filter((head) => head.predicts === null);
  const generative = writeGenerative(description, input);
  const title = description.doc === "" ? `The model \`${model.name}\`.` : description.doc;
  return [
    { kind: "import", from: "@rnnc/runtime", names: ["defineModel"], types: ["Description", ...(generative === null ? [] : ["GeneratedSequence"])] },
    shape(input, "What the model reads of one example. Lengths are free: nothing is padded.", description.inputs.map((column) => ({ name: column.name, type: inputType(column), doc: inputDoc(column) }))),
    shape(
      example,
      own.length > 0 ? "One example to train on: a row doesn't count for a head whose column it lacks." : "One example to train on. The heads predict inputs: they need no columns.",
      own.map((head) => ({ name: head.name, type: targetType(head), doc: headDoc(head, description), optional: true })),
      input,
    ),
    shape(prediction, "What the heads say of one example; of one step where they have time, in lists.", said(false)),
    shape(step, "One step of a stream.", ofStep.map((column) => ({ name: column.name, type: stepType(column), doc: column.boundary ? "The one before this step; null at the start." : "" }))),
    shape(stepPrediction, "What the heads say at one step of a stream.", said(true)),
    writeDescription(description),
    {
      kind: "model",
      name: constant,
      doc: docText(`${title}\n\n${summary(description)}`),
      types: `{ input: ${input}; example: ${example}; prediction: ${prediction}; step: ${step}; stepPrediction: ${stepPrediction}${generative === null ? "" : `; ${generative}`} }`,
      value: ["{", "  description,", `  devices: { wasm: () => import("./wasm.js"), webgpu: () => import("./webgpu.js") },`, "}"].join("\n"),
    },
  ];
}

function summary({ inputs, heads, parameterCount }: Description): string {
  const list = (items: readonly { readonly name: string }[]): string => items.map(({ name }) => `\`${name}\``).join(", ");
  return `Reads ${list(inputs)}; predicts ${list(heads)}. ${parameterCount.toLocaleString("en-US")} parameters.`;
}

/** The description, a parameter a line. */
function writeDescription(description: Description): Part {
  const fields = Object.entries(description).flatMap(([key, value]: [string, Literal]) => {
    if (!Array.isArray(value) || value.length === 0 || typeof value[0] !== "object") return [`  ${propertyKey(key)}: ${literal(value)},`];
    return [`  ${propertyKey(key)}: [`, ...value.map((item: Literal) => `    ${literal(item)},`), "  ],"];
  });
  return { kind: "constant", name: "description", doc: "What the model is, as plain data: it is kept in checkpoints too.", exported: true, annotation: "Description", value: ["{", ...fields, "}"].join("\n") };
}

function inputType({ kind, axis, size }: InputDescription): string {
  switch (kind) {
    case "words":
    case "chars":
      return "string | readonly string[]";
    case "bytes":
      return "string | readonly number[] | Uint8Array";
    case "token":
      return axis === null ? "number" : "readonly number[] | Int32Array";
    case "real":
      return realsType(axis, size);
  }
}

function realsType(axis: string | null, size: number): string {
  if (axis === null) return size === 1 ? "number" : "readonly number[] | Float32Array | Float64Array";
  return size === 1 ? "readonly number[] | Float32Array | Float64Array" : "readonly (readonly number[] | Float32Array)[] | Float32Array | Float64Array";
}

function inputDoc({ kind, axis, size, keep, boundary }: InputDescription): string {
  const steps = axis === null ? "" : `[${axis}] `;
  const rows = axis === null ? `[${size}]` : `[${axis}, ${size}], nested or flat`;
  const what = {
    words: `${steps}words: a text, or a list of words. ${size} ids at most.`,
    chars: `${steps}characters: a text, or a list of characters. ${size} ids at most.`,
    bytes: `${steps}bytes, or a text in UTF-8.`,
    token: `${steps}ids from 0 to ${size - 1}.`,
    real: `${rows}. Finite numbers.`,
  }[kind];
  return [what, keep ? `The ${keep.from} ${keep.count} steps are read.` : "", boundary ? "A boundary symbol begins and ends it." : ""].filter((text) => text !== "").join(" ");
}

/** What a stream takes at one step; null for the boundary before the first. */
function stepType({ kind, axis, size, boundary }: InputDescription): string {
  if (axis === null) return inputType({ kind, axis, size } as InputDescription);
  const start = boundary ? " | null" : "";
  if (kind === "words" || kind === "chars") return `string${start}`;
  if (kind === "real") return size === 1 ? "number" : "readonly number[] | Float32Array";
  return `number${start}`;
}

/** The column of a head that predicts none of the inputs: classes by name or id. At a step, null is a value that isn't known. */
function targetType({ kind, axis, size, classes }: HeadDescription): string {
  const label = `${classes ? classNames(classes) : "string"} | number`;
  const steps = (element: string): string => (axis === null ? element : `readonly (${element} | null)[]`);
  switch (kind) {
    case "class":
      return steps(label);
    case "binary":
      return axis === null && size === 1 ? "boolean | 0 | 1" : "readonly (boolean | 0 | 1 | null)[]";
    case "multilabel":
      return steps(`readonly (${label})[]`);
    case "real":
      if (axis === null) return realsType(axis, size);
      return size === 1 ? "readonly (number | null)[] | Float32Array | Float64Array" : "readonly (readonly (number | null)[] | Float32Array | null)[] | Float32Array | Float64Array";
  }
}

function classNames(classes: readonly string[]): string {
  return classes.map(quote).join(" | ");
}

/** What a head says once, for a sequence or a step, as runtime/predictions.ts makes it. */
function predictionType(head: HeadDescription, description: Description): string {
  switch (head.kind) {
    case "class":
      return `{ readonly value: ${labelType(head, description)}; readonly probabilities: Float32Array }`;
    case "multilabel":
      return "Float32Array";
    case "binary":
    case "real":
      if (head.size === 1) return "number";
      return stepsAhead(head) > 1 && head.size > stepsAhead(head) ? "(readonly Float32Array[])" : "Float32Array";
  }
}

function stepsAhead({ predicts }: HeadDescription): number {
  return predicts ? predicts.to - predicts.from + 1 : 1;
}

function labelType(head: HeadDescription, { inputs }: Description): string {
  if (head.classes) return classNames(head.classes);
  const predicted = inputs.find((input) => input.name === head.predicts?.input);
  if (predicted === undefined) return "string | number";
  return `${predicted.kind === "words" || predicted.kind === "chars" ? "string" : "number"}${predicted.boundary ? " | null" : ""}`;
}

function headDoc(head: HeadDescription, { inputs }: Description): string {
  const { kind, axis, size, loss, predicts } = head;
  const steps = stepsAhead(head);
  const what = { class: `one of ${size} classes`, binary: size === 1 ? "the probability of yes" : `${size} probabilities`, multilabel: `${size} probabilities`, real: size === 1 ? "a number" : steps > 1 && size > steps ? `[${steps}, ${size / steps}]` : `${size} numbers` }[kind];
  const ahead = !predicts || predicts.to === 0 ? "" : ` ${steps === 1 ? `${predicts.from}` : `${predicts.from} to ${predicts.to}`} ahead`;
  const of = predicts ? `, of \`${predicts.input}\`${ahead}` : "";
  const ends = inputs.some((input) => input.boundary && input.name === predicts?.input) ? "; null: it ends" : "";
  return `${axis === null ? "" : `At every step of ${axis}: `}${what}${of}${ends}. Loss: ${loss.replaceAll("_", " ")}.`;
}

/** `char_lm` → `CharLm`. */
function pascal(name: string): string {
  return name
    .split("_")
    .map((word) => word.replace(/^./u, (letter) => letter.toUpperCase()))
    .join("");
}
