// What unequal lengths cost: an update (forward, backward, optimiser) of one LSTM 64 → 128 on 64 sequences of which half have 10
// steps and half 200, beside one on 64 sequences of 105 steps: as many rows. A row more for a long sequence costs what
// a row costs, so the ratio should be near 1.
//   npm run build && node bench/ragged.mjs [rounds] [layer]
// Batches take turns; medians, of the time of the processor (the clock beside it counts others' work too). Goal: 1.15.
import { cpus, loadavg } from "node:os";
import { trainStep } from "@rnnc/runtime";
import { loadSpec } from "./load-spec.mjs";

const rounds = Number(process.argv[2] ?? 40);
const layer = process.argv[3] ?? "lstm(128)";
const WARM_UP = 5;
const GOAL = 1.15;
const [D, CLASSES] = [64, 8];

const loaded = await loadSpec(`model ragged {
  input x: real[T, ${D}]
  stack h from x { ${layer} }
  head y[t]: class(${CLASSES}) from h
  train { optimizer = adam(rate = 1e-4)  batch = 64 }
}`);
const model = { ...loaded, progress: null };

let seed = 1;
const draw = () => ((seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff) / 0x7fffffff) * 2 - 1;
const sequencesOf = (lengths) =>
  lengths.map((length, id) => ({
    id,
    columns: {
      x: { length, data: Float32Array.from({ length: length * D }, draw) },
      y: { length, data: Int32Array.from({ length }, () => Math.floor(((draw() + 1) / 2) * (CLASSES - 1))) },
    },
  }));

const median = (values) => {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
};

const batches = {
  equal: { told: "64 sequences of 105 steps", sequences: sequencesOf(Array(64).fill(105)), times: [], clock: [] },
  ragged: { told: "32 of 10 and 32 of 200 steps", sequences: sequencesOf(Array.from({ length: 64 }, (_, i) => (i % 2 === 0 ? 10 : 200))), times: [], clock: [] },
};
for (let round = 0; round < WARM_UP + rounds; round++) {
  for (const batch of Object.values(batches)) {
    const [before, started] = [process.cpuUsage(), performance.now()];
    await trainStep(model, batch.sequences);
    const { user, system } = process.cpuUsage(before);
    if (round < WARM_UP) continue;
    batch.times.push((user + system) / 1000);
    batch.clock.push(performance.now() - started);
  }
}

console.log(`Node ${process.versions.node}, ${cpus()[0].model.trim()}, ${cpus().length} cores, load ${loadavg()[0].toFixed(1)}; ${layer}, medians of ${rounds} updates on 6720 rows\n`);
for (const { told, times, clock } of Object.values(batches)) console.log(`${told.padEnd(32)}${median(times).toFixed(1).padStart(7)} ms  (least ${Math.min(...times).toFixed(1)}, by the clock ${median(clock).toFixed(1)})`);
const ratio = median(batches.ragged.times) / median(batches.equal.times);
console.log(`\nragged / equal  ${ratio.toFixed(3)}   goal ${GOAL}: ${ratio <= GOAL ? "kept" : "broken"}`);
model.executor.dispose();
