// Trains the models of specs/models on real data as a user would, by the command line, and writes docs/results.md.
//   npm run learn                        all trainings, one after the other (about two hours on two cores)
//   npm run learn -- pos newsgroups      some of them
//   npm run learn -- --list              their names
//   npm run learn -- --prepare           only makes the data that are made, in dist/learn
//   npm run learn -- pos --out mine.md   writes elsewhere
// The data are not part of the project: RNNC_DATA names their folder (../shared/data when it is not set).
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg } from "node:os";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { countingBaselines, madeNames, makeData, missingFiles, originOf } from "./data.mjs";
import { formatSection, formatSeconds, replaceSection } from "./report.mjs";
import { trainings } from "./trainings.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const cli = "dist/cli/rnnc.js";
/** Made data and weights; git ignores it. */
const folder = join(root, "dist", "learn");
const dataFolder = resolve(root, process.env.RNNC_DATA || "../shared/data");

const shown = (path) => relative(root, path).replaceAll("\\", "/");
const names = trainings.map(({ name }) => name);

function readOptions() {
  const flag = { type: "boolean", default: false };
  try {
    const { values, positionals } = parseArgs({ options: { list: flag, prepare: flag, out: { type: "string", default: join(root, "docs", "results.md") } }, allowPositionals: true });
    const unknown = positionals.find((name) => !names.includes(name));
    if (unknown !== undefined) throw new Error(`There is no training ${unknown}: ${names.join(", ")}.`);
    return { ...values, names: positionals };
  } catch (error) {
    console.error(`${error.message}\nUsage: npm run learn [-- NAME …] [-- --list] [-- --prepare] [-- --out FILE]`);
    process.exit(2);
  }
}

/** Runs node with these words and gives its standard output. With `echo` it is shown as it comes too. Throws when it fails. */
function runCommand(args, { echo }) {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, NO_COLOR: "1" } });
    let out = "";
    child.stdout.setEncoding("utf8");
    child.stdout.on("data", (text) => {
      out += text;
      if (echo) process.stdout.write(text);
    });
    child.on("error", fail);
    child.on("close", (status, signal) => (status === 0 ? done(out) : fail(new Error(`${args.slice(0, 2).join(" ")} ended with ${signal ?? status}`))));
  });
}

/** As a person would type it. */
function commandLine(args) {
  return ["node", ...args].map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(" ");
}

/** Epochs and what is said at the end; not the lines of progress between, nor what to try next. */
function shorten(output) {
  const lines = output.split("\n").filter((line) => !/^epoch [\d.]+\/[\d.]+ +\d+%/.test(line));
  const next = lines.findIndex((line) => /^Next:/.test(line));
  const kept = lines.slice(0, next < 0 ? lines.length : next).join("\n").replaceAll(dataFolder, shown(dataFolder)).trim().split("\n");
  // Of a long training the first and last epochs tell enough.
  const epochs = kept.flatMap((line, i) => (/^epoch /.test(line) ? [i] : []));
  if (epochs.length <= 14) return kept.join("\n");
  const hidden = new Set(epochs.slice(5, -5));
  return kept.flatMap((line, i) => (i === epochs[5] ? [`… (${hidden.size} more)`] : hidden.has(i) ? [] : [line])).join("\n");
}

function describeMachine(load) {
  const [first] = cpus();
  const cores = availableParallelism();
  const busy = load > 0.3 * cores ? `; other work ran beside it (load ${load.toFixed(1)} when it began)` : "";
  return `${first?.model.trim() ?? "processor unknown"}, ${cores} ${cores === 1 ? "core" : "cores"} (one is used), Node ${process.versions.node}${busy}`;
}

const percent = (x) => `${(100 * x).toFixed(1)} %`;
const digits = (x) => String(Number(x.toPrecision(4)));

