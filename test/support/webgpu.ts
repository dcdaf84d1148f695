// A WebGPU device for tests in Node: Dawn (npm's `webgpu`) on SwiftShader, the Vulkan driver that Chromium carries, which computes on
// the CPU. That one, also where there is a GPU, so that tests see the same numbers everywhere, unless another is asked for by hand:
//
//   RNNC_VULKAN=/usr/share/vulkan/icd.d/lvp_icd.json     another Vulkan driver, by its description: Mesa's on the CPU, or a GPU's
//   RNNC_DAWN=enable-dawn-features=…                     Dawn's switches in place of those below; empty for none
//   deno run -A --unstable-webgpu node_modules/vitest/vitest.mjs run …     another implementation, wgpu: Deno's own, on either driver
//
//   describe.skipIf(whyNoWebGpu)("…", () => { … await openDevice() … });
//
// Importing this puts WebGPU's globals and `navigator.gpu` in place, as in a browser. Where there is no WebGPU it prints the reason.
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Whether another implementation or driver than SwiftShader is asked for. */
export const anotherAsked = process.env["RNNC_VULKAN"] !== undefined || "Deno" in globalThis;

/** What kernels must keep to: no device here has more of these than every device has, whatever its driver says. */
const COMMON_LIMITS = /^maxCompute|^max(Storage|Uniform)BuffersPerShaderStage$|^maxUniformBufferBindingSize$|^min\w+OffsetAlignment$/;

/** Where Chromium and its kin are installed; the driver's description for Vulkan lies beside the program. */
const folders = ["/usr/lib/chromium", "/usr/lib/chromium-browser", "/usr/lib64/chromium-browser", "/opt/google/chrome", "/opt/chromium.org/chromium"];

const { gpu, why } = await install();

/** Why there is no WebGPU here, in words that help; null where there is. */
export const whyNoWebGpu: string | null = why;
if (whyNoWebGpu) console.warn(`Tests on WebGPU are skipped: ${whyNoWebGpu}`);

let opened: Promise<GPUDevice> | undefined;

/** The device of this test file: the first call opens it, all others get the same. It has the adapter's own limits but for COMMON_LIMITS. An error that no error scope catches fails the run. Throws where there is no WebGPU. */
export function openDevice(): Promise<GPUDevice> {
  return (opened ??= open());
}

async function open(): Promise<GPUDevice> {
  const adapter = await gpu?.requestAdapter();
  if (!adapter) throw new Error(whyNoWebGpu ?? "no adapter");
  const requiredLimits: Record<string, number> = {};
  for (const name in adapter.limits) requiredLimits[name] = adapter.limits[name as keyof GPUSupportedLimits] as number;
  const device = await adapter.requestDevice({ requiredLimits });
  device.addEventListener("uncapturederror", ({ error }) => void Promise.reject(new Error(`WebGPU: ${error.message}`)));
  return device;
}

async function install(): Promise<{ gpu: GPU | null; why: string | null }> {
  const driver = process.env["RNNC_VULKAN"] ?? folders.map((folder) => join(folder, "vk_swiftshader_icd.json")).find((path) => existsSync(path));
  if (!driver) return { gpu: null, why: "Chromium, whose software driver they run on, is not installed (Debian: apt-get install chromium libvulkan1)" };
  // Read by Vulkan's loader; the first name is today's, the second that of older loaders.
  process.env["VK_DRIVER_FILES"] = process.env["VK_ICD_FILENAMES"] = driver;
  // Where there is none, Mesa's layer of Vulkan calls that an error on the terminal, of whatever process.
  process.env["XDG_RUNTIME_DIR"] ||= tmpdir();
  // There is a `navigator.gpu` already, of another implementation than Dawn.
  if ("Deno" in globalThis) {
    const { gpu } = globalThis.navigator;
    keepToCommonLimits(gpu);
    return (await gpu.requestAdapter()) ? { gpu, why: null } : { gpu: null, why: "Deno finds no adapter" };
  }
  const dawn = await import("webgpu").catch((error: unknown) => String(error));
  if (typeof dawn === "string") return { gpu: null, why: `npm's package webgpu does not load here (${dawn.split("\n")[0]})` };
  Object.assign(globalThis, dawn.globals);
  // Without the zeros that WebGPU puts into workgroup memory: SwiftShader compiles a store for each float of it, which is most of the time tests take. Kernels read nothing there that they didn't write.
  const gpu = dawn.create((process.env["RNNC_DAWN"] ?? "enable-dawn-features=disable_workgroup_init").split(" ").filter((flag) => flag !== ""));
  keepToCommonLimits(gpu);
  restBetweenPolls();
  const navigator = (globalThis.navigator ?? {}) as Navigator;
  Object.defineProperty(navigator, "gpu", { value: gpu, configurable: true });
  Object.defineProperty(globalThis, "navigator", { value: navigator, configurable: true });
  if (await gpu.requestAdapter()) return { gpu, why: null };
  return { gpu: null, why: `Vulkan or Dawn does not take ${process.env["RNNC_VULKAN"] ? driver : "Chromium's software driver (Debian: apt-get install libvulkan1)"}` };
}

/** Devices made from now on, by tests or the runtime, have no more of COMMON_LIMITS than every device. */
function keepToCommonLimits(gpu: GPU): void {
  const requestAdapter = gpu.requestAdapter.bind(gpu);
  gpu.requestAdapter = async (options) => {
    const adapter = await requestAdapter(options);
    if (!adapter) return null;
    const requestDevice = adapter.requestDevice.bind(adapter);
    adapter.requestDevice = (asked = {}) => requestDevice({ ...asked, requiredLimits: Object.fromEntries(Object.entries(asked.requiredLimits ?? {}).filter(([name]) => !COMMON_LIMITS.test(name))) });
    return adapter;
  };
}

/** Dawn asks whether its work is done at every turn of the event loop, which takes a core from SwiftShader: after some turns here it asks every millisecond. */
function restBetweenPolls(): void {
  const { setImmediate } = globalThis;
  let [polling, turns] = [false, 0];
  const isPoll = (callback: unknown): callback is () => void => typeof callback === "function" && Function.prototype.toString.call(callback).includes("[native code]");
  const patient = (callback: unknown, ...given: unknown[]): unknown => {
    if (!isPoll(callback)) return (setImmediate as (...all: unknown[]) => unknown)(callback, ...given);
    turns = polling ? turns + 1 : 0;
    const poll = (): void => {
      polling = true;
      try {
        callback();
      } finally {
        polling = false;
      }
    };
    return turns < 20 ? setImmediate(poll) : setTimeout(poll, 1);
  };
  globalThis.setImmediate = Object.assign(patient, setImmediate) as typeof setImmediate;
}
