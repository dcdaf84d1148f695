// The benchmark: every peer and us in turn on the same rows, checked to compute the same numbers before anything is timed.
//   npm run bench                       all rows, this Node and a current one; writes bench/RESULTS.md
//   npm run bench -- --quick            the main rows, few runs, a look; writes nothing
//   npm run bench -- --rows lstm        rows whose name holds `lstm`; writes nothing
//   npm run bench -- --only ours,tfjs   some contestants; writes nothing
//   npm run bench -- --engine 26        one Node; writes nothing
//   npm run bench -- --device webgpu    on the GPU: webgpu/run.mjs, which has its own options
//   npm run bench -- --time cpu         the processor's time of each process instead of the clock's: for a machine that others use
// Times are medians over rounds; in a round each contestant works alone, one after another. Ratios are what counts.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { arch, cpus, loadavg, platform, release, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { makeData, rows } from "./rows.mjs";
import { computeReference } from "./reference.mjs";
import { contestants, findEngines, startContestant } from "./contestants.mjs";
import { formatStreaming, formatTables } from "./report.mjs";
import { median, NEAR, prepareContestant, setUp, writeData, writeResults } from "./session.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));

const { device } = parseArgs({ options: { device: { type: "string" } }, strict: false }).values;
if (device === "webgpu") await import("./webgpu/run.mjs"); // which ends the process
const options = readOptions();
const rounds = options.rounds ? Number(options.rounds) : options.quick ? 3 : 5;
const slice = options.quick ? 40 : 120;

function readOptions() {
  const text = { type: "string" };
  try {
    const { values } = parseArgs({ options: { quick: { type: "boolean", default: false }, rows: text, only: text, engine: text, rounds: text, device: { ...text, default: "wasm" }, time: { ...text, default: "wall" } } });
    const unknown = values.only?.split(",").find((name) => !contestants.some((contestant) => contestant.name === name));
    if (unknown !== undefined) throw new Error(`There is no contestant ${unknown}: ${contestants.map(({ name }) => name).join(", ")}.`);
    if (values.rounds && !(Number(values.rounds) >= 1)) throw new Error("--rounds takes a number from 1 up.");
    if (values.device !== "wasm") throw new Error("--device is wasm or webgpu.");
    if (!["wall", "cpu"].includes(values.time)) throw new Error("--time is wall (the clock) or cpu (of the processor).");
    return values;
  } catch (error) {
    console.error(`${error.message}\nOptions: --quick, --rows TEXT, --only NAME,NAME, --engine VERSION, --rounds N, --time wall|cpu`);
    process.exit(2);
  }
}

async function measureRow(row, running, folder) {
  const data = makeData(row);
  const path = writeData(data, folder);
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
  const text = `${new Date().toISOString().slice(0, 10)}, ${cpu[0].model.trim()}, ${cpu.length} cores, ${platform()} ${release()} ${arch()}; one thread each; medians of ${rounds} rounds,
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
  writeResults("# Results of `npm run bench`", text);
  console.log("\nWritten to bench/RESULTS.md");
} else if (failures > 0) console.error(`\n${failures} failures; nothing is written.`);
process.exit(failures > 0 ? 1 : 0);
