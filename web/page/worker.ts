// The worker: training runs here, so that the page stays free for its reader. A thin shell around trainer.ts.
import { description } from "../../generated/char_lm/index.js";
import type { Event, Request, WebGpu } from "./messages.js";
import { Trainer } from "./trainer.js";

/** A worker's global scope, as far as it is used; TypeScript's types of it exclude those of a page. */
interface Scope {
  onmessage: ((message: MessageEvent<Request>) => void) | null;
  postMessage(event: Event): void;
}

const scope = globalThis as unknown as Scope;
const trainer = new Trainer((event) => scope.postMessage(event));
scope.onmessage = ({ data }) => trainer.handle(data);

/** Whether there is WebGPU here. Asks without any of the code that uses it: that is loaded when it is chosen. */
async function findWebGpu(): Promise<WebGpu> {
  const no = (missing: string): WebGpu => ({ missing, software: false });
  if (!isSecureContext) return no("WebGPU needs a secure address: https, or localhost.");
  if (!("gpu" in navigator)) return no("This browser has no WebGPU.");
  try {
    const adapter = await navigator.gpu.requestAdapter();
    return adapter === null ? no("This browser has WebGPU, but found no GPU that it can use.") : { missing: null, software: adapter.info.isFallbackAdapter };
  } catch (error) {
    return no(`This browser’s WebGPU doesn’t work: ${error instanceof Error ? error.message : String(error)}`);
  }
}

void findWebGpu().then((webgpu) => scope.postMessage({ kind: "ready", parameters: description.parameterCount, webgpu }));
