// A product and the map that reads it, in one kernel (ProductMapKernel).
import type { WgslKernel } from "../../../runtime/device.js";
import { internal } from "../../errors.js";
import type { ProductMapKernel } from "../../gpu-plan.js";

export function emitProductMap(_kernel: ProductMapKernel): WgslKernel {
  return internal("there is no WGSL for product_map yet");
}
