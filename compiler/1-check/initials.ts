// How parameters and states start: `= orthogonal`, `= uniform(-a, a)`, `= 1/sqrt(H)`, `= learned`.
// Checks what is written; the numbers themselves are drawn by the runtime.
import type { Call, Expression, ParamMember, StateMember } from "../../grammar/ast.js";
import type { CellInitial, ParamInitial } from "../model.js";
import { checkNumber } from "./arguments.js";
import type { Shape } from "./sizes.js";
import { equalSizes } from "./sizes.js";
import type { Report } from "./report.js";
import type { Suggest } from "./suggest.js";
import type { Code } from "./catalogue.js";

export interface Initials {
  readonly numbers: ReadonlySet<string>;
  /** Marks what an expression reads as used. */
  read(expression: Expression): void;
  readonly report: Report;
  readonly suggest: Suggest;
}

const plain = ["glorot", "zeros", "ones", "orthogonal", "identity"] as const;
const drawn = ["uniform", "normal"];

/** null: an error was given. */
export function checkParamInitial(member: ParamMember, shape: Shape | null, context: Initials): ParamInitial | null {
  const { report, suggest } = context;
  const value = member.initial;
  if (!value) return { kind: member.size.sizes.length === 2 ? "glorot" : "zeros" };
  if (value.kind === "error") return null;
  if (value.kind === "name" && !context.numbers.has(value.text)) {
    const kind = plain.find((p) => p === value.text);
    if (!kind) {
      const near = suggest(value.text, [...plain, ...drawn, ...context.numbers]);
      report.accept({
        code: "RNN217",
        title: `\`${value.text}\` is no way for a parameter to start`,
        span: value.span,
        label: near ? `did you mean \`${near}\`?` : "unknown",
        hint: near ? undefined : `it can be ${plain.map((p) => `\`${p}\``).join(", ")}, a number, \`uniform(-a, a)\` or \`normal(0, s)\``,
        fix: near ? [{ span: value.span, text: near }] : undefined,
      });
      return null;
    }
    if (shape && shape.length !== 2 && (kind === "glorot" || kind === "orthogonal" || kind === "identity")) {
      report.accept({ code: "RNN217", title: `\`${kind}\` is for matrices`, span: value.span, label: `\`${member.names[0]?.text ?? "this"}\` has ${shape.length === 1 ? "one size" : "no size"}`, hint: "a vector can start as `zeros`, `ones`, a number, `uniform(-a, a)` or `normal(0, s)`" });
      return null;
    }
    if (kind === "identity" && shape && !equalSizes(shape[0]!, shape[1]!)) {
      report.accept({ code: "RNN217", title: "`identity` is for square matrices", span: value.span, label: "this matrix has two sizes", also: [{ span: member.size.span, label: "declared here" }] });
      return null;
    }
    return { kind };
  }
  if (value.kind === "call" && value.callee.text === "uniform") {
    const pair = twoNumbers(value, "RNN217", "uniform(-a, a)", context);
    return pair && { kind: "uniform", low: pair[0], high: pair[1] };
  }
  if (value.kind === "call" && value.callee.text === "normal") {
    const pair = twoNumbers(value, "RNN217", "normal(0, s)", context);
    return pair && { kind: "normal", mean: pair[0], deviation: pair[1] };
  }
  if (!checkNumber(value, context.numbers, "RNN217", report, suggest)) return null;
  context.read(value);
  return { kind: "constant", value };
}

export function checkStateInitial(member: StateMember, context: Initials): CellInitial {
  const { report, suggest } = context;
  const value = member.initial;
  if (!value || value.kind === "error") return { kind: "zeros" };
  if (value.kind === "name" && value.text === "zeros") return { kind: "zeros" };
  if (value.kind === "name" && value.text === "learned") return { kind: "learned" };
  if (value.kind === "call" && value.callee.text === "normal") {
    const pair = twoNumbers(value, "RNN218", "normal(0, 0.01)", context);
    return pair ? { kind: "normal", mean: pair[0], deviation: pair[1] } : { kind: "zeros" };
  }
  const near = value.kind === "name" ? suggest(value.text, ["zeros", "learned"]) : value.kind === "call" ? suggest(value.callee.text, ["normal"]) : null;
  report.accept({
    code: "RNN218",
    title: `\`${report.quote(value.span)}\` is no way for a state to start`,
    span: value.span,
    label: near ? `did you mean \`${near}\`?` : "unknown",
    hint: near ? undefined : "a state starts as `zeros`, `learned` or `normal(0, 0.01)`",
    fix: near && value.kind === "name" ? [{ span: value.span, text: near }] : undefined,
  });
  return { kind: "zeros" };
}

function twoNumbers(call: Call, code: Code, usage: string, context: Initials): [Expression, Expression] | null {
  const { report, suggest } = context;
  const [first, second] = call.arguments;
  if (!first || !second || call.arguments.length > 2 || first.name || second.name) {
    report.accept({ code, title: `\`${call.callee.text}\` takes two numbers`, span: call.span, label: `${call.arguments.length} given`, hint: `write \`${usage}\`` });
    return null;
  }
  const ok = [first, second].map((a) => checkNumber(a.value, context.numbers, code, report, suggest)).every(Boolean);
  if (!ok) return null;
  context.read(first.value);
  context.read(second.value);
  return [first.value, second.value];
}
