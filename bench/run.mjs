// The benchmark: every peer and us in turn on the same rows, checked to compute the same numbers before anything is timed.
//   npm run bench                       all rows, this Node and a current one; writes bench/RESULTS.md
//   npm run bench -- --quick            the main rows, few runs, a look; writes nothing
//   npm run bench -- --rows lstm        rows whose name holds `lstm`; writes nothing
//   npm run bench -- --only ours,tfjs   some contestants; writes nothing
//   npm run bench -- --engine 26        one Node; writes nothing
//   npm run bench -- --time cpu         the processor's time of each process instead of the clock's: for a machine that others use
// Times are medians over rounds; in a round each contestant works alone, one after another. Ratios are what counts.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { arch, cpus, loadavg, platform, release, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { makeData, rows, shapes, splitData } from "./rows.mjs";
import { computeReference, relativeDistance } from "./reference.mjs";
import { contestants, findEngines, startContestant } from "./contestants.mjs";
import { formatStreaming, formatTables } from "./report.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
/** How far a contestant's numbers may be from float64: max|a - b| / max|b|. All compute in f32, some approximate tanh. */
const NEAR = 1e-4;

const options = readOptions();
const rounds = options.rounds ? Number(options.rounds) : options.quick ? 3 : 5;
const slice = options.quick ? 40 : 120;

function readOptions() {
  const text = { type: "string" };
  try {
    const { values } = parseArgs({ options: { quick: { type: "boolean", default: false }, rows: text, only: text, engine: text, rounds: text, time: { ...text, default: "wall" } } });
    const unknown = values.only?.split(",").find((name) => !contestants.some((contestant) => contestant.name === name));
    if (unknown !== undefined) throw new Error(`There is no contestant ${unknown}: ${contestants.map(({ name }) => name).join(", ")}.`);
    if (values.rounds && !(Number(values.rounds) >= 1)) throw new Error("--rounds takes a number from 1 up.");
    if (!["wall", "cpu"].includes(values.time)) throw new Error("--time is wall (the clock) or cpu (of the processor).");
    return values;
  } catch (error) {
    console.error(`${error.message}\nOptions: --quick, --rows TEXT, --only NAME,NAME, --engine VERSION, --rounds N, --time wall|cpu`);
    process.exit(2);
  }
}

/** The peers are this folder's own packages, installed when they are first needed. */
function setUp() {
  const installed = join(here, "node_modules/.package-lock.json");
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(here, "package-lock.json")).mtimeMs) return;
  console.error("Installing the benchmark's peers (once, about 750 MB) …");
  const { status } = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: here,
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  });
  if (status !== 0) process.exit(status ?? 1);
}

const readFloats = (path) => {
  const { buffer, byteOffset, byteLength } = readFileSync(path);
  return new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength));
};

const median = (values) => {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
};

/** Lets a contestant prepare a row; says whether it takes part, and throws if its numbers are wrong. */
async function prepareContestant(contestant, row, folder, data, reference) {
  const outputs = join(folder, `${contestant.name}.outputs`);
  const gradients = join(folder, `${contestant.name}.gradients`);
  const reply = await contestant.ask({ do: "prepare", row, sizes: shapes(row), data, outputs, gradients });
  if (!reply.supported) return null;
  const far = { outputs: relativeDistance(readFloats(outputs), reference.outputs) };
  if (reply.trains) {
    const found = splitData(readFloats(gradients), reply.gradients);
    for (const [name, expected] of Object.entries(reference.gradients)) {
      far[`d${name}`] = found[name] ? relativeDistance(found[name], expected) : Infinity;
    }
  }
  const wrong = Object.entries(far).filter(([, distance]) => !(distance <= NEAR));
  if (wrong.length > 0) throw new Error(`${contestant.name} computes other numbers: ${wrong.map(([name, distance]) => `${name} is off by ${distance.toExponential(1)}`).join(", ")}`);
  return { contestant, does: reply.trains ? ["forward", "train"] : ["forward"] };
}

