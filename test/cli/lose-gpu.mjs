// Loaded into a process of the command by `node --import`: its GPU goes away while it computes for the LOSE_GPU_AT-th time (an update
// and a batch of an evaluation are one each), with what a driver says that was reset.
import { globals } from "webgpu";

const { GPUAdapter, GPUCommandEncoder, GPUQueue } = globals;
let left = Number(process.env.LOSE_GPU_AT);
let computes = false;
let device;

const { requestDevice } = GPUAdapter.prototype;
GPUAdapter.prototype.requestDevice = async function (...options) {
  device = await requestDevice.apply(this, options);
  const lost = device.lost.then(() => ({ reason: "unknown", message: "vkQueueSubmit failed with VK_ERROR_DEVICE_LOST\n    at CheckVkSuccessImpl (VulkanError.cpp:106)\n" }));
  Object.defineProperty(device, "lost", { value: lost });
  return device;
};

const { beginComputePass } = GPUCommandEncoder.prototype;
GPUCommandEncoder.prototype.beginComputePass = function (...options) {
  computes = true;
  return beginComputePass.apply(this, options);
};

const { submit } = GPUQueue.prototype;
GPUQueue.prototype.submit = function (...buffers) {
  submit.apply(this, buffers);
  if (computes && --left === 0) device.destroy();
  computes = false;
};
