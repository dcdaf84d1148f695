// The inputs of a model: types, time axes, sizes, options.
import type { Model as ModelTree, ModelInput, Span } from "../../grammar/ast.js";
import type { Input } from "../model.js";
import { listOf, matchArguments } from "./arguments.js";
import { readChoice, readCount, readOptions, readWord } from "./options.js";
import type { Report } from "./report.js";
import { isCapital } from "./scope.js";
import { inputTypes } from "./words.js";
import type { Suggest } from "./suggest.js";

export interface CheckedInput {
  readonly tree: ModelInput;
  /** null: it has an error; what reads it stays silent. `boundary` is decided in models.ts. */
  readonly input: Input | null;
  readonly axisSpan: Span | null;
}

export function checkInput(tree: ModelInput, report: Report, suggest: Suggest): CheckedInput {
  const kind = inputTypes.find((type) => type === tree.type.text);
  if (!kind) {
    const near = suggest(tree.type.text, inputTypes);
    report.accept({
      code: "RNN303",
      title: `\`${tree.type.text}\` is not a type of input`,
      span: tree.type.span,
      label: near ? `did you mean \`${near}\`?` : "unknown",
      hint: near ? undefined : `an input is ${listOf(inputTypes, "or")}`,
      fix: near ? [{ span: tree.type.span, text: near }] : undefined,
    });
    return { tree, input: null, axisSpan: null };
  }
  const before = report.errors();
  const shape = checkBrackets(tree, kind, report, suggest);
  const count = checkCount(tree, kind, report, suggest);
  const options = checkInputOptions(tree, kind, shape?.axis ?? null, report, suggest);
  if (!shape || count === null || report.errors() > before) return { tree, input: null, axisSpan: shape?.axisSpan ?? null };
  return {
    tree,
    axisSpan: shape.axisSpan,
    input: {
      name: tree.name.text,
      kind,
      axis: shape.axis,
      size: kind === "real" ? shape.size : count,
      ...options,
      boundary: false,
      span: tree.span,
    },
  };
}

function checkBrackets(tree: ModelInput, kind: Input["kind"], report: Report, suggest: Suggest): { axis: string | null; axisSpan: Span | null; size: number } | null {
  const sizes = tree.sizes?.sizes ?? [];
  const symbols = kind !== "real";
  const usage = symbols ? `\`${kind}[T]${kind === "bytes" ? "" : " of 1_000"}\`` : "`real[T]`, `real[T, 6]` or, without time, `real[2048]`";
  if (sizes.some((s) => s.kind === "error")) return null;
  const first = sizes[0];
  if (!first) {
    report.accept({ code: "RNN304", title: symbols ? `\`${kind}\` needs its time axis` : "`real` needs its sizes", span: tree.type.span, label: "in brackets after this", hint: `write ${usage}` });
    return null;
  }
  const axis = first.kind === "name" ? first.text : null;
  if (axis !== null && !isCapital(axis)) {
    report.accept({ code: "RNN304", title: "a time axis is a name that begins with a capital", span: first.span, label: axis === "t" ? "`t` is one step of it" : "this begins with a small letter", hint: `write ${usage}`, fix: [{ span: first.span, text: axis[0]!.toUpperCase() + axis.slice(1) }] });
    return null;
  }
  if (symbols && (axis === null || sizes.length > 1)) {
    const at = axis === null ? first : sizes[1]!;
    report.accept({ code: "RNN304", title: `\`${kind}\` has one time axis and nothing else`, span: at.span, label: axis === null ? "a name such as `T` is needed" : "one too many", hint: `write ${usage}; how many different ${kind === "token" ? "ids" : kind} there are stands after \`of\`` });
    return null;
  }
  if (axis !== null && sizes.length === 1) return { axis, axisSpan: first.span, size: 1 };
  const second = sizes[1];
  if (axis === null && sizes.length === 2 && second?.kind === "name" && isCapital(second.text)) {
    const better = `[${second.text}, ${report.quote(first.span)}]`;
    report.accept({ code: "RNN304", title: "the time axis comes first", span: second.span, label: "this is the time axis", hint: `write \`real${better}\``, fix: [{ span: tree.sizes!.span, text: better }] });
    return null;
  }
  if (sizes.length > 2 || (axis === null && sizes.length > 1)) {
    report.accept({ code: "RNN304", title: "`real` has at most a time axis and one size", span: sizes[sizes.length - 1]!.span, label: "one too many", hint: `write ${usage}` });
    return null;
  }
  const written = axis === null ? first : sizes[1]!;
  if (written.kind === "name") {
    report.accept({ code: "RNN304", title: "the size of an input is a number", span: written.span, label: "this is a name", hint: axis === null ? `write ${usage}` : "an input has one time axis, and it comes first: `real[T, 6]`" });
    return null;
  }
  const size = readCount(written, "the size of an input", report, suggest);
  return size === null ? null : { axis, axisSpan: axis === null ? null : first.span, size };
}

