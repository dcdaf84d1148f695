// tmp
import type { WgslKernel } from "../../../runtime/device.js";
import { internal } from "../../errors.js";
import type { MovesKernel, AxisMoveKernel } from "../../gpu-plan.js";

export function emitMoves(_kernel: MovesKernel): WgslKernel {
  return internal("there is no WGSL for moves yet");
}

export function emitAxisMove(_kernel: AxisMoveKernel): WgslKernel {
  return internal("there is no WGSL for axis_move yet");
}
