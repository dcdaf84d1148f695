// A row as two networks of this compiler, compiled here and now: a spec of one layer each.
//
// Inference reads x as reals. Training reads it through an embedding of N = T·B rows, one a step of a sequence, since what
// is asked for is the gradient by x too and a network needs none by its data; it costs us a gather and a scatter more.
import { gates } from "./rows.mjs";
import { loadSpec } from "./load-spec.mjs";

const headOf = (H) => `head y[t]: real[${H}] = h`;

/** Batches where all sequences have T steps: packed rows are [T, B]. */
function packFull({ B, T }, data) {
  const rows = new Int32Array(T).fill(B);
  const start = Int32Array.from({ length: T }, (_, t) => t * B);
  return { size: B, axes: { T: { steps: T, total: T * B, rows, start } }, data };
}

/** `gru` of specs/cells lets the new value in by z, the rows of the benchmark keep the old one by it: z is negated. */
function negateZ({ cell, H }, columns, array) {
  if (cell !== "gru") return array;
  const out = array.slice();
  for (let i = 0; i < H * columns; i++) out[i] = -out[i];
  return out;
}

/** Our name of a parameter → where it stands in the row's stacked arrays. */
function listParameters(row, layer) {
  const { D, H } = row;
  const named = gates[row.cell].flatMap((gate, g) => [["W", D], ["U", H], ["b", 1]].map(([letter, columns]) => ({ name: `h.${layer}.${letter}${gate && `_${gate}`}`, letter, columns, from: g * H * columns, count: H * columns })));
  return row.cell === "gru_reset_after" ? [...named, { name: `h.${layer}.c_n`, letter: "c", columns: 1, from: 0, count: H }] : named;
}

function writeParameters(model, row, data, layer) {
  const { description: d, executor } = model;
  const flat = new Float32Array(d.parameterCount);
  for (const { name, letter, columns, from, count } of listParameters(row, layer)) {
    const { offset } = d.parameters.find((parameter) => parameter.name === name);
    flat.set(negateZ(row, columns, data[letter]).subarray(from, from + count), offset);
  }
  const table = d.parameters.find(({ name }) => name.startsWith("h.1.") && layer === 2);
  if (table) flat.set(data.x, table.offset);
  executor.write("parameters", flat);
  return table;
}

/** What training runs: with the packing of weights for products, which it does after every update. */
export const trainingPrograms = ["prepare", "forward", "backward"];

/** @param options of `create`: the device. Gives both networks with their batches, and what is read of them. */
export async function openNetworks(row, data, options) {
  const { cell, D, H, B, T } = row;
  const N = T * B;
  const target = { "target.y": data.target, "weight.y": new Float32Array(N).fill(1 / N) };

  const inference = await loadSpec(`model bench { input x: real[T, ${D}]  stack h from x { ${cell}(${H}) }  ${headOf(H)} }`, { ...options, blank: true });
  writeParameters(inference, row, data, 1);
  const seen = packFull(row, { x: data.x });

  const training = await loadSpec(`model bench { input x: token[T] of ${N}  stack h from x { embed(${D})  ${cell}(${H}) }  ${headOf(H)} }`, { ...options, blank: true });
  const table = writeParameters(training, row, data, 2);
  const learned = packFull(row, { x: Int32Array.from({ length: N }, (_, i) => i), ...target });

  return {
    inference: inference.executor,
    seen,
    training: training.executor,
    learned,
    outputs: async () => (await inference.executor.run(["predict"], seen, ["output.y"]))["output.y"],
    async gradients() {
      await training.executor.run(["forward", "backward"], learned, ["loss"]);
      const flat = await training.executor.read("gradients");
      const found = { x: flat.slice(table.offset, table.offset + N * D) };
      for (const [letter, columns] of [["W", D], ["U", H], ["b", 1], ...(cell === "gru_reset_after" ? [["c", 1]] : [])]) {
        const parts = listParameters(row, 2).filter((parameter) => parameter.letter === letter);
        const whole = new Float32Array(parts.reduce((sum, { count }) => sum + count, 0));
        for (const { name, from, count } of parts) {
          const { offset } = training.description.parameters.find((parameter) => parameter.name === name);
          whole.set(flat.subarray(offset, offset + count), from);
        }
        found[letter] = letter === "c" ? whole : negateZ(row, columns, whole);
      }
      return found;
    },
    dispose() {
      inference.executor.dispose();
      training.executor.dispose();
    },
  };
}
