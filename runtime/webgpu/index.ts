// What `@rnnc/runtime/webgpu` exports: the executor that generated modules name, and the device that models share.
export { acquireDevice, releaseDevice, useDevice, type DeviceOptions, type SharedDevice } from "./device.js";
export { createWebGpuExecutor, WebGpuExecutor, type WebGpuOptions } from "./executor.js";
export type { Counters } from "./memory.js";
export { GROUPS_ACROSS, prelude } from "./prelude.js";
export type { Recurrence } from "./recurrences.js";
export type { MeasurementStore } from "./store.js";
