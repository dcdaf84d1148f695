// WebGPU in Node for the contestants: Dawn, the implementation that Chromium has, on the machine's GPU; where there is none, on
// SwiftShader, the driver of Chromium that computes on the CPU. Importing this puts it at `navigator.gpu` and counts, for whichever
// library asks for what: the same count for all, not each one's own.
import { existsSync } from "node:fs";
import { create, globals } from "webgpu";

/** Where Chromium and its kin are installed; the driver's description for Vulkan lies beside the program. */
const folders = ["/usr/lib/chromium", "/usr/lib/chromium-browser", "/usr/lib64/chromium-browser", "/opt/google/chrome", "/opt/chromium.org/chromium"];

Object.assign(globalThis, globals);
globalThis.navigator ??= {};

/** `name`, `software`: whether it computes on the CPU; not all drivers say that they do. */
const describe = ({ vendor, architecture, device, description, isFallbackAdapter }) => ({
  name: [vendor, architecture, device.replace(/-+$/, ""), description && `(${description})`].filter((part) => part).join(" "),
  software: Boolean(isFallbackAdapter) || /swiftshader|llvmpipe|lavapipe|warp|basic render/i.test([vendor, architecture, device, description].join(" ")),
});

async function open(features = []) {
  const gpu = create(features);
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
  return adapter && { gpu, ...describe(adapter.info) };
}

async function openSoftware() {
  const driver = folders.map((folder) => `${folder}/vk_swiftshader_icd.json`).find((path) => existsSync(path));
  if (!driver) return null;
  // Read by Vulkan's loader; the first name is today's, the second that of older loaders.
  process.env.VK_DRIVER_FILES = process.env.VK_ICD_FILENAMES = driver;
  // Without the zeros that WebGPU puts into workgroup memory: the driver compiles a store for each float of it, which takes minutes for
  // some of the peers' kernels. Whether anyone needed them, the check of their numbers says.
  return open(["enable-dawn-features=disable_workgroup_init"]);
}

let found = await open();
if (!found || found.software) found = (await openSoftware()) ?? found;
if (!found) throw new Error("WebGPU finds no GPU here, and no driver made of software (Debian: apt-get install chromium libvulkan1)");
Object.defineProperty(globalThis.navigator, "gpu", { value: found.gpu, configurable: true });

/** What a contestant says of itself when it starts. */
export const hello = () => ({ adapter: found.name, software: found.software, driver: process.env.VK_DRIVER_FILES });

const counted = { dispatches: 0, passes: 0, submits: 0, created: 0 };
/** Since the process started. `created`: buffers, bind groups, pipelines and shaders. */
export const counts = () => ({ ...counted });

/** Of every device that was opened. */
const queues = [];
/** Waits until the GPU has done all it was asked to. */
export const finish = () => Promise.all(queues.map((queue) => queue.onSubmittedWorkDone()));

function intercept(type, method, before) {
  const prototype = globals[type].prototype;
  const original = prototype[method];
  prototype[method] = function (...parameters) {
    return original.apply(this, before(parameters) ?? parameters);
  };
}

const count = (type, what, ...methods) => methods.forEach((method) => intercept(type, method, () => void counted[what]++));
count("GPUComputePassEncoder", "dispatches", "dispatchWorkgroups", "dispatchWorkgroupsIndirect");
count("GPUCommandEncoder", "passes", "beginComputePass");
count("GPUQueue", "submits", "submit");
count("GPUDevice", "created", "createBuffer", "createBindGroup", "createComputePipeline", "createComputePipelineAsync", "createShaderModule");

const { requestDevice } = globals.GPUAdapter.prototype;
globals.GPUAdapter.prototype.requestDevice = async function (...parameters) {
  const device = await requestDevice.apply(this, parameters);
  queues.push(device.queue);
  return device;
};

// Dawn in Node takes no data in memory that threads share, which is what onnxruntime-web has and browsers allow: it is copied first.
intercept("GPUQueue", "writeBuffer", ([buffer, offset, data, from = 0, length]) => {
  if (!ArrayBuffer.isView(data) || !(data.buffer instanceof SharedArrayBuffer)) return undefined;
  const copy = data.slice(from, length === undefined ? undefined : from + length);
  const own = new copy.constructor(copy.length);
  own.set(copy);
  return [buffer, offset, own];
});
