// The benchmark on the GPU: us (recurrences stepped and persistent), tfjs-layers and onnxruntime-web on WebGPU, and PyTorch on cuDNN where
// it is found. All in Node, on Dawn; checked to compute the same numbers first.
//   npm run bench -- --device webgpu                       all rows; writes bench/RESULTS.md
//   npm run bench -- --device webgpu --quick               the main rows, few runs, a look; writes nothing
//   npm run bench -- --device webgpu --rows lstm           rows whose name holds `lstm`; writes nothing
//   npm run bench -- --device webgpu --only stepped,tfjs   some contestants; writes nothing
//   npm run bench -- --device webgpu --python PATH         the Python whose PyTorch is asked for cuDNN
// On a GPU: medians over rounds; in a round each contestant works alone, one after another, queues many runs and waits for the last.
// Where there is none, on a driver that computes on the CPU, it takes no times: it checks numbers, and counts what each asks the GPU for.
import { mkdtempSync, rmSync } from "node:fs";
import { arch, cpus, platform, release, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { versionOf } from "../contestants.mjs";
import { computeReference } from "../reference.mjs";
import { makeData, shapes } from "../rows.mjs";
import { median, NEAR, prepareContestant, setUp, writeData, writeResults } from "../session.mjs";
import { contestants, findAdapter, isOurs, startContestant } from "./contestants.mjs";
import { formatCounts, formatDistances, formatTimes } from "./report.mjs";
import { cutRow, listRows } from "./rows.mjs";

const options = readOptions();
const rounds = options.rounds ? Number(options.rounds) : options.quick ? 3 : 5;
const slice = options.quick ? 40 : 120;

function readOptions() {
  const text = { type: "string" };
  try {
    const { values } = parseArgs({ options: { device: text, quick: { type: "boolean", default: false }, rows: text, only: text, rounds: text, python: text } });
    const unknown = values.only?.split(",").find((name) => !contestants.some((contestant) => contestant.name === name));
    if (unknown !== undefined) throw new Error(`There is no contestant ${unknown}: ${contestants.map(({ name }) => name).join(", ")}.`);
    if (values.rounds && !(Number(values.rounds) >= 1)) throw new Error("--rounds takes a number from 1 up.");
    return values;
  } catch (error) {
    console.error(`${error.message}\nOptions: --quick, --rows TEXT, --only NAME,NAME, --rounds N, --python PATH`);
    process.exit(2);
  }
}

let failures = 0;
/** What peers could not do, for the report. */
const remarks = [];

/** What goes wrong with us is a failure. A peer that fails, or is wrong on this adapter, is left out of the row, and the report says so. */
function tell(contestant, row, error) {
  console.error(`${row.name}: ${error.message}`);
  if (isOurs(contestant.name)) failures++;
  else remarks.push(`${contestant.label} takes no part in ${row.name}: ${error.message.split("\n")[0]}`);
}

/** One after another, so that only one is at work; where no times are taken, side by side. */
async function forEach(items, act) {
  if (software) await Promise.all(items.map(act));
  else for (const item of items) await act(item);
}

async function measureRow(row, running, folder) {
  const checked = cutRow(row, software);
  const data = makeData(checked);
  const path = writeData(data, folder);
  const reference = computeReference(checked, data);
  const done = software ? checked : row;
  const taking = [];
  await forEach(running, async (contestant) => {
    try {
      const part = await prepareContestant(contestant, checked, folder, path, reference);
      if (part) taking.push(part);
    } catch (error) {
      tell(contestant, checked, error);
    }
  });
  if (!software && done.name !== checked.name) await prepareWhole(row, taking, folder);
  const counts = { forward: {}, train: {} };
  const times = { forward: {}, train: {} };
  for (const what of ["forward", "train"]) {
    const able = taking.filter(({ does }) => does.includes(what));
    await forEach(
      able.filter(({ contestant }) => contestant.adapter),
      async ({ contestant }) => {
        try {
          counts[what][contestant.name] = await contestant.ask({ do: "count", what });
        } catch (error) {
          tell(contestant, done, error);
        }
      },
    );
    if (!software) times[what] = await timeRounds(what, able, done);
  }
  return { row: done, counts, times, far: Object.fromEntries(taking.map(({ contestant, far }) => [contestant.name, far])), elsewhere: taking.filter(({ note }) => note).map(({ contestant }) => contestant.name) };
}

/** The whole row instead of the shorter one that was checked. */
async function prepareWhole(row, taking, folder) {
  const data = writeData(makeData(row), folder);
  for (const part of [...taking]) {
    const { contestant } = part;
    try {
      await contestant.ask({ do: "prepare", row, sizes: shapes(row), data, outputs: join(folder, "unread"), gradients: join(folder, "unread") });
    } catch (error) {
      tell(contestant, row, error);
      taking.splice(taking.indexOf(part), 1);
    }
  }
}

async function timeRounds(what, able, row) {
  const runs = {};
  const failed = new Set();
  // Round 0 warms up.
  for (let round = 0; round <= rounds; round++) {
    for (const { contestant } of able.filter(({ contestant }) => !failed.has(contestant))) {
      try {
        const { wall } = await contestant.ask({ do: "time", what, slice });
        if (round > 0) (runs[contestant.name] ??= []).push(wall);
      } catch (error) {
        tell(contestant, row, error);
        failed.add(contestant);
      }
    }
  }
  return Object.fromEntries(able.filter(({ contestant }) => !failed.has(contestant)).map(({ contestant: { name } }) => [name, median(runs[name])]));
}

setUp();
const gpu = findAdapter();
if (!gpu) process.exit(1);
const { software, adapter } = gpu;
const wanted = listRows(software).filter((row) => (options.rows ? row.name.includes(options.rows) : !options.quick || row.group === "main"));
const invited = contestants.filter(({ name }) => !options.only || options.only.split(",").includes(name));
if (wanted.length === 0) {
  console.error("Nothing to measure: no such row.");
  process.exit(1);
}

const folder = mkdtempSync(join(tmpdir(), "rnnc-bench-"));
const running = [];
for (const contestant of invited) {
  const started = await startContestant(contestant, gpu, options.python ? [options.python] : ["python3", "/usr/bin/python3"]);
  if (started) running.push(started);
  else if (isOurs(contestant.name)) failures++; // without us there is nothing to compare
}
const results = [];
for (const [number, row] of wanted.entries()) {
  process.stderr.write(`${adapter}, row ${number + 1} of ${wanted.length}: ${row.name}\n`);
  results.push(await measureRow(row, running, folder));
}
for (const { stop } of running) stop();
rmSync(folder, { recursive: true, force: true });

const labels = Object.fromEntries(running.map(({ name, label }) => [name, label]));
const tables = [...(software ? [] : formatTimes(results, labels)), ...formatCounts(software ? results : results.filter(({ row }) => row.group !== "small"), labels), ...formatDistances(results, labels)].join("\n").trim();
console.log(`\n${software ? noTimes() : adapter}\n\n${tables}`);

function noTimes() {
  return `There was no GPU on this machine: WebGPU ran on ${adapter}, which computes on the CPU. Its times say nothing of a GPU's, so none were taken, and the goals for them (training 20 times faster than tfjs; at 64 units 10 µs a step stepped, 3 µs persistent) are neither met nor missed.`;
}

const complete = !options.quick && !options.rows && !options.only;
if (complete && failures === 0) {
  const cpu = cpus();
  const about = running.map(({ name, version }) => {
    const { label, about } = contestants.find((contestant) => contestant.name === name);
    return `- **${label}**: ${about(version)}`;
  });
  const cut = software ? "Rows are cut to 2 sequences (one of 512 units keeps its 16, since tfjs's gradient of fewer is wrong on this driver) and 10 steps, the largest to fewer; the first keeps its 100 steps. The small rows, which differ from others in nothing but times, are left out." : "Long rows are checked on their first steps.";
  const text = `${new Date().toISOString().slice(0, 10)}, ${adapter}; ${cpu[0].model.trim()}, ${cpu.length} cores, ${platform()} ${release()} ${arch()}; Node ${process.versions.node} with Dawn (npm's \`webgpu\` ${versionOf("webgpu")}).
${software ? `**${noTimes()}**` : `Medians of ${rounds} rounds; in each, runs are queued and the last is waited for.`}
Everyone's hidden states and gradients are checked against float64 first (within ${NEAR} of the largest). Rows are those of \`npm run bench\` and some for GPUs. ${cut}
Training is forward and backward with all gradients, without an update. Everything lies on the GPU before a run and stays there.

${about.join("\n")}
${remarks.length > 0 ? `\n${remarks.map((remark) => `- ${remark}`).join("\n")}\n` : ""}
\`\`\`
${tables}
\`\`\`
`;
  writeResults("## WebGPU: results of `npm run bench -- --device webgpu`", text);
  console.log("\nWritten to bench/RESULTS.md");
} else if (failures > 0) console.error(`\n${failures} failures; nothing is written.`);
process.exit(failures > 0 ? 1 : 0);
