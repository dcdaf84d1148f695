// The GPU that this page or process computes on: one device, shared by all models and with whatever else is given it (tfjs).
// Also why there is none, in words that help. Nothing of Node: there, whoever has an implementation of WebGPU gives it.
import { UsageError } from "../errors.js";

/** A device and what is known of its adapter. */
export interface SharedDevice {
  readonly device: GPUDevice;
  /** The adapter's name, as well as it is told: in a page `nvidia ampere`. */
  readonly name: string;
  /** It computes on the CPU. */
  readonly software: boolean;
}

export interface DeviceOptions {
  /** An implementation of WebGPU, where it isn't at `navigator.gpu`: in Node `create([])` of npm's `webgpu`. */
  readonly gpu?: GPU;
  /** Whether an adapter that computes on the CPU will do. Default true. */
  readonly software?: boolean;
}

/** Raised to what the adapter has; all others stay what every device has. */
const LIMITS = [
  ...["maxBufferSize", "maxStorageBufferBindingSize", "maxUniformBufferBindingSize", "maxStorageBuffersPerShaderStage"],
  ...["maxComputeWorkgroupStorageSize", "maxComputeInvocationsPerWorkgroup", "maxComputeWorkgroupSizeX", "maxComputeWorkgroupSizeY", "maxComputeWorkgroupSizeZ", "maxComputeWorkgroupsPerDimension"],
] as const;

/** Asked for where the adapter has them. */
const FEATURES = ["timestamp-query", "subgroups", "shader-f16", "bgra8unorm-storage"] as const;

let shared: Promise<SharedDevice> | null = null;
/** Made here, so that it is destroyed here; with what it was made by, which must live as long. */
let own: { readonly device: GPUDevice; readonly gpu: GPU } | null = null;

/**
 * The shared device; the first call opens it, and so does one after it was lost. Throws UsageError RNN631 where there is none, with the reason.
 * In Node: `await acquireDevice({ gpu: create([]) })`, with `create` from npm's `webgpu`, before models are created.
 */
export async function acquireDevice(options: DeviceOptions = {}): Promise<SharedDevice> {
  let mine: Promise<SharedDevice> | null = null;
  let found: SharedDevice | null = null;
  while (!found) {
    // Together: who asks while it is being opened gets the same.
    const opening = shared ?? (mine = shared = share(openDevice(options)));
    try {
      found = await opening;
    } catch (error) {
      // Another's may have failed for what it asked: an implementation that it lacked, a GPU that computes by itself.
      if (opening === mine) throw error;
    }
  }
  if (found.software && options.software === false) throw softwareOnly(found.name);
  return found;
}

/** Makes a device the shared one, for models created from now on: that of another library on the same page. Its owner destroys it. */
export function useDevice(device: GPUDevice, info: GPUAdapterInfo | undefined = device.adapterInfo): SharedDevice {
  const given = { device, name: nameOf(info), software: isSoftware(info) };
  shared = share(Promise.resolve(given));
  return given;
}

/** Destroys the shared device, if it was opened here: models on it are lost. */
export function releaseDevice(): void {
  shared = null;
  own?.device.destroy();
  own = null;
}

/** Forgets a device that could not be had, or was lost. */
function share(opening: Promise<SharedDevice>): Promise<SharedDevice> {
  const forget = (): void => {
    if (shared === opening) shared = null;
  };
  opening.then(({ device }) => device.lost.then(forget), forget);
  return opening;
}

async function openDevice({ gpu = findGpu(), software = true }: DeviceOptions): Promise<SharedDevice> {
  if (!gpu) throw new UsageError("RNN631", whyNoGpu());
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter)
    throw new UsageError(
      "RNN631",
      isNode() ? "WebGPU finds no GPU here: on Linux it needs a Vulkan driver (`vulkaninfo` lists them)" : "WebGPU finds no GPU in this browser: it is blocked or switched off. Look at chrome://gpu, switch on hardware acceleration in the settings, and on Linux chrome://flags/#enable-unsafe-webgpu",
    );
  const name = nameOf(adapter.info);
  if (!software && isSoftware(adapter.info)) throw softwareOnly(name);
  const requiredLimits = Object.fromEntries(LIMITS.map((limit) => [limit, adapter.limits[limit]]));
  const requiredFeatures = FEATURES.filter((feature) => adapter.features.has(feature));
  let device: GPUDevice;
  try {
    device = await adapter.requestDevice({ label: "rnnc", requiredLimits, requiredFeatures });
  } catch (error) {
    throw new UsageError("RNN631", `the GPU ${name} gives no device: ${(error as Error).message}`);
  }
  own = { device, gpu };
  return { device, name, software: isSoftware(adapter.info) };
}

function softwareOnly(name: string): UsageError {
  return new UsageError("RNN631", `there is no GPU here that WebGPU can use, only ${name}, which computes on the CPU`);
}

function findGpu(): GPU | undefined {
  return (globalThis as { navigator?: { gpu?: GPU } }).navigator?.gpu;
}

function whyNoGpu(): string {
  if (isNode()) return 'Node has no WebGPU of its own: `npm install webgpu`, and before models are created `await acquireDevice({ gpu: create([]) })`, with `acquireDevice` from "@rnnc/runtime/webgpu" and `create` from "webgpu"';
  if ((globalThis as { isSecureContext?: boolean }).isSecureContext === false) return "this page is not secure, and WebGPU is given to secure pages alone: serve it by https, or from localhost";
  return "this browser has no WebGPU: use a newer one (Chrome or Edge 113, Safari 26, Firefox 141), or one in which it is not switched off";
}

function isNode(): boolean {
  return (globalThis as { process?: { versions?: { node?: string } } }).process?.versions?.node !== undefined;
}

function nameOf(info: GPUAdapterInfo | undefined): string {
  return info?.description || [info?.vendor, info?.architecture].filter((part) => part).join(" ") || "unknown GPU";
}

/** Drivers that compute on the CPU; not all say that they do. */
function isSoftware(info: GPUAdapterInfo | undefined): boolean {
  if (info?.isFallbackAdapter) return true;
  return /swiftshader|llvmpipe|lavapipe|warp|basic render/i.test([info?.vendor, info?.architecture, info?.device, info?.description].join(" "));
}