/** What an evaluation says, as rows of the table: the number, and the one that needs no network. */
function describeHeads(evaluation, where, { language, squares, dataPath }) {
  return Object.values(evaluation.heads).flatMap((head) => {
    if (head.kind === "real") {
      const beside = (value) => (value === undefined || value === null ? "" : `${digits(value)} (the last value again)`);
      return [
        ...(squares ? [[`mean squared error, ${where}`, digits(head.rmse ** 2), head.baseline?.rmse === undefined ? "" : digits(head.baseline.rmse ** 2)]] : []),
        [`root mean square error, ${where}, in the data's units`, digits(head.rmse), beside(head.baseline?.rmse)],
        [`mean absolute error, ${where}, in the data's units`, digits(head.mae), beside(head.baseline?.mae)],
      ];
    }
    const accuracy = [`accuracy, ${where}`, percent(head.accuracy), `${percent(head.baseline.accuracy)} (always the most frequent)`];
    if (!language) return [accuracy, ...(head.macroF1 === undefined ? [] : [[`macro F1, ${where}`, percent(head.macroF1), ""]])];
    const rows = [[`perplexity, ${where}`, digits(head.perplexity), ""], accuracy];
    if (dataPath === null) return rows;
    const counted = countingBaselines(dataPath);
    return [
      [`cross entropy, ${where}, nats a character`, head.crossEntropy.toFixed(4), `${counted.pair.toFixed(4)} (frequencies of pairs), ${counted.single.toFixed(4)} (of characters)`],
      [`bits a character, ${where}`, head.bits.toFixed(3), `${(counted.pair / Math.LN2).toFixed(3)}, ${(counted.single / Math.LN2).toFixed(3)}`],
      accuracy,
    ];
  });
}

const madeName = (source) => (source.startsWith("made:") ? source.slice(5) : null);
/** The path of a source as commands get it; makes what is made. */
const pathOf = (source) => shown(madeName(source) === null ? join(dataFolder, source) : makeData(madeName(source), dataFolder, folder));
const sourcesOf = ({ runs }) => runs.flatMap(({ data, validation, test }) => [...data, validation, test].filter((source) => source !== undefined));

/** One run of a training: its commands, what the training said, the figures of the table. */
async function train(training, run) {
  const { spec, text = false, writes = text, squares = false } = training;
  const { label, model, data, validation, test, testName = "official test set", reading = [], options = [], heldOut = true } = run;
  const weights = shown(join(folder, `${[training.name, label].filter(Boolean).join("-").replaceAll(/\W+/g, "-")}.safetensors`));
  const paths = data.map(pathOf);
  const which = model === undefined ? [] : ["--model", model];
  const command = [
    cli, "train", spec, ...which,
    ...paths.flatMap((path) => ["--data", path]),
    ...(validation === undefined ? [] : ["--validation", pathOf(validation)]),
    ...(test === undefined ? [] : ["--test", pathOf(test)]),
    ...reading, ...options, "--out", weights,
  ];
  console.log(`$ ${commandLine(command)}`);
  const began = performance.now();
  const output = await runCommand(command, { echo: true });
  const seconds = (performance.now() - began) / 1000;
  // Evaluated anew from the file: the weights on the disk are what is measured, as the best of the training.
  const best = weights.replace(/\.safetensors$/, ".best.safetensors");
  const kept = output.includes(`The best, of epoch`) && existsSync(join(root, best)) ? best : weights;
  const evaluate = [cli, "evaluate", spec, ...which, "--weights", kept];
  const commands = [command];
  const rows = [];
  const measure = async (args, where) => {
    commands.push(args);
    const evaluation = JSON.parse(await runCommand([...args, "--json"], { echo: false }));
    rows.push(...describeHeads(evaluation, where, { language: writes, squares, dataPath: text && where === "held out" ? join(root, paths[0]) : null }).map(([what, ...rest]) => [label === undefined ? what : `${label}: ${what}`, ...rest]));
  };
  if (test !== undefined) await measure([...evaluate, "--data", pathOf(test), ...reading], testName);
  if (heldOut) await measure(evaluate, "held out");
  if (options.includes("--split")) await measure([...evaluate, "--part", "test"], "the part to test on");
  return { label, weights: kept, which, commands, transcript: shorten(output), rows, seconds, paths };
}

