// tmp
import type { WgslKernel } from "../../../runtime/device.js";
import { internal } from "../../errors.js";
import type { PartialProductKernel } from "../../gpu-plan.js";

export function emitPartialProduct(_kernel: PartialProductKernel): WgslKernel {
  return internal("there is no WGSL for partial_product yet");
}
