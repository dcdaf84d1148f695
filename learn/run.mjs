// Trains the models of specs/models on real data as a user would, by the command line, and writes learn/RESULTS.md.
//   npm run learn                        all trainings, one after the other (about 40 minutes on two cores)
//   npm run learn -- sine newsgroups     some of them
//   npm run learn -- --list              their names
//   npm run learn -- --prepare           only makes the data that are made: dist/learn/*.txt, *.csv
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
const results = join(root, "learn", "RESULTS.md");
/** Made data and weights; git ignores it. */
const folder = join(root, "dist", "learn");
const dataFolder = resolve(root, process.env.RNNC_DATA || "../shared/data");

const shown = (path) => relative(root, path).replaceAll("\\", "/");
const names = trainings.map(({ name }) => name);

function readOptions() {
  const flag = { type: "boolean", default: false };
  try {
    const { values, positionals } = parseArgs({ options: { list: flag, prepare: flag }, allowPositionals: true });
    const unknown = positionals.find((name) => !names.includes(name));
    if (unknown !== undefined) throw new Error(`There is no training ${unknown}: ${names.join(", ")}.`);
    return { ...values, names: positionals };
  } catch (error) {
    console.error(`${error.message}\nUsage: npm run learn [-- NAME …] [-- --list] [-- --prepare]`);
    process.exit(2);
  }
}

/** Runs `rnnc` and gives its standard output. With `echo` it is shown as it comes too. Throws when it fails. */
function runCommand(args, { echo }) {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [cli, ...args], { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
    let out = "";
    child.stdout.setEncoding("utf8");
    child.stdout.on("data", (text) => {
      out += text;
      if (echo) process.stdout.write(text);
    });
    child.on("error", fail);
    child.on("close", (status, signal) => (status === 0 ? done(out) : fail(new Error(`rnnc ${args[0]} ended with ${signal ?? status}`))));
  });
}

/** As a person would type it. */
function commandLine(args) {
  return ["node", cli, ...args].map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(" ");
}

/** Epochs and what is said at the end; not the lines of progress between, nor what to try next. */
function shorten(output) {
  const lines = output.split("\n").filter((line) => !/^epoch \d+\/\d+ +\d+%/.test(line));
  const next = lines.findIndex((line) => /^Next:/.test(line));
  return lines.slice(0, next < 0 ? lines.length : next).join("\n").replaceAll(dataFolder, shown(dataFolder)).trim();
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
function describeHeads(evaluation, where, training, dataPath) {
  return Object.values(evaluation.heads).flatMap((head) => {
    if (head.kind === "real") {
      const beside = (value) => (value === undefined ? "" : `${digits(value)} (the last value again)`);
      return [
        [`root mean square error, ${where}, in the data's units`, digits(head.rmse), beside(head.baseline?.rmse)],
        [`mean absolute error, ${where}, in the data's units`, digits(head.mae), beside(head.baseline?.mae)],
      ];
    }
    const accuracy = [`accuracy, ${where}`, percent(head.accuracy), `${percent(head.baseline.accuracy)} (always the most frequent)`];
    if (training.sample === undefined) return [accuracy];
    const counted = countingBaselines(dataPath);
    return [
      [`cross entropy, ${where}, nats a character`, head.crossEntropy.toFixed(4), `${counted.pair.toFixed(4)} (frequencies of pairs), ${counted.single.toFixed(4)} (of characters)`],
      [`bits a character, ${where}`, head.bits.toFixed(3), `${(counted.pair / Math.LN2).toFixed(3)}, ${(counted.single / Math.LN2).toFixed(3)}`],
      accuracy,
    ];
  });
}

/** `--columns` and its value among the options of a training: the test data are read the same way. */
function columnsOf(options) {
  const at = options.indexOf("--columns");
  return at < 0 ? [] : options.slice(at, at + 2);
}

/** One training from data to its section of RESULTS.md. */
async function learn(training) {
  const { name, spec, data, test, options = [], sample } = training;
  const pathsOf = ({ made, file, files = [file] }) => (made === undefined ? files.map((one) => shown(join(dataFolder, one))) : [shown(makeData(made, dataFolder, folder))]);
  const paths = pathsOf(data);
  const weights = shown(join(folder, `${name}.safetensors`));
  const testPaths = test === undefined ? null : pathsOf(typeof test === "string" ? { file: test } : test);

  const train = ["train", spec, ...paths.flatMap((path) => ["--data", path]), ...(testPaths ?? []).flatMap((path) => ["--test", path]), ...options, "--out", weights];
  const evaluate = ["evaluate", spec, "--weights", weights];
  const evaluateTest = testPaths === null ? null : [...evaluate, ...testPaths.flatMap((path) => ["--data", path]), ...columnsOf(options)];
  const write = sample === undefined ? null : ["generate", spec, "--weights", weights, "--prompt", sample, "--length", "500", "--seed", "1"];

  const machine = describeMachine(loadavg()[0]);
  const date = new Date().toISOString().slice(0, 10);
  console.log(`\n== ${name}: ${training.title}\n$ ${commandLine(train)}`);
  const began = performance.now();
  const output = await runCommand(train, { echo: true });
  const seconds = (performance.now() - began) / 1000;

  // Evaluated anew from the file: the weights on the disk are what is measured, as the best of the training.
  const best = shown(join(folder, `${name}.best.safetensors`));
  const kept = output.includes(`The best, of epoch`) && existsSync(join(root, best)) ? best : weights;
  const withKept = (args) => args.map((word) => (word === weights ? kept : word));
  const measure = async (args) => JSON.parse(await runCommand([...withKept(args), "--json"], { echo: false }));
  const rows = describeHeads(await measure(evaluate), "held out", training, join(root, paths[0]));
  if (evaluateTest !== null) rows.unshift(...describeHeads(await measure(evaluateTest), "official test set", training, join(root, paths[0])));
  const said = write === null ? null : (await runCommand(withKept(write), { echo: false })).trimEnd();

  const after = [evaluate, evaluateTest, write].filter((args) => args !== null).map(withKept);
  const commands = [...(data.made === undefined && test?.made === undefined ? [] : ["npm run learn -- --prepare"]), ...[train, ...after].map(commandLine)];
  const section = formatSection({ training, commands, transcript: shorten(output), rows, sample: said, date, machine, seconds });
  writeFileSync(results, replaceSection(existsSync(results) ? readFileSync(results, "utf8") : "", name, section, names));
  console.log(`\n${name}: ${formatSeconds(seconds)}; written to ${shown(results)}.`);
  for (const [what, ours, baseline] of rows) console.log(`  ${what}: ${ours}; without a network ${baseline}`);
}

/** Says which data are missing and gives what can be trained. */
function withData(wanted) {
  const missing = new Map(wanted.map((training) => [training, missingFiles(training, dataFolder)]));
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
      await learn(training);
    } catch (error) {
      console.error(`${training.name}: ${error.message}`);
      process.exitCode = 1;
      if (/ended with (130|SIGINT)/.test(error.message)) break;
    }
  }
}
