// Fused pointwise mathematics and reductions along a row (MapKernel).
import type { WgslKernel } from "../../../runtime/device.js";
import { internal } from "../../errors.js";
import type { MapStageKernel } from "../../gpu-plan.js";
import type { Single } from "./wgsl.js";

export function emitMap(_kernel: Single<"map">): WgslKernel {
  return internal("there is no WGSL for map yet");
}

export function emitMapStage(_kernel: MapStageKernel): WgslKernel {
  return internal("there is no WGSL for map_stage yet");
}