/** What stands after `of`; 0 for reals. null: an error was given. */
function checkCount(tree: ModelInput, kind: Input["kind"], report: Report, suggest: Suggest): number | null {
  if (kind === "real" || kind === "bytes") {
    if (tree.count) {
      report.accept({
        code: "RNN305",
        title: `\`${kind}\` takes no \`of\``,
        span: tree.count.span,
        label: kind === "bytes" ? "there are always 256 different bytes" : "reals are numbers, not ids",
        hint: kind === "real" ? "for ids write `token[T] of 50`; for several numbers a step `real[T, 6]`" : undefined,
      });
      return null;
    }
    return kind === "bytes" ? 256 : 0;
  }
  if (!tree.count) {
    report.accept({
      code: "RNN305",
      title: `the number of different ${kind === "token" ? "ids" : kind} is missing`,
      span: tree.sizes?.span ?? tree.type.span,
      label: "write `of` and a number after this",
      hint: kind === "token" ? "`token[T] of 50` has the ids 0 to 49" : `\`${kind}[T] of ${kind === "chars" ? "128" : "10_000"}\` keeps the most frequent; the rest become the unknown symbol`,
    });
    return null;
  }
  const count = readCount(tree.count, `the number of different ${kind === "token" ? "ids" : kind}`, report, suggest);
  if (count !== null && count < 2 && kind !== "token") {
    report.accept({ code: "RNN307", title: `\`${kind}\` need at least 2 symbols`, span: tree.count.span, label: "one of them is the unknown symbol" });
    return null;
  }
  return count;
}

function checkInputOptions(tree: ModelInput, kind: Input["kind"], axis: string | null, report: Report, suggest: Suggest): Pick<Input, "scale" | "keep" | "lowercase"> {
  const known = [...(kind === "real" ? ["scale"] : []), ...(axis !== null || !tree.sizes ? ["keep"] : []), ...(kind === "words" ? ["case"] : [])];
  const options = readOptions(tree.options, known, `an input of type \`${kind}\`${axis === null && kind === "real" ? " without time" : ""}`, "RNN306", report, suggest);
  const scale = options.get("scale");
  const keep = options.get("keep");
  const letters = options.get("case");
  if (letters) readWord(letters.value, ["keep"], "`case`", "RNN306", report, suggest);
  return {
    scale: scale ? readWord(scale.value, ["standard", "minmax"], "`scale`", "RNN306", report, suggest) : null,
    keep: keep ? readKeep(keep.value, report, suggest) : null,
    lowercase: kind === "words" && !letters,
  };
}

function readKeep(value: NonNullable<ModelInput["options"]>["entries"][number]["value"], report: Report, suggest: Suggest): Input["keep"] {
  const choice = readChoice(value, ["first", "last"], "`keep`", "RNN306", report, suggest);
  if (!choice) return null;
  const given = matchArguments(value.kind === "call" ? value.arguments : [], { positional: ["count"], named: [], what: `\`${choice.name}\`` }, "RNN306", report, suggest);
  const count = given.get("count");
  if (!count) {
    report.accept({ code: "RNN306", title: `\`keep\` says how many steps are kept`, span: value.span, label: "a number is missing", hint: `write \`keep = ${choice.name}(100)\`` });
    return null;
  }
  const steps = readCount(count.value, "the number of steps kept", report, suggest);
  return steps === null ? null : { from: choice.name === "first" ? "first" : "last", count: steps };
}

/** Two inputs may share an axis; each model's axes in order of first mention. */
export function axesOf(tree: ModelTree, inputs: ReadonlyMap<string, CheckedInput>): { readonly name: string; readonly span: Span }[] {
  const axes = new Map<string, Span>();
  for (const member of tree.members) {
    if (member.kind !== "model-input") continue;
    const checked = inputs.get(member.name.text);
    const axis = checked?.input?.axis;
    if (checked?.tree === member && axis && checked.axisSpan && !axes.has(axis)) axes.set(axis, checked.axisSpan);
  }
  return [...axes].map(([name, span]) => ({ name, span }));
}
