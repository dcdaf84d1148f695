// One GPU device for TensorFlow.js and for models: only then are buffers of the one buffers of the other. The device is the runtime's
// (runtime/webgpu/device.ts), which has more of what the adapter can do than TensorFlow.js asks for, unless its backend runs already.
import { engine, registerBackend, removeBackend, setBackend, type KernelBackend } from "@tensorflow/tfjs-core";
import { show, UsageError } from "../errors.js";
import type { DeviceOptions } from "../webgpu/device.js";

/** `WebGPUBackend` of "@tensorflow/tfjs-backend-webgpu". */
export type WebGpuBackendClass = new (device: GPUDevice, info?: GPUAdapterInfo) => KernelBackend;

/** As TensorFlow.js registers it itself: before `webgl` and `wasm`. */
const PRIORITY = 3;

/**
 * Makes `webgpu` the backend of TensorFlow.js, on the device that models created from now on (with `device: "webgpu"`) run on:
 * `await useWebGpu(WebGPUBackend)`, before the first tensor. Where the backend runs already, models take its device; where its device was lost,
 * it starts anew on another, and whatever was on the old one is to be created again.
 * Throws UsageError RNN631 where there is no GPU, RNN642 where TensorFlow.js can't use it.
 */
export async function useWebGpu(WebGPUBackend: WebGpuBackendClass, options: DeviceOptions = {}): Promise<void> {
  const { acquireDevice, useDevice } = await import("../webgpu/device.js");
  const running = engine().registry["webgpu"] as { readonly device?: GPUDevice } | undefined;
  if (running?.device && !(await isLost(running.device))) useDevice(running.device);
  else {
    const { device } = await acquireDevice(options);
    if (Object.hasOwn(engine().registryFactory, "webgpu")) removeBackend("webgpu");
    registerBackend("webgpu", () => new WebGPUBackend(device, device.adapterInfo), PRIORITY);
  }
  let taken = false;
  let why: unknown = "it gives no reason";
  try {
    taken = await setBackend("webgpu");
  } catch (error) {
    why = error instanceof Error ? error.message : error;
  }
  if (!taken) throw new UsageError("RNN642", `TensorFlow.js can't use WebGPU here: ${typeof why === "string" ? why : show(why)}`);
}

/** Whether a device is gone. Its promise says so once what waits for it had its turn. */
function isLost(device: GPUDevice): Promise<boolean> {
  return Promise.race([device.lost.then(() => true), new Promise<boolean>((resolve) => setTimeout(() => resolve(false)))]);
}
