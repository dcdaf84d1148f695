// A loop over the steps of an axis as one kernel (LoopKernel).
import type { WgslKernel } from "../../../runtime/device.js";
import { internal } from "../../errors.js";
import type { LoopKernel } from "../../gpu-plan.js";

export function emitLoop(_kernel: LoopKernel): WgslKernel {
  return internal("there is no WGSL for loop yet");
}
