// A call of the plan as a call of its own.
import { internal } from "../../errors.js";
import type { GpuStep } from "../../gpu-plan.js";
import type { RowCount, Step } from "../../plan.js";
import type { Context } from "./context.js";

/** All steps of all sequences. */
export function isMany(rows: RowCount): boolean {
  return "of" in rows && rows.of.startsWith("N:");
}

export function singleCall(context: Context, step: Extract<Step, { kind: "call" }>): Extract<GpuStep, { kind: "call" }> {
  const kernel = context.plan.kernels[step.kernel] ?? internal(`no kernel is called ${step.kernel}`);
  const spaces = context.spaces(step.operands);
  const rows = step.rows ?? { of: "none" };
  switch (kernel.kind) {
    case "copy":
    case "zero":
    case "pack":
      return context.call({ kind: "moves", moves: [{ kernel, spaces }] }, step.kernel, step.operands, [], rows, step.comment);
    case "row_product":
      return context.call({ kind: "partial_product", kernel, chunks: 1, spaces }, step.kernel, step.operands, [], rows, step.comment);
    default:
      return context.call({ kind: "single", kernel, spaces, many: isMany(rows) }, step.kernel, step.operands, [], rows, step.comment);
  }
}
