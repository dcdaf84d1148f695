// What the page and the worker that trains say to each other: plain data, copied from one to the other. Times are in seconds, losses in
// nats a character, and a place in the training is the number of characters that were read before it.

export type Device = "webgpu" | "wasm";

/** Whether there is WebGPU: why not, or null where there is; `software`: what there is computes on the CPU. */
export interface WebGpu {
  readonly missing: string | null;
  readonly software: boolean;
}

/** How a training is to go: all that must stay as it is when it goes on after a pause, on this device or the other. */
export interface Plan {
  readonly text: string;
  /** How long it should take, about; how much is read in it is measured. */
  readonly seconds: number;
  /** What samples begin with. */
  readonly opening: string;
  /** Streams of the text that are read at the same time, and the steps of truncated backpropagation. */
  readonly batch: number;
  readonly steps: number;
}

/** To the worker. */
export type Request =
  /** Trains from the beginning. */
  | { readonly kind: "start"; readonly device: Device; readonly plan: Plan }
  /** Goes on where training stopped, or moves a training that is going on to the other device: with the weights of the last completed update. */
  | { readonly kind: "continue"; readonly device: Device }
  | { readonly kind: "stop" }
  /** Writes after a prompt; `id` comes back with what is written. A second request takes the place of the first. */
  | { readonly kind: "write"; readonly id: number; readonly prompt: string; readonly temperature: number }
  /** The checkpoint as a file. */
  | { readonly kind: "save" }
  /** Of the samples that follow. */
  | { readonly kind: "temperature"; readonly temperature: number };

/** What is going on; `idle`: nothing was trained yet. */
export type Phase = "idle" | "preparing" | "measuring" | "training" | "stopping" | "stopped" | "done" | "failed";

/** From the worker. */
export type Event =
  /** Once, at the beginning: the numbers that are learned, and whether there is WebGPU. */
  | { readonly kind: "ready"; readonly parameters: number; readonly webgpu: WebGpu }
  | { readonly kind: "phase"; readonly phase: Exclude<Phase, "failed" | "stopping"> }
  /** The device that is used from here on: `relaxed SIMD`, or the adapter's name. */
  | { readonly kind: "device"; readonly device: Device; readonly name: string }
  /** What will be read: characters of the text, how often, and characters at its end that are held out. */
  | { readonly kind: "plan"; readonly characters: number; readonly epochs: number; readonly held: number; readonly notes: readonly string[] }
  /** Losses of updates, each with the characters that were read before it. */
  | { readonly kind: "losses"; readonly at: Float64Array; readonly losses: Float64Array }
  | { readonly kind: "progress"; readonly read: number; readonly toRead: number; readonly perSecond: number | null; readonly secondsLeft: number | null; readonly seconds: number }
  /** The loss on held-out text. */
  | { readonly kind: "held"; readonly at: number; readonly loss: number }
  | { readonly kind: "sample"; readonly at: number; readonly seconds: number; readonly loss: number | null; readonly text: string }
  /** The next piece of what is written; the last has `done`. */
  | { readonly kind: "written"; readonly id: number; readonly text: string; readonly done: boolean }
  | { readonly kind: "saved"; readonly bytes: Uint8Array<ArrayBuffer> }
  /** What went wrong, in sentences. `lost`: the device went away. `resumable`: the weights of the last completed update are kept, and training can go on. */
  | { readonly kind: "failed"; readonly message: string; readonly lost: boolean; readonly resumable: boolean }
  /** A request that could not be done; training is not touched. */
  | { readonly kind: "refused"; readonly request: Request["kind"]; readonly message: string };
