// tmp
import type { WgslKernel } from "../../../runtime/device.js";
import { internal } from "../../errors.js";
import type { Single } from "./wgsl.js";

export function emitMatvec(_kernel: Single<"matvec">): WgslKernel {
  return internal("there is no WGSL for matvec yet");
}

export function emitOuter(_kernel: Single<"outer">): WgslKernel {
  return internal("there is no WGSL for outer yet");
}
