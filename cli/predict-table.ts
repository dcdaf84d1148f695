// What `rnnc predict --tsv` prints: a row a sequence with a header, or, of heads that say something at every step, a row a
// step beside what was read there, with an empty line after each sequence (as CoNLL's files, which rnnc reads again).
import { tokenize, type Example, type HeadDescription, type InputDescription } from "@rnnc/runtime";
import { Failure } from "./failure.js";
import type { AnyModel } from "./load.js";

export interface PredictionTable {
  /** The header; null where rows are steps. */
  readonly header: string | null;
  /** One example's rows. */
  lines(said: Readonly<Record<string, unknown>>, example: Example, place: { readonly file: string; readonly line: number } | undefined): string[];
}

/** Throws a Failure (exit code 2) for a model whose heads differ in their time. `several`: the data are of several files. */
export function predictionTable(model: AnyModel, several: boolean): PredictionTable {
  const { heads, inputs } = model.description;
  const [{ axis }] = heads;
  const other = heads.find((head) => head.axis !== axis);
  if (other !== undefined) throw new Failure(`a table has a row a step or a row a sequence, and \`${heads[0].name}\` and \`${other.name}\` differ in that`, { exitCode: 2, hint: "use --json." });
  if (axis === null) {
    const names = heads.flatMap((head) => columnsOf(head, head.name));
    return {
      header: [...(several ? ["file"] : []), "line", ...names].join("\t"),
      lines: (said, _, place) => [[...(several ? [place?.file ?? ""] : []), place?.line ?? "", ...heads.flatMap((head) => cellsOf(said[head.name], head, model.labels(head.name), true))].join("\t")],
    };
  }
  const read = inputs.filter((input) => input.axis === axis);
  return {
    header: null,
    lines(said, example) {
      const steps = (said[heads[0].name] as readonly unknown[]).length;
      const columns = read.map((input) => stepsRead(example[input.name], input, steps));
      const rows = Array.from({ length: steps }, (_, t) =>
        [...columns.map((column) => column[t] ?? ""), ...heads.flatMap((head) => cellsOf((said[head.name] as readonly unknown[])[t], head, model.labels(head.name), false))].join("\t"),
      );
      return [...rows, ""];
    },
  };
}

function columnsOf(head: HeadDescription, name: string): string[] {
  if (head.kind === "class" || (head.kind === "binary" && head.size === 1)) return [name, `${name}.probability`];
  if (head.kind === "multilabel") return [name];
  const count = head.size * (head.predicts === null ? 1 : head.predicts.to - head.predicts.from + 1);
  return count === 1 ? [name] : Array.from({ length: count }, (_, i) => `${name}.${i + 1}`);
}

/** What a head says in one place, as cells of a row; `probable`: with its probability. */
function cellsOf(said: unknown, head: HeadDescription, labels: readonly string[] | null, probable: boolean): string[] {
  if (typeof said === "object" && said !== null && "probabilities" in said && "value" in said) {
    const most = Math.max(...(said.probabilities as Float32Array));
    return [plain(String(said.value ?? "")), ...(probable ? [number(most)] : [])];
  }
  if (typeof said === "number") return head.kind === "binary" ? [said >= 0.5 ? "1" : "0", ...(probable ? [number(said)] : [])] : [number(said)];
  const values = (Array.isArray(said) ? said.flatMap((step: unknown) => (ArrayBuffer.isView(step) ? Array.from(step as Float32Array) : [step])) : Array.from(said as Float32Array)) as number[];
  if (head.kind === "multilabel") return [values.flatMap((p, id) => (p >= 0.5 ? [plain(labels?.[id] ?? String(id))] : [])).join(";")];
  return values.map(head.kind === "binary" ? (p) => (p >= 0.5 ? "1" : "0") : number);
}

/** What was read at each step that is predicted at. */
function stepsRead(value: unknown, input: InputDescription, steps: number): string[] {
  if (value === undefined) return [];
  const symbols =
    input.kind === "real" ? realSteps(value, input.size)
    : typeof value === "string" ? (input.kind === "bytes" ? Array.from(new TextEncoder().encode(value), String) : tokenize(value, input.kind === "words" ? "words" : "chars", false))
    : Array.from(value as ArrayLike<unknown>, String);
  return (input.keep?.from === "last" ? symbols.slice(-steps) : symbols).map(input.kind === "real" ? (text) => text : plain);
}

function realSteps(value: unknown, size: number): string[] {
  const rows = Array.from(value as ArrayLike<unknown>);
  if (rows.some(Array.isArray)) return rows.map((row) => (row as number[]).join("\t"));
  return Array.from({ length: rows.length / size }, (_, t) => rows.slice(t * size, (t + 1) * size).join("\t"));
}

function number(x: number): string {
  return String(Number(x.toPrecision(7)));
}

/** A cell holds no tab and no line end. */
function plain(text: string): string {
  return /[\t\n\r]/.test(text) ? JSON.stringify(text).slice(1, -1) : text;
}
