// Trains the network, lets it write now and then, and keeps what is needed to go on: after a pause, on the other device, or when a device
// is lost. It knows nothing of a page: requests come in, events go out (messages.ts). In a page it runs in a worker (worker.ts).
import { DivergenceError, fitTo, isLoss } from "@rnnc/runtime";
import { fitToTime } from "../../cli/reading-time.js";
import { char_lm } from "../../generated/char_lm/index.js";
import type { Device, Event, Plan, Request } from "./messages.js";
import { cutText, holdOut } from "./text.js";

type Model = Awaited<ReturnType<typeof char_lm.create>>;
type Of<Kind extends Request["kind"]> = Extract<Request, { readonly kind: Kind }>;

/** Seconds of updates from which the speed is known, and between two reports. */
const PACE = { measured: 1.5, report: 0.2 };
/** The share of the time that updates get; samples and held-out losses take the rest. */
const SHARE = 0.85;
/** The least that is read, and how often at most: a small text is soon known by heart. */
const LIMITS = { characters: 20_000, epochs: 20 };
/** Characters held out, at most. */
const MOST_HELD = 16_000;
/** Symbols that a sample has, and that an answer to a prompt has; on a slow device a sample ends sooner, after these seconds. */
const SAMPLE = 240;
const ANSWER = 400;
const SAMPLE_SECONDS = 1.5;

/** What a training reads, and how far it is. */
interface Training {
  readonly plan: Plan;
  readonly examples: readonly { readonly text: string }[];
  readonly held: readonly { readonly text: string }[];
  /** Characters in `examples`. */
  readonly characters: number;
  readonly epochs: number;
  /** Seconds that it had run when it last stopped, and when it went on from there (of `performance.now()`); null: it is not running. */
  seconds: number;
  since: number | null;
  /** Seconds at which it writes next. */
  nextSample: number;
  /** Characters read. */
  read: number;
}

export class Trainer {
  #model: Model | null = null;
  #training: Training | null = null;
  /** The checkpoint of a model whose device is lost, until another device has taken it over. */
  #kept: Uint8Array<ArrayBuffer> | null = null;
  #stop = new AbortController();
  #temperature = 0.6;
  #writing = 0;
  #waiting: Request[] = [];
  #busy = false;

  constructor(
    private readonly send: (event: Event) => void,
    private readonly pace: typeof PACE = PACE,
  ) {}