/** One training from data to its section of docs/results.md. */
async function learn(training, results) {
  const { name, spec, runs, then = [] } = training;
  const machine = describeMachine(loadavg()[0]);
  const date = new Date().toISOString().slice(0, 10);
  console.log(`\n== ${name}: ${training.title}`);
  const done = [];
  for (const run of runs) done.push(await train(training, run));
  const afterwards = [];
  for (const [program, ...words] of then) {
    const filled = words.flatMap((word) => {
      if (madeName(word) !== null || existsSync(join(dataFolder, word))) return [pathOf(word)];
      if (word === "DATA") return done[0].paths;
      const found = /^WEIGHTS(?::(.+))?$/.exec(word);
      if (found === null) return [word];
      const of = done.find(({ label }) => found[1] === undefined || label === found[1]);
      return program === "rnnc" ? [spec, ...of.which, "--weights", of.weights] : [of.weights];
    });
    const command = program === "rnnc" ? [cli, ...filled] : filled;
    console.log(`$ ${commandLine(command)}`);
    const said = await runCommand(command, { echo: true });
    afterwards.push({ command: commandLine(command), said: said.replaceAll(dataFolder, shown(dataFolder)).trimEnd() });
  }
  const made = sourcesOf(training).some((source) => madeName(source) !== null);
  const seconds = done.reduce((sum, run) => sum + run.seconds, 0);
  const section = formatSection({
    training,
    commands: [...(made ? ["npm run learn -- --prepare"] : []), ...done.flatMap(({ commands }) => commands.map(commandLine))],
    transcripts: done.map(({ label, transcript, seconds }) => ({ label, transcript, seconds })),
    rows: done.flatMap(({ rows }) => rows),
    afterwards, date, machine, seconds,
  });
  writeFileSync(results, replaceSection(existsSync(results) ? readFileSync(results, "utf8") : "", name, section, names));
  console.log(`\n${name}: ${formatSeconds(seconds)}; written to ${shown(results)}.`);
  for (const { rows } of done) for (const [what, ours, baseline] of rows) console.log(`  ${what}: ${ours}; without a network ${baseline}`);
}

/** Says which data are missing and gives what can be trained. */
function withData(wanted) {
  const missing = new Map(wanted.map((training) => [training, missingFiles(sourcesOf(training), dataFolder)]));
  const lacking = wanted.filter((training) => missing.get(training).length > 0);
  if (lacking.length > 0) {
    console.error(`Not all data are in ${shown(dataFolder) || "."} (RNNC_DATA names another folder):`);
    for (const training of lacking) console.error(`  ${training.name} needs ${missing.get(training).join(", ")}`);
  }
  return wanted.filter((training) => !lacking.includes(training));
}

const options = readOptions();
if (options.list) {
  for (const { name, title } of trainings) console.log(`${name.padEnd(12)} ${title}`);
} else if (options.prepare) {
  for (const name of madeNames) {
    const origin = originOf(name);
    if (origin !== null && !existsSync(join(dataFolder, origin))) {
      console.error(`${name} is made from ${origin}, which is not in ${shown(dataFolder) || "."} (RNNC_DATA names another folder).`);
      process.exitCode = 1;
    } else console.log(shown(makeData(name, dataFolder, folder)));
  }
} else {
  if (!existsSync(join(root, cli))) {
    console.error("rnnc is not built yet: npm run build");
    process.exit(1);
  }
  const wanted = options.names.length === 0 ? trainings : trainings.filter(({ name }) => options.names.includes(name));
  const possible = withData(wanted);
  if (possible.length < wanted.length) process.exitCode = 1;
  mkdirSync(folder, { recursive: true });
  for (const training of possible) {
    try {
      await learn(training, resolve(options.out));
    } catch (error) {
      console.error(`${training.name}: ${error.message}`);
      process.exitCode = 1;
      if (/ended with (130|SIGINT)/.test(error.message)) break;
    }
  }
}
