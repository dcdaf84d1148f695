// The device that tests of whole networks run on: WASM, or WebGPU with RNNC_DEVICE=webgpu, as in the project `webgpu` of
// vitest.config.ts. A test that opens networks through load.ts or runPlan runs on both, and says nothing of either.
import { setFlagsFromString } from "node:v8";
import { hasRelaxedSimd } from "@rnnc/runtime";

// Node 20 has relaxed SIMD behind a flag.
if (process.version.startsWith("v20.")) setFlagsFromString("--experimental-wasm-relaxed-simd");

export const device: "wasm" | "webgpu" = process.env["RNNC_DEVICE"] === "webgpu" ? "webgpu" : "wasm";
export const onWebGpu = device === "webgpu";
// Puts WebGPU in place.
if (onWebGpu) await import("./webgpu.js");

/** How a network can run: a build of the kernels on WASM; on WebGPU loops as a dispatch or more a step, or as one. Their results differ by roundings alone. */
export type Variant = "plain" | "relaxed" | "stepped" | "persistent";

/** Those there are here. */
export const variants: readonly Variant[] = onWebGpu ? ["stepped", "persistent"] : hasRelaxedSimd() ? ["plain", "relaxed"] : ["plain"];
