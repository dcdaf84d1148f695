// How long the compiler takes, beside its budgets: `rnnc check` on the largest spec as a command, and compile() in a
// warm process, without prettier, for each spec and for a stack of six layers.
//   npm run build && node bench/compile-time.mjs [runs]
// Medians of several runs, and the least. The load of the machine is printed too: with more work than cores the clock counts
// others' work, and time of the processor, which stands beside it for compile(), says more.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { compile } from "../dist/compiler/pipeline.js";
import { openSources } from "../dist/cli/library.js";

/** Milliseconds. */
const budgets = { check: 400, compile: 150 };
const runs = Number(process.argv[2] ?? 15);
const WARM_UP = 15;

const root = fileURLToPath(new URL("..", import.meta.url));
const specs = readdirSync(`${root}specs/models`)
  .filter((name) => name.endsWith(".rnn"))
  .map((name) => ({ name: name.slice(0, -4), path: `${root}specs/models/${name}`, text: readFileSync(`${root}specs/models/${name}`, "utf8") }));

const median = (values) => {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
};

function report(what, times, budget, busy = []) {
  const time = median(times);
  const least = Math.min(...times);
  console.log(`${what.padEnd(30)}${time.toFixed(0).padStart(5)} ms  (least ${least.toFixed(0)}${busy.length > 0 ? `, processor ${median(busy).toFixed(0)}` : ""})   ${budget === null ? "" : `budget ${budget} ms: ${time <= budget ? "kept" : "broken"}`}`.trimEnd());
}

function timeCommand(...words) {
  return Array.from({ length: runs }, () => {
    const started = performance.now();
    const { status, stderr } = spawnSync(process.execPath, words, { encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
    return performance.now() - started;
  });
}

async function timeCompile({ name, text }) {
  const times = [];
  const busy = [];
  for (let run = 0; run < WARM_UP + runs; run++) {
    const started = performance.now();
    const before = process.cpuUsage();
    const { compiled, diagnostics } = await compile({ path: `specs/models/${name}.rnn`, text }, { library: openSources(), modules: "plain" });
    times.push(performance.now() - started);
    const { user, system } = process.cpuUsage(before);
    busy.push((user + system) / 1000);
    if (compiled.length === 0) throw new Error(`${name} doesn't compile: ${diagnostics.map(({ title }) => title).join("; ")}`);
  }
  return [times.slice(WARM_UP), busy.slice(WARM_UP)];
}

console.log(`Node ${process.versions.node}, ${cpus()[0].model.trim()}, ${cpus().length} cores, load ${loadavg()[0].toFixed(1)}; medians of ${runs} runs\n`);
const largest = specs.reduce((a, b) => (b.text.length > a.text.length ? b : a));
report("node alone", timeCommand("-e", "0"), null);
report(`rnnc check ${largest.name}`, timeCommand(`${root}dist/cli/rnnc.js`, "check", largest.path), budgets.check);

const six = `model six_layers {
  input text: chars[T] of 128
  stack memory from text { embed(32)  ${"lstm(192)  ".repeat(6)}dropout(10%) }
  head text[t+1] from memory
  train { optimizer = adam(rate = 1e-3)  clip = norm(1)  gradient = tbptt(64) }
}`;
for (const spec of [...specs, { name: "six_layers", text: six }]) {
  const [times, busy] = await timeCompile(spec);
  report(`compile ${spec.name}`, times, spec.text === six ? null : budgets.compile, busy);
}
