// `npm run demo`: trains specs/models/char_lm.rnn on TypeScript's own declarations, which every installation has, for
// about a minute and a half, and lets it write. The corpus is cut to what this machine reads in that time.
import { join } from "node:path";
import { resolveSettings } from "@rnnc/runtime";
import { findRoot, readDeclarations } from "./declarations.js";
import { Failure, messageOf } from "./failure.js";
import { describeEvaluation } from "./figures.js";
import { showPath, writeAtomically } from "./files.js";
import { loadModel, type LoadedModel } from "./load.js";
import { count, duration } from "./numbers.js";
import { fitToTime } from "./reading-time.js";
import { wordingOf } from "./summary.js";
import { colorsFor, word } from "./terminal.js";
import { runTraining } from "./training.js";

const trainingSeconds = 95;
/** A slow machine stops here whatever was reckoned. */
const atMostSeconds = 115;

/** Fewer than the spec's 32: more updates in little time. */
const batch = 16;

const root = findRoot(import.meta.url);
const spec = join(root, "specs", "models", "char_lm.rnn");
const out = join(root, "dist", "demo", "char_lm.safetensors");
const rnnc = `node ${word(showPath(join(root, "dist", "cli", "rnnc.js")))}`;
const corpusPath = join(root, "dist", "demo", "declarations.txt");

async function demo(): Promise<void> {
  const began = performance.now();
  const c = colorsFor(process.stdout);
  const say = (text: string): void => void process.stdout.write(`${text}\n`);
  const stop = new AbortController();
  process.on("SIGINT", () => {
    if (stop.signal.aborted) process.exit(130);
    process.stderr.write("\nStopping and saving … (Ctrl-C again quits at once)\n");
    stop.abort();
  });

  const loaded = await loadModel(spec);
  const { parameterCount } = loaded.factory.description;
  say(`${c.bold("Compiled")} ${showPath(spec)} in ${duration((performance.now() - began) / 1000)}: ${count(parameterCount)} parameters, kernels made for this one network.`);

  const corpus = readDeclarations(root);
  const speed = await measureSpeed(loaded, corpus, batch, stop.signal);
  const { characters, epochs } = fitToTime(corpus.length, speed * trainingSeconds, { characters: 50_000, epochs: 4 });
  const text = corpus.slice(0, characters);
  writeAtomically(corpusPath, text);
  say(`${c.bold("Training")} on ${count(text.length)} characters of TypeScript's lib.*.d.ts (${epochs === 1 ? "once through" : `${epochs} times through`}), about ${duration(trainingSeconds)} at ${count(Math.round(speed / 100) * 100)} characters a second.`);

  const overrides = { epochs, validate: 0.04, batch };
  const settings = resolveSettings(loaded.factory.description, overrides);
  const model = await loaded.factory.create({ seed: settings.seed });
  const { createHash } = await import("node:crypto");
  const outcome = await runTraining({
    model,
    examples: [{ text }],
    validation: null,
    overrides,
    resume: false,
    out,
    notes: {
      data: { paths: [showPath(corpusPath)], fingerprint: createHash("sha256").update(text).digest("hex"), categories: {} },
      overrides,
      settings: { validate: settings.validate, seed: settings.seed, batch: settings.batch, cut: settings.cut, truncate: settings.truncate },
      best: null,
    },
    bestBytes: null,
    unit: "characters",
    goOn: `${rnnc} train ${word(showPath(spec))} --resume --out ${word(showPath(out))}`,
    signal: stop.signal,
    seconds: atMostSeconds,
    json: false,
  });
  if (outcome.why === "stopped") {
    say(`\nStopped; the weights so far are in ${showPath(out)}.`);
    process.exitCode = 130;
    return;
  }

  if (outcome.validation !== null && outcome.why !== "time") {
    say("\nOn text it has not seen:");
    for (const line of describeEvaluation(outcome.validation, wordingOf(loaded, model))) say(line);
  }
  say(`\n${c.bold("What it writes")} (temperature 0.6), a character at a time, never having been told a word:\n`);
  process.stdout.write("  interface ");
  for await (const character of model.generate({ prompt: "\ninterface " as never, length: 500, temperature: 0.6, seed: 1 })) {
    process.stdout.write(String(character).replace("\n", "\n  "));
  }
  model.dispose();
  const at = `${word(showPath(spec))} --weights ${word(showPath(out))}`;
  say(`\n\n${c.bold("Weights:")} ${showPath(out)}. All of it took ${duration((performance.now() - began) / 1000)}.\n\nTry next:`);
  for (const command of [
    `${rnnc} generate ${at} --prompt "declare function " --temperature 0.4`,
    `${rnnc} evaluate ${at}`,
    `${rnnc} inspect ${word(showPath(spec))}`,
    `${rnnc} train ${word(showPath(spec))} --data A_TEXT_OF_YOURS.txt`,
    `${rnnc} init mine          (a first spec of your own)`,
  ]) say(`  ${c.cyan(command)}`);
}

/** Characters a second in training, from a few seconds of it on weights that are thrown away. */
async function measureSpeed(loaded: LoadedModel, corpus: string, batch: number, signal: AbortSignal): Promise<number> {
  const model = await loaded.factory.create({});
  const enough = new AbortController();
  const until = performance.now() + 4000;
  let update = 0;
  let began = 0;
  let warm = 0;
  const { gradient } = loaded.checked.train;
  const rows = batch * (gradient.kind === "tbptt" ? gradient.steps : 1);
  try {
    for await (const report of model.fit([{ text: corpus.slice(0, 400_000) }], { batch, validate: 0, signal: enough.signal, every: { updates: 1 } })) {
      if (signal.aborted || performance.now() > until) enough.abort();
      update = report.update;
      if (warm === 0 && update >= 3) [warm, began] = [update, performance.now()]; // the first updates compile the kernels
    }
  } finally {
    model.dispose();
  }
  const seconds = (performance.now() - began) / 1000;
  return warm === 0 || update === warm ? 500 : ((update - warm) * rows) / seconds;
}

try {
  await demo();
} catch (error) {
  process.stderr.write(`\nerror: ${messageOf(error)}\n`);
  if (error instanceof Failure && error.hint !== null) process.stderr.write(`  hint: ${error.hint}\n`);
  process.exitCode = 1;
}