async function measureRow(row, running, folder) {
  const data = makeData(row);
  const path = join(folder, "data");
  writeFileSync(path, Buffer.concat(Object.values(data).map((a) => Buffer.from(a.buffer))));
  const reference = computeReference(row, data);
  const taking = [];
  for (const contestant of running) {
    try {
      const part = await prepareContestant(contestant, row, folder, path, reference);
      if (part) taking.push(part);
    } catch (error) {
      console.error(`${row.name}: ${error.message}`);
      failures++;
    }
  }
  const runs = { forward: {}, train: {} };
  for (const what of ["forward", "train"]) {
    const able = taking.filter(({ does }) => does.includes(what));
    // Round 0 warms up: engines compile hot code only after a while.
    for (let round = 0; round <= rounds; round++) {
      for (const { contestant } of able) {
        const times = await contestant.ask({ do: "time", what, slice: round === 0 ? 2 * slice : slice });
        if (round > 0) (runs[what][contestant.name] ??= []).push(times[options.time]);
      }
    }
  }
  const times = Object.fromEntries(Object.entries(runs).map(([what, by]) => [what, Object.fromEntries(Object.entries(by).map(([name, all]) => [name, median(all)]))]));
  return { row, times };
}

/** One step of a stream, in a process of its own. */
function measureStreaming(engine) {
  const { status, stdout } = spawnSync(engine.path, [`${here}streaming.mjs`], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  if (status === 0) return JSON.parse(stdout);
  failures++;
  return [];
}

let failures = 0;
const load = [loadavg()[0]];
setUp();
const wanted = rows.filter((row) => (options.rows ? row.name.includes(options.rows) : !options.quick || row.group === "main"));
const invited = contestants.filter(({ name }) => !options.only || options.only.split(",").includes(name));
const engines = findEngines().filter(({ name }) => !options.engine || name.startsWith(`Node ${options.engine}`));
if (wanted.length === 0 || invited.length === 0 || engines.length === 0) {
  console.error("Nothing to measure: no such row, contestant or Node.");
  process.exit(1);
}

const sections = [];
const versions = {};
for (const engine of engines) {
  const folder = mkdtempSync(join(tmpdir(), "rnnc-bench-"));
  const running = [];
  for (const contestant of invited) {
    const started = await startContestant(contestant, engine);
    if (started) running.push(started);
    else if (contestant.name === "ours") failures++; // without us there is nothing to compare
  }
  for (const { name, version } of running) versions[name] = version;
  const results = [];
  for (const [number, row] of wanted.entries()) {
    process.stderr.write(`${engine.name}, row ${number + 1} of ${wanted.length}: ${row.name}\n`);
    results.push(await measureRow(row, running, folder));
    load.push(loadavg()[0]);
  }
  for (const { stop } of running) stop();
  rmSync(folder, { recursive: true, force: true });
  const streaming = invited.some(({ name }) => name === "ours") && !options.rows ? measureStreaming(engine) : [];
  const section = [formatTables(engine.name, results, Object.fromEntries(running.map(({ name, label }) => [name, label]))), ...formatStreaming(engine.name, streaming)].join("\n");
  console.log(section);
  sections.push(section);
}

const complete = !options.quick && !options.rows && !options.only && !options.engine;
if (complete && failures === 0) {
  const cpu = cpus();
  const about = invited.filter(({ name }) => versions[name]).map(({ label, about, name }) => `- **${label}**: ${about(versions[name])}`);
  const text = `# Results of \`npm run bench\`

${new Date().toISOString().slice(0, 10)}, ${cpu[0].model.trim()}, ${cpu.length} cores, ${platform()} ${release()} ${arch()}; one thread each; medians of ${rounds} rounds,
${options.time === "cpu" ? "time of the processor (others used the machine too" : "time of the clock (the machine"}: load ${Math.min(...load).toFixed(1)} to ${Math.max(...load).toFixed(1)} while it ran, 1 of it ours).
Before a row is timed, everyone's hidden states and gradients are checked against float64 (within ${NEAR} of the largest).
A row is one recurrent layer, inputs [T, B, D] to all hidden states; training differentiates a mean squared error by
the inputs and all weights. \`gru\` resets before the product with U, \`gru after\` after it: no peer has both forms and trains.
Written by the benchmark; numbers of one machine at one time: the ratios are what counts.

${about.join("\n")}

\`\`\`
${sections.join("\n").trim()}
\`\`\`
`;
  writeFileSync(join(here, "RESULTS.md"), text);
  console.log("\nWritten to bench/RESULTS.md");
} else if (failures > 0) console.error(`\n${failures} failures; nothing is written.`);
process.exit(failures > 0 ? 1 : 0);