  /** Takes a request; requests that exclude each other replace each other, the rest is done in order. */
  handle(request: Request): void {
    if (request.kind === "temperature") return void (this.#temperature = request.temperature);
    if (request.kind === "stop" || request.kind === "start" || request.kind === "continue") {
      this.#stop.abort();
      this.#waiting = this.#waiting.filter(({ kind }) => kind !== "start" && kind !== "continue");
    }
    if (request.kind === "write") {
      this.#writing = request.id;
      this.#waiting = this.#waiting.filter(({ kind }) => kind !== "write");
    }
    if (request.kind === "stop") return;
    this.#waiting.push(request);
    void this.#work();
  }

  async #work(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    for (let request = this.#waiting.shift(); request; request = this.#waiting.shift()) {
      if (request.kind === "start" || request.kind === "continue") await this.#train(request);
      else await this.#serve(request);
    }
    this.#busy = false;
  }

  // ----------------------------------------------------------------------------------- training

  async #train(request: Of<"start" | "continue">): Promise<void> {
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    try {
      this.send({ kind: "phase", phase: "preparing" });
      if (request.kind === "start") await this.#begin(request, signal);
      else await this.#moveTo(request.device);
      if (this.#training !== null && !signal.aborted) await this.#run(this.#training, signal).finally(() => this.#pause());
      else if (signal.aborted) this.#say(this.#training === null ? "idle" : "stopped");
    } catch (error) {
      await this.#fail(error);
    }
  }

  /** A new model, and how much it is to read. */
  async #begin({ device, plan }: Of<"start">, signal: AbortSignal): Promise<void> {
    this.#training = null;
    this.#kept = null;
    this.#model?.dispose();
    this.#model = null;
    const model = await this.#open(device);
    const fresh = await model.save();
    this.send({ kind: "phase", phase: "measuring" });
    const speed = await measureSpeed(model, plan, this.pace.measured, signal);
    if (signal.aborted) return;
    // Nothing is left of what was measured.
    await model.load(fresh);
    const { characters, epochs } = fitToTime(plan.text.length, speed * plan.seconds * SHARE, LIMITS);
    const used = cutText(plan.text, characters);
    const parts = holdOut(used, Math.min(MOST_HELD, Math.max(480, used.length * 0.05)));
    const examples = parts.training.map((text) => ({ text }));
    const fitted = fitTo(model.description, examples);
    model.setFitted(fitted);
    const kinds = new Set(examples.flatMap(({ text }) => Array.from(text))).size;
    const known = fitted.vocabularies["text"]!.symbols.length - 1;
    const notes = kinds > known ? [`The text has ${kinds} different characters. The ${known} most frequent ones are told apart; the others are read as one unknown character.`] : [];
    const read = examples.reduce((sum, { text }) => sum + text.length, 0);
    this.#training = { plan, examples, held: parts.held.map((text) => ({ text })), characters: read, epochs, seconds: 0, since: null, nextSample: 0, read: 0 };
    this.send({ kind: "plan", characters: read, epochs, held: used.length - read, notes });
  }

  async #run(training: Training, signal: AbortSignal): Promise<void> {
    const model = this.#model!;
    const { examples, characters, epochs, plan } = training;
    const toRead = characters * epochs;
    training.since = performance.now();
    this.send({ kind: "phase", phase: "training" });
    if (training.nextSample === 0) await this.#look(training, signal);
    let at: number[] = [];
    let losses: number[] = [];
    const perUpdate = plan.batch * plan.steps;
    const onUpdate = ({ update, loss }: { readonly update: number; readonly loss: number }): void => {
      at.push(Math.min(toRead, update * perUpdate));
      losses.push(loss);
    };
    let done = false;
    const options = { batch: plan.batch, steps: plan.steps, epochs, validate: 0, resume: model.progress !== null, signal, every: { seconds: this.pace.report }, onUpdate };
    for await (const report of model.fit(examples, options)) {
      training.read = toRead * Math.min(1, (report.epoch - 1 + report.step / report.steps) / report.epochs);
      this.send({ kind: "losses", at: Float64Array.from(at), losses: Float64Array.from(losses) });
      [at, losses] = [[], []];
      this.send({ kind: "progress", read: training.read, toRead, perSecond: report.rowsPerSecond, secondsLeft: report.secondsLeft, seconds: secondsOf(training) });
      done = report.done === "epochs";
      if (done || (secondsOf(training) >= training.nextSample && !signal.aborted)) await this.#look(training, signal);
      await this.#serveWaiting();
    }
    this.#say(done ? "done" : "stopped");
  }

  /** The clock stands still while nothing is trained. */
  #pause(): void {
    const training = this.#training!;
    [training.seconds, training.since] = [secondsOf(training), null];
  }

  /** Says where it stands, unless a training is about to begin or to go on. */
  #say(phase: "idle" | "stopped" | "done"): void {
    if (!this.#waiting.some(({ kind }) => kind === "start" || kind === "continue")) this.send({ kind: "phase", phase });
  }

  /** The loss on the held-out text, and a sample; then plans the next, at growing intervals, so that training has most of the time. */
  async #look(training: Training, signal: AbortSignal): Promise<void> {
    const model = this.#model!;
    const began = secondsOf(training);
    let loss: number | null = null;
    try {
      ({ loss } = await model.evaluate(training.held, { steps: training.plan.steps, signal }));
      this.send({ kind: "held", at: training.read, loss });
    } catch (error) {
      if (!signal.aborted) throw error;
      return;
    }
    let text = "";
    const until = performance.now() + SAMPLE_SECONDS * 1000;
    for await (const character of model.generate({ prompt: training.plan.opening, length: SAMPLE, temperature: this.#temperature, seed: 1, signal })) {
      text += character;
      if (performance.now() > until && text.length >= 60) break;
    }
    if (signal.aborted) return;
    this.send({ kind: "sample", at: training.read, seconds: began, loss, text });
    const now = secondsOf(training);
    // The first is slow: it is the first that anything runs.
    training.nextSample = now + Math.max(2, now * 0.4, training.read === 0 ? 0 : (now - began) * 6);
  }

  async #fail(error: unknown): Promise<void> {
    const lost = isLoss(error);
    let resumable = false;
    try {
      if (this.#model !== null && this.#training !== null && this.#kept === null) {
        const bytes = await this.#model.save();
        if (lost) this.#kept = bytes;
      }
      resumable = this.#training !== null && !(error instanceof DivergenceError);
    } catch {
      // Nothing is left to go on from, and what comes next says so.
    }
    this.send({ kind: "failed", message: lost ? "The GPU was lost while it trained: its driver or the browser’s GPU process has stopped." : messageOf(error), lost, resumable });
  }

  // ------------------------------------------------------------------------------------ devices

  async #open(device: Device, weights?: Uint8Array): Promise<Model> {
    const model = await char_lm.create({ device, ...(weights && { weights }) });
    this.#model = model;
    this.send({ kind: "device", device: model.executor.device, name: model.executor.variant });
    return model;
  }

  /** Takes the training to a device: its weights, moments and place in the text. The old model goes only when the new one is there. */
  async #moveTo(device: Device): Promise<void> {
    const old = this.#model;
    if (old !== null && this.#kept === null && old.executor.device === device) return;
    const bytes = this.#kept ?? (await old?.save());
    await this.#open(device, bytes);
    this.#kept = null;
    old?.dispose();
  }

  // ------------------------------------------------------------------------------ other requests

  /** What can be done between two updates. */
  async #serveWaiting(): Promise<void> {
    const now = this.#waiting.filter(({ kind }) => kind === "write" || kind === "save");
    this.#waiting = this.#waiting.filter((request) => !now.includes(request));
    for (const request of now) await this.#serve(request);
  }

  async #serve(request: Request): Promise<void> {
    try {
      await this.#answer(request);
    } catch (error) {
      if (isLoss(error) && this.#kept === null) {
        // Lost while nobody was training: it is noticed only now, and nothing is lost with it.
        this.#kept = await this.#model!.save();
        return this.#serve(request);
      }
      this.send({ kind: "refused", request: request.kind, message: messageOf(error) });
    }
  }

  async #answer(request: Request): Promise<void> {
    if (this.#model === null) throw new Error("Nothing was trained yet.");
    if (request.kind === "save") this.send({ kind: "saved", bytes: this.#kept ?? (await this.#model.save()) });
    if (request.kind === "write") await this.#write(request);
  }

  async #write({ id, prompt, temperature }: Of<"write">): Promise<void> {
    // A model whose device is lost writes on the one that every browser has.
    if (this.#kept !== null) await this.#moveTo("wasm");
    let text = "";
    let sent = performance.now();
    for await (const character of this.#model!.generate({ prompt: prompt === "" ? "\n" : prompt, length: ANSWER, temperature, seed: id })) {
      if (this.#writing !== id) return;
      text += character;
      if (performance.now() - sent < 40) continue;
      this.send({ kind: "written", id, text, done: false });
      [text, sent] = ["", performance.now()];
      await new Promise((resume) => setTimeout(resume, 0)); // lets newer requests in
    }
    this.send({ kind: "written", id, text, done: true });
  }
}

function secondsOf({ seconds, since }: Training): number {
  return since === null ? seconds : seconds + (performance.now() - since) / 1000;
}

/** Characters a second, from some updates on weights that are thrown away. The first ones don't count: kernels are compiled in them. */
async function measureSpeed(model: Model, { text, batch, steps }: Plan, measured: number, signal: AbortSignal): Promise<number> {
  const enough = new AbortController();
  const began = performance.now();
  let rows = 0;
  let seconds = 0;
  for await (const { update, rowsPerSecond } of model.fit([{ text: cutText(text, 400_000) }], { batch, steps, epochs: 1000, validate: 0, every: { updates: 1 }, signal: enough.signal })) {
    const elapsed = (performance.now() - began) / 1000;
    if (rowsPerSecond !== null && (update > 3 || (update > 1 && elapsed > 2))) {
      rows += batch * steps;
      seconds += (batch * steps) / rowsPerSecond;
    }
    if (signal.aborted || seconds >= measured || (elapsed > 4 * measured && seconds > 0)) enough.abort();
  }
  return seconds > 0 ? rows / seconds : 1000;
}

/** What went wrong as a sentence: messages of the runtime go on from where they are shown. */
function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}${/[.!?]$/.test(message) ? "" : "."}`;
}
