// tmp
import type { WgslKernel } from "../../../runtime/device.js";
import { internal } from "../../errors.js";
import type { Single } from "./wgsl.js";

export function emitGather(_kernel: Single<"gather">): WgslKernel {
  return internal("there is no WGSL for gather yet");
}

export function emitScatter(_kernel: Single<"scatter_add">): WgslKernel {
  return internal("there is no WGSL for scatter_add yet");
}
