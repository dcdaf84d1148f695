// The WASM module of a model: the kernels of a plan, each a function made for its sizes, as bytes.
// Not the schedule: that is the generated TypeScript, which calls these functions in order.
import type { Kernel } from "../../plan.js";
import { Module } from "./assembler.js";
import { emitGemm } from "./gemm.js";
import { emitMap } from "./map.js";
import { emitMatvec, emitOuter } from "./matvec.js";
import { emitRowProduct, emitRowProductParts, rowProductScratch, type RowProductParts } from "./row-product.js";
import { emitCopy, emitGather, emitPack, emitScatter, emitSumRows, emitZero } from "./rows.js";

/**
 * One module that imports `env.memory` and exports a function for each kernel, by name; `relaxed` uses multiply-add.
 * `reserved`: bytes from address 0 that the kernels use as scratch memory; buffers start after them.
 */
export function emitWasm(kernels: Readonly<Record<string, Kernel>>, options: { relaxed: boolean }): { bytes: Uint8Array; reserved: number } {
  const module = new Module(options.relaxed);
  const entries = Object.entries(kernels);
  const parts = entries.some(([, kernel]) => kernel.kind === "row_product") ? emitRowProductParts(module) : null;
  for (const [name, kernel] of entries) emitKernel(module, name, kernel, parts);
  return { bytes: module.bytes(), reserved: parts ? rowProductScratch(options.relaxed) : 0 };
}

/** Both builds of the kernels, as a generated module carries them. */
export function emitBuilds(kernels: Readonly<Record<string, Kernel>>): WasmBuilds {
  const [plain, relaxed] = [emitWasm(kernels, { relaxed: false }), emitWasm(kernels, { relaxed: true })];
  return { plain: plain.bytes, relaxed: relaxed.bytes, reserved: Math.max(plain.reserved, relaxed.reserved) };
}

export interface WasmBuilds {
  /** Without and with relaxed SIMD's fused multiply-add. */
  readonly plain: Uint8Array;
  readonly relaxed: Uint8Array;
  /** Bytes at the bottom of memory that the kernels keep for constants. */
  readonly reserved: number;
}

function emitKernel(module: Module, name: string, kernel: Kernel, parts: RowProductParts | null): void {
  switch (kernel.kind) {
    case "gemm":
      return emitGemm(module, name, kernel);
    case "row_product":
      return emitRowProduct(module, name, kernel, parts!);
    case "matvec":
      return emitMatvec(module, name, kernel);
    case "outer":
      return emitOuter(module, name, kernel);
    case "map":
      return emitMap(module, name, kernel);
    case "gather":
      return emitGather(module, name, kernel);
    case "scatter_add":
      return emitScatter(module, name, kernel);
    case "sum_rows":
      return emitSumRows(module, name, kernel);
    case "copy":
      return emitCopy(module, name, kernel);
    case "zero":
      return emitZero(module, name, kernel);
    case "pack":
      return emitPack(module, name, kernel);
  }
}
