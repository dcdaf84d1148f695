// tmp
import type { WgslKernel } from "../../../runtime/device.js";
import { internal } from "../../errors.js";
import type { SumPartialsKernel } from "../../gpu-plan.js";
import type { Single } from "./wgsl.js";

export function emitSumRows(_kernel: Single<"sum_rows">): WgslKernel {
  return internal("there is no WGSL for sum_rows yet");
}

export function emitSumPartials(_kernel: SumPartialsKernel): WgslKernel {
  return internal("there is no WGSL for sum_partials yet");
}
