// The worker: training runs here, so that the page stays free for its reader. A thin shell around trainer.ts.
import { description } from "../../generated/char_lm/index.js";
import type { Event, Request } from "./messages.js";
import { Trainer } from "./trainer.js";

/** A worker's global scope, as far as it is used; TypeScript's types of it exclude those of a page. */
interface Scope {
  onmessage: ((message: MessageEvent<Request>) => void) | null;
  postMessage(event: Event): void;
}

const hasKernels = false as boolean;

const scope = globalThis as unknown as Scope;
const trainer = new Trainer((event) => scope.postMessage(event));
scope.onmessage = ({ data }) => trainer.handle(data);

/** Why there is no WebGPU here, in a sentence; null where there is. */
async function missingWebGpu(): Promise<string | null> {
  if (!hasKernels) return "This network has no WebGPU kernels yet.";
  if (!isSecureContext) return "WebGPU needs a secure address: https, or localhost.";
  if (!("gpu" in navigator)) return "This browser has no WebGPU.";
  try {
    return (await navigator.gpu.requestAdapter()) === null ? "This browser has WebGPU, but found no GPU that it can use." : null;
  } catch (error) {
    return `This browser's WebGPU doesn't work: ${error instanceof Error ? error.message : String(error)}`;
  }
}

void missingWebGpu().then((missing) => scope.postMessage({ kind: "ready", parameters: description.parameterCount, webgpu: { missing } }));
