// The page: what a person does becomes requests to the worker, what the worker says is shown. Training itself is trainer.ts, in the worker.
import { clock, count, duration, rounded } from "../../cli/numbers.js";
import { LossChart } from "./chart.js";
import { find, say } from "./elements.js";
import type { Device, Event, Phase, Request, WebGpu } from "./messages.js";
import { createSamples, writtenAfter } from "./samples.js";
import { createSource, type Source } from "./source.js";

const names: Readonly<Record<Device, string>> = { webgpu: "WebGPU", wasm: "WASM" };

const go = find("go", HTMLButtonElement);
const afresh = find("afresh", HTMLButtonElement);
const options = find("options", HTMLFieldSetElement);
const status = find("status", HTMLParagraphElement);
const deviceLine = find("device-line", HTMLParagraphElement);
const problem = find("problem", HTMLElement);
const problemText = find("problem-text", HTMLParagraphElement);
const problemActions = find("problem-actions", HTMLDivElement);
/** Of the page, before a training adds how far it is. */
const { title } = document;
const held = find("held", HTMLSpanElement);
const heldNote = find("held-note", HTMLElement);
const speed = find("speed", HTMLSpanElement);
const time = find("time", HTMLSpanElement);
const left = find("left", HTMLElement);
const bar = find("bar", HTMLProgressElement);
const progressLine = find("progress-line", HTMLParagraphElement);
const prompt = find("prompt", HTMLInputElement);
const temperature = find("temperature", HTMLInputElement);
const temperatureValue = find("temperature-value", HTMLSpanElement);
const writeButton = find("write-button", HTMLButtonElement);
const written = find("written", HTMLPreElement);
const download = find("download", HTMLButtonElement);
const radios = Array.from(document.querySelectorAll<HTMLInputElement>("input[name=device]"));
const chart = new LossChart(document.querySelector("#chart")!);
const samples = createSamples();

let phase: Phase = "idle";
let source: Source = { text: null, standard: true };
let webgpu: WebGpu = { missing: "Looking for a GPU …", software: false };
/** What the model is on; null: there is none, or its device is lost. */
let running: { readonly device: Device; readonly name: string } | null = null;
/** What samples begin with. */
let opening = "\n";
/** There is something to write with and to keep. */
let trained = false;
/** The worker can't be reached any more. */
let dead = false;
/** The problem that is shown is one of a text. */
let aboutText = false;
/** What is being prepared is a training that goes on. */
let resuming = false;
let trainedSeconds = 0;
/** Characters a second, smoothed. */
let recentSpeed: number | null = null;
let writing = 0;

const worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
worker.onmessage = ({ data }: MessageEvent<Event>) => receive(data);
worker.onerror = (event) => {
  event.preventDefault();
  phase = "failed";
  dead = true;
  showProblem(`The part of the page that trains has stopped: ${event.message || "it could not be loaded"}. Reload the page to begin again.`);
  update();
};
const request = (message: Request): void => worker.postMessage(message);

// ------------------------------------------------------------------------------ what a person does

const isRunning = (): boolean => phase === "preparing" || phase === "measuring" || phase === "training" || phase === "stopping";
const chosen = (): Device => (radios.find(({ checked }) => checked)?.value === "webgpu" ? "webgpu" : "wasm");
const numberOf = (id: string): number => Number(find(id, HTMLSelectElement).value);

function start(): void {
  if (source.text === null) return;
  opening = source.standard ? "\ninterface " : "\n";
  recentSpeed = null;
  resuming = false;
  trained = false;
  hideProblem();
  chart.clear(1);
  samples.clear();
  trainedSeconds = 0;
  for (const figure of [held, speed, time]) say(figure, "–");
  say(heldNote, "nats a character");
  say(left, "");
  say(progressLine, "");
  bar.value = 0;
  document.title = title;
  // What another network wrote, or still writes.
  writing++;
  written.hidden = true;
  phase = "preparing";
  request({ kind: "start", device: chosen(), plan: { text: source.text, opening, seconds: numberOf("seconds"), batch: numberOf("batch"), steps: numberOf("steps") } });
  update();
}

function goOn(device: Device): void {
  hideProblem();
  resuming = true;
  recentSpeed = null;
  for (const radio of radios) radio.checked = radio.value === device;
  phase = "preparing";
  request({ kind: "continue", device });
  update();
}

go.addEventListener("click", () => {
  if (isRunning()) {
    phase = "stopping";
    request({ kind: "stop" });
    update();
  } else if (phase === "stopped") goOn(chosen());
  else start();
});
afresh.addEventListener("click", () => {
  start();
  go.focus(); // the button that was pressed goes
});
for (const radio of radios) {
  radio.addEventListener("change", () => {
    // While it prepares, the device that was chosen last is the one that is prepared.
    if (phase === "training" || (resuming && (phase === "preparing" || phase === "measuring"))) goOn(chosen());
    else if (phase === "preparing" || phase === "measuring") start();
    else update();
  });
}
temperature.addEventListener("input", () => {
  say(temperatureValue, Number(temperature.value).toFixed(1));
  request({ kind: "temperature", temperature: Number(temperature.value) });
});
find("write", HTMLFormElement).addEventListener("submit", (event) => {
  event.preventDefault();
  writing++;
  written.hidden = false;
  written.replaceChildren(...writtenAfter(prompt.value, ""));
  request({ kind: "write", id: writing, prompt: prompt.value, temperature: Number(temperature.value) });
});
download.addEventListener("click", () => request({ kind: "save" }));

createSource({
  changed(given) {
    source = given;
    if (aboutText) hideProblem();
    prompt.value = given.standard ? "interface " : (/^\s*(\S+) /.exec(given.text ?? "")?.[0] ?? "").trimStart().slice(0, 40);
    update();
    if (phase === "stopped" || isRunning()) say(status, "The new text is for the next start.");
  },
  problem(message) {
    showProblem(message);
    aboutText = true;
  },
});

