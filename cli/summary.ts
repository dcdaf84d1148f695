// What `rnnc train` says at the end: how good it is, beside what needs no network; where the weights are;
// what to try next. On standard output, as text or JSON.
import type { Evaluation, Settings } from "@rnnc/runtime";
import { isConditional, isGenerative, splitExamples } from "@rnnc/runtime";
import type { Data } from "./data/read.js";
import { describeEvaluation, type Wording } from "./figures.js";
import { showPath } from "./files.js";
import { shownLabels } from "./labels.js";
import { explainRuntimeError, type AnyModel, type LoadedModel } from "./load.js";
import { duration, plural } from "./numbers.js";
import { printJson } from "./report.js";
import { colorsFor, word } from "./terminal.js";
import type { Outcome, TrainingJob } from "./training.js";

/** What is evaluated on at the end. */
export interface TestData {
  /** `test.csv`, `the test part` */
  readonly name: string;
  read(): Promise<Pick<Data, "file" | "examples" | "places">>;
}

export interface Finished {
  readonly spec: string;
  readonly loaded: LoadedModel;
  readonly job: TrainingJob;
  readonly outcome: Outcome;
  readonly settings: Settings;
  readonly data: readonly string[];
  readonly test: TestData | null;
  readonly columns: string | undefined;
}

export async function summarise(finished: Finished): Promise<void> {
  const { job, outcome, settings, loaded } = finished;
  if (!outcome.learned) {
    if (job.json) printJson({ event: "done", why: outcome.why, weights: null });
    else process.stdout.write("\nStopped before anything was learned; nothing was saved.\n");
    return;
  }
  // Stopped by Ctrl-C somebody waits. Where the clock stopped it, or the best weights came back, the last figures are of others.
  const stale = outcome.why === "time" || outcome.report.restored !== undefined;
  let failed: unknown = null; // told after the rest: the weights are good whatever is wrong with the test data, or happened to the device
  const unlessFailed = async (evaluating: Promise<Evaluation | null>): Promise<Evaluation | null> => evaluating.catch((error: unknown) => ((failed ??= error), null));
  const held = outcome.why === "stopped" ? null : stale ? await unlessFailed(evaluateHeld(job, settings)) : outcome.validation;
  const test = finished.test === null || outcome.why === "stopped" ? null : await unlessFailed(evaluateTest(job.model, finished.test, settings));
  if (job.json) {
    printJson({ event: "done", why: outcome.why, device: job.model.device, weights: job.out, bestWeights: outcome.bestPath, best: outcome.best, loss: outcome.report.loss, validation: held, test, seconds: outcome.seconds });
    if (failed !== null) throw failed;
    return;
  }
  const c = colorsFor(process.stdout);
  const lines: string[] = [""];
  const { epoch, epochs, restored } = outcome.report;
  const on = job.model.device === "wasm" ? "" : ` on the GPU (${job.model.executor.variant})`;
  const how = {
    epochs: `Done: ${plural(epochs, "epoch")} in ${duration(outcome.seconds)}${on}.`,
    patience: `Done: stopped after epoch ${epoch}, as ${plural(epoch - (outcome.best?.epoch ?? epoch - 1), "epoch")} in a row had not improved; ${duration(outcome.seconds)}${on}.`,
    stopped: `Stopped in epoch ${epoch} of ${epochs}, and saved.`,
    time: `Time is up in epoch ${epoch} of ${epochs}; ${duration(outcome.seconds)}${on}.`,
  }[outcome.why];
  lines.push(c.bold(how) + (restored === undefined ? "" : ` The weights are those of epoch ${restored}, the best.`));
  const wording = wordingOf(loaded, job.model);
  if (held !== null) lines.push("", "On the part held out:", ...describeEvaluation(held, wording));
  if (test !== null && finished.test !== null) lines.push("", `On ${finished.test.name}:`, ...describeEvaluation(test, wording));
  lines.push("", `Weights: ${c.bold(showPath(job.out))}`);
  if (outcome.bestPath !== null && outcome.best !== null) lines.push(`The best, of epoch ${outcome.best.epoch}: ${c.bold(showPath(outcome.bestPath))}`);
  lines.push("", "Next:", ...nextCommands(finished).map((command) => `  ${c.cyan(command)}`), "");
  process.stdout.write(lines.join("\n"));
  if (failed !== null) throw failed;
}

function nextCommands(finished: Finished): string[] {
  const { loaded, job, outcome, data, columns } = finished;
  const spec = word(finished.spec) + (loaded.several ? ` --model ${loaded.name}` : "");
  const weights = `--weights ${word(showPath(outcome.bestPath ?? job.out))}`;
  const from = `${data.map((path) => ` --data ${word(path)}`).join("")}${columns === undefined ? "" : ` --columns ${word(columns)}`}`;
  const { description } = loaded.factory;
  const { inputs } = description;
  const commands: string[] = [];
  if (outcome.why === "stopped" || outcome.why === "time") commands.push(job.goOn);
  if (isGenerative(description) && !isConditional(description)) {
    const series = inputs.some((input) => input.kind === "real" && input.axis !== null);
    commands.push(`rnnc generate ${spec} ${weights}${series ? from : ""}`);
  } else if (inputs.length === 1 && (inputs[0].kind === "words" || inputs[0].kind === "chars")) commands.push(`rnnc predict ${spec} ${weights} --text "…"`);
  else commands.push(`rnnc predict ${spec} ${weights}${from}`);
  commands.push(`rnnc evaluate ${spec} ${weights}${from}`);
  return commands;
}

/** How the results of a model are told. */
export function wordingOf(loaded: LoadedModel, model: AnyModel): Wording {
  return { labels: (head) => shownLabels(model, head), unitOf: stepNames(loaded), metrics: model.description.training.metrics };
}

/** What a head of a language model predicts: for "nats a character"; null for other heads. */
function stepNames(loaded: LoadedModel): (head: string) => string | null {
  const { inputs, heads } = loaded.factory.description;
  return (name) => {
    const predicts = heads.find((head) => head.name === name && head.kind === "class")?.predicts;
    if (predicts === undefined || predicts === null) return null;
    const kind = inputs.find((input) => input.name === predicts.input)?.kind;
    return kind === "chars" ? "character" : kind === "words" ? "word" : kind === "bytes" ? "byte" : "symbol";
  };
}

async function evaluateHeld({ model, examples, validation: given }: TrainingJob, settings: Settings): Promise<Evaluation | null> {
  const validation = given ?? splitExamples(model.description, examples, settings.validate, settings.seed).validation;
  return validation.length === 0 ? null : model.evaluate(validation, evaluationOptions(settings));
}

async function evaluateTest(model: AnyModel, test: TestData, settings: Settings): Promise<Evaluation> {
  const data = await test.read();
  try {
    return await model.evaluate(data.examples, evaluationOptions(settings));
  } catch (error) {
    throw explainRuntimeError(error, data);
  }
}

/** As training read them: the same loss comes out. */
export function evaluationOptions(settings: Pick<Settings, "batch" | "cut" | "truncate">): { batch: number; cut?: NonNullable<Settings["cut"]>; steps?: number } {
  return { batch: settings.batch, ...(settings.cut === null ? {} : { cut: settings.cut }), ...(settings.truncate === null ? {} : { steps: settings.truncate }) };
}
