// The WGSL kernels of a model: what each kernel of a GPU plan is in WGSL, made for its sizes, to stand behind runtime/webgpu/prelude.ts.
// Not the programs: those are the generated TypeScript, which calls the kernels in order.
import type { WgslKernel } from "../../../runtime/device.js";
import type { GpuKernel, SingleKernel } from "../../gpu-plan.js";
import { emitGather, emitScatter } from "./gather.js";
import { emitGemm } from "./gemm.js";
import { emitLoop } from "./loop.js";
import { emitMap, emitMapStage } from "./map.js";
import { emitMatvec, emitOuter } from "./matvec.js";
import { emitAxisMove, emitMoves } from "./moves.js";
import { emitProductMap } from "./product-map.js";
import { emitPartialProduct } from "./row-product.js";
import { emitSumPartials, emitSumRows } from "./sums.js";
import type { Single } from "./wgsl.js";

/** A kernel of the plan as WGSL, and how many workgroups run it. */
export function emitWgsl(kernel: GpuKernel): WgslKernel {
  switch (kernel.kind) {
    case "single":
      return emitSingle(kernel);
    case "moves":
      return emitMoves(kernel);
    case "axis_move":
      return emitAxisMove(kernel);
    case "partial_product":
      return emitPartialProduct(kernel);
    case "sum_partials":
      return emitSumPartials(kernel);
    case "map_stage":
      return emitMapStage(kernel);
    case "product_map":
      return emitProductMap(kernel);
    case "loop":
      return emitLoop(kernel);
  }
}

function emitSingle(single: SingleKernel): WgslKernel {
  switch (single.kernel.kind) {
    case "gemm":
      return emitGemm(single as Single<"gemm">);
    case "matvec":
      return emitMatvec(single as Single<"matvec">);
    case "outer":
      return emitOuter(single as Single<"outer">);
    case "map":
      return emitMap(single as Single<"map">);
    case "gather":
      return emitGather(single as Single<"gather">);
    case "scatter_add":
      return emitScatter(single as Single<"scatter_add">);
    case "sum_rows":
      return emitSumRows(single as Single<"sum_rows">);
  }
}
