// One step of a stream (one sequence, states in and out) beside the products in it alone: what the rest of a step costs.
// `node streaming.mjs` prints JSON: [{ name, step, products, run }] in µs. The products alone are the same program over the
// same module, its other kernels left out; they take turns of about a millisecond, and the least time counts: steps are so
// short that anything else the machine does would count for one or the other.
import { loadSpec } from "./load-spec.mjs";

const rows = [
  ["lstm", 64, 128],
  ["lstm", 128, 128],
  ["lstm", 256, 256],
  ["lstm", 512, 512],
  ["gru", 128, 128],
  ["gru_reset_after", 128, 128],
  ["elman", 128, 128],
  ["elman", 300, 256],
];

async function measure([cell, D, H]) {
  const { executor, description } = await loadSpec(`model bench { input x: real[T, ${D}]  stack h from x { ${cell}(${H}) }  head y[t]: real[${H}] = h }`);
  executor.write("parameters", Float32Array.from({ length: description.parameterCount }, (_, i) => Math.sin(i) * 0.1));
  const data = { x: Float32Array.from({ length: D }, (_, i) => Math.cos(i)) };
  for (const { name, size } of description.states) data[`state.${name}`] = new Float32Array(size);
  const batch = { size: 1, axes: {}, data };
  const outputs = ["output.y", ...description.states.map(({ name }) => `final.${name}`)];
  await executor.run(["step"], batch, outputs);

  const { kernels, arena, programs } = executor;
  const { run } = programs.programs.step;
  const products = Object.fromEntries(Object.entries(kernels).map(([name, kernel]) => [name, name.startsWith("gemm") ? kernel : () => undefined]));
  const step = () => run(kernels, arena.addresses, batch);
  const alone = () => run(products, arena.addresses, batch);
  const through = () => executor.run(["step"], batch, outputs);
  const least = { step: Infinity, products: Infinity, run: Infinity };
  for (let round = 0; round < 300; round++) {
    for (const [name, what] of Object.entries({ step, products: alone, run: through })) {
      const started = performance.now();
      let count = 0;
      for (; performance.now() - started < 1; count += 10) {
        for (let i = 0; i < 10; i++) {
          const promise = what();
          if (promise) await promise;
        }
      }
      least[name] = Math.min(least[name], ((performance.now() - started) / count) * 1000);
    }
  }
  executor.dispose();
  return { name: `${cell === "gru_reset_after" ? "gru after" : cell} ${D}→${H}`, ...least };
}

const results = [];
for (const row of rows) results.push(await measure(row));
console.log(JSON.stringify(results));
