// tmp
import type { WgslKernel } from "../../../runtime/device.js";
import { internal } from "../../errors.js";
import type { Single } from "./wgsl.js";

export function emitGemm(_kernel: Single<"gemm">): WgslKernel {
  return internal("there is no WGSL for gemm yet");
}