// ------------------------------------------------------------------------------ what the worker says

function receive(event: Event): void {
  switch (event.kind) {
    case "ready": {
      webgpu = event.webgpu;
      say(find("about-model", HTMLSpanElement), `${count(event.parameters)} numbers that are learned.`);
      // The one that is likely to be faster.
      for (const radio of radios) radio.checked = radio.value === (webgpu.missing === null && !webgpu.software ? "webgpu" : "wasm");
      return update();
    }
    case "phase": {
      phase = event.phase;
      return update();
    }
    case "device": {
      running = event;
      return update();
    }
    case "plan": {
      const { characters, epochs, held: kept, notes } = event;
      trained = true;
      chart.clear(characters * epochs);
      say(progressLine, [`${count(characters)} characters, ${epochs === 1 ? "once" : `${epochs} times`}; ${count(kept)} more stay unseen.`, ...notes].join(" "));
      return;
    }
    case "losses":
      return chart.add(event.at, event.losses);
    case "progress": {
      const { read, toRead, perSecond, secondsLeft, seconds } = event;
      trainedSeconds = seconds;
      bar.value = read / toRead;
      say(time, clock(seconds));
      if (perSecond !== null) say(speed, rounded((recentSpeed = recentSpeed === null ? perSecond : 0.85 * recentSpeed + 0.15 * perSecond)));
      say(left, read >= toRead || secondsLeft === null ? "" : `about ${duration(secondsLeft)} left`);
      document.title = `${Math.floor((100 * read) / toRead)} % · A network learns to write`;
      return;
    }
    case "held": {
      const choices = Math.exp(event.loss);
      say(held, event.loss.toFixed(3));
      say(heldNote, `nats a character, as if it chose among ${choices >= 10 ? count(choices) : choices.toFixed(1)}`);
      return chart.addHeld(event.at, event.loss);
    }
    case "sample":
      return samples.add({ ...event, opening });
    case "written": {
      if (event.id === writing) written.append(event.text);
      return;
    }
    case "saved":
      return offerFile(event.bytes);
    case "refused":
      return showProblem(`${event.request === "write" ? "It could not write" : "The weights could not be saved"}: ${event.message}`);
    case "failed": {
      phase = event.resumable ? "stopped" : "failed";
      if (event.lost) running = null;
      showFailure(event);
      return update();
    }
  }
}

/** Names, states and sentences that follow from the phase. */
function update(): void {
  const device = running?.device ?? chosen();
  const labels: Readonly<Record<Phase, string>> = { idle: "Start training", preparing: "Stop", measuring: "Stop", training: "Stop", stopping: "Stopping …", stopped: "Go on", done: "Train again", failed: "Start training" };
  const sentences: Readonly<Record<Phase, string>> = {
    idle: source.text === null ? "" : "Ready. You can stop and go on at any time.",
    preparing: `Preparing ${names[chosen()]} …`,
    measuring: `Measuring how fast ${names[device]} is here …`,
    training: `Training on ${names[device]}.`,
    stopping: "Stopping after this update …",
    stopped: `Stopped after ${duration(trainedSeconds)}. It can go on exactly where it was, on ${webgpu.missing === null ? "either device" : "WASM"}.`,
    done: `Done after ${duration(trainedSeconds)}. Let it write, or keep the weights.`,
    failed: "Training has stopped.",
  };
  say(go, labels[phase]);
  go.classList.toggle("stop", isRunning());
  // Not disabled while it stops: it would lose the focus.
  go.disabled = dead || (!isRunning() && source.text === null);
  go.setAttribute("aria-disabled", String(phase === "stopping"));
  afresh.hidden = phase !== "stopped";
  options.disabled = isRunning();
  for (const radio of radios) radio.disabled = radio.value === "webgpu" && webgpu.missing !== null;
  writeButton.disabled = download.disabled = !trained;
  say(status, sentences[phase]);
  say(deviceLine, deviceSentence());
  document.body.dataset["phase"] = phase;
}

function deviceSentence(): string {
  if (running !== null) return running.device === "wasm" ? `WASM: 128-bit SIMD${running.name === "relaxed" ? ", fused multiply-add" : ""}.` : `WebGPU on ${running.name}.`;
  return webgpu.missing ?? (webgpu.software ? "There is no GPU, but WebGPU made of software. WASM is faster here." : "A GPU was found.");
}

// -------------------------------------------------------------------------------------- problems

function showProblem(message: string, actions: readonly HTMLButtonElement[] = [action("Close", () => {})]): void {
  aboutText = false;
  say(problemText, message);
  problemActions.replaceChildren(...actions);
  problem.hidden = false;
}

/** A button of a problem; the problem goes when it is pressed, and the focus to what comes next. */
function action(label: string, act: () => void): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "small";
  button.textContent = label;
  button.addEventListener("click", () => {
    hideProblem();
    act();
    go.focus();
  });
  return button;
}

function hideProblem(): void {
  problem.hidden = true;
  say(problemText, "");
}

function showFailure({ message, lost, resumable }: Extract<Event, { kind: "failed" }>): void {
  if (!resumable) return showProblem(message);
  const kept = lost ? "The weights of the last completed update are kept, and training can go on from there." : "The weights so far are kept.";
  showProblem(`${message} ${kept}`, [action("Go on with WASM", () => goOn("wasm")), ...(webgpu.missing === null ? [action("Try WebGPU again", () => goOn("webgpu"))] : [])]);
}

// ----------------------------------------------------------------------------------------- pieces

function offerFile(bytes: Uint8Array<ArrayBuffer>): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
  link.download = "char_lm.safetensors";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

update();
