// Random models around random cells, as text of the language, and random data for them: ragged batches with
// empty sequences, packed by the runtime. What is compared is the business of the tests.
import { pack, type Description, type PackedBatch, type Segment, type Sequence, type Series } from "@rnnc/runtime";
import { stepsOf } from "../../runtime/windows.js";
import { randomCell } from "./random-cells.js";
import type { Random } from "./random.js";

/** Something that can be read: how it is written, and what it is. */
interface Source {
  readonly text: string;
  readonly size: number;
  readonly timed: boolean;
  /** Knows the whole sequence, by pooling or from a layer that runs backward: may not predict an input. */
  readonly pooled: boolean;
}

const activations = ["sigmoid", "tanh", "relu", "softplus", "softmax", "hard_sigmoid", "gelu", "silu", "elu"];
const poolings = ["last", "first", "mean", "max"];
const realLosses = ["mean_squared_error", "squared_error", "mean_absolute_error", "huber"];
/** Cells of the library, which may be used as well. */
const standard = ["lstm", "gru", "gru_reset_after", "elman", "lstm_peephole", "minimal_gru", "lstm_coupled", "lstm_2000", "ugrnn", "min_gru", "min_lstm"];

/** A model that the checks find nothing wrong with. */
export function randomModel(random: Random): string {
  const { int, pick, chance } = random;
  const chunked = chance(0.25); // truncated BPTT carries states, and takes no pooling
  const cells: string[] = [];
  const lines: string[] = [];
  const sources: Source[] = [];
  const input = (name: string, type: string, source: Omit<Source, "text"> | null): void => {
    lines.push(`input ${name}: ${type}`);
    if (source) sources.push({ text: name, ...source });
  };
  const D = int(1, 7);
  // Another time axis, first or second; what it gives is read as vectors.
  const other = chunked || !chance(0.25) ? null : int(1, 4);
  const first = other !== null && chance(0.5);
  if (first) input("o", `real[S, ${other}]`, null);
  input("x", `real[T, ${D}]`, { size: D, timed: true, pooled: false });
  if (chance(0.3)) input("u", "real[T, 2]", { size: 2, timed: true, pooled: false });
  if (chance(0.3)) input("v", "real[3]", { size: 3, timed: false, pooled: false });
  if (other !== null && !first) input("o", `real[S, ${other}]`, null);
  // Symbols that end sequences; others beside them have no value there.
  const ending = chance(0.2);
  if (ending) input("s", "token[T] of 4", null);
  const tokens = !ending && chance(0.3);
  if (tokens) input("w", "token[T] of 5", null);

  const pooled = (source: Source): Source => ({ text: `${pick(poolings)}(${source.text})`, size: source.size, timed: false, pooled: true });
  const join = (a: Source, b: Source): Source => ({ text: `${a.text} ++ ${b.text}`, size: a.size + b.size, timed: a.timed || b.timed, pooled: a.pooled || b.pooled });
  const timed = (): Source => pick(sources.filter((source) => source.timed));
  const source = (): Source => {
    let made = timed();
    if (chance(0.2) && !made.text.includes("(")) made = { ...made, text: `${made.text}[t-1]` };
    if (chance(0.4)) made = join(made, chance(0.2) && !chunked ? pooled(timed()) : pick(sources));
    return made;
  };

  /** How a cell reads the steps, and how wide it makes what it says. */
  const direct = (): { readonly text: string; readonly times: number } =>
    chunked || !chance(0.3) ? { text: "", times: 1 } : pick([{ text: "backward ", times: 1 }, { text: "bidirectional ", times: 2 }, ...["sum", "mean", "product"].map((merge) => ({ text: `bidirectional(${merge}) `, times: 1 }))]);

  const layers = (from: Source, first: string | null): { readonly texts: readonly string[]; readonly flow: Source } => {
    const texts: string[] = [];
    let flow = from;
    if (first) texts.push(first);
    for (let count = int(1, 2); count > 0; count--) {
      if (chance(0.1)) {
        const [past, ahead] = [int(1, 4), chunked || chance(0.5) ? 0 : int(1, 2)];
        texts.push(`window(${past}${ahead > 0 ? `, ahead = ${ahead}` : ""})`);
        flow = { ...flow, size: flow.size * (past + ahead), pooled: flow.pooled || ahead > 0 };
      }
      if (chance(0.1)) texts.push(pick(["layer_norm", "batch_norm"]));
      if (chance(0.1)) {
        const direction = chunked || chance(0.6) ? "" : pick(["backward ", "bidirectional(mean) "]);
        texts.push(`residual { ${pick([`${direction}gru(${flow.size})`, `${direction}elman(${flow.size})  dropout(20%)`, `dense(${flow.size}, tanh)  residual { layer_norm }`])} }`);
        flow = { ...flow, pooled: flow.pooled || direction !== "" };
      }
      if (chance(0.2)) {
        const size = int(1, 6);
        texts.push(`dense(${size}${chance(0.5) ? `, ${pick(activations)}` : ""})`);
        flow = { ...flow, size };
      }
      const dropout = `${chance(0.2) ? ", dropout = 20%" : ""}${chance(0.2) ? ", recurrent_dropout = 30%" : ""}`;
      if (chance(0.15)) {
        const size = int(1, 9);
        const direction = direct();
        texts.push(`${direction.text}${pick(standard)}(${size}${dropout})`);
        flow = { ...flow, size: size * direction.times, pooled: flow.pooled || direction.text !== "" };
        continue;
      }
      const sides = ["y", "z"].slice(0, chance(0.3) ? int(1, 2) : 0).map((name) => ({ name, source: chance(0.3) && !chunked ? pooled(timed()) : pick(sources) }));
      const name = `cell${cells.length + 1}`;
      const cell = randomCell(random, name, [{ name: "x", count: flow.size }, ...sides.map((side) => ({ name: side.name, count: side.source.size }))]);
      cells.push(cell.text);
      const direction = direct();
      texts.push(`${direction.text}${name}(${cell.arguments}${sides.map((side) => `, ${side.name} = ${side.source.text}`).join("")}${dropout})`);
      flow = { ...flow, size: cell.outputSize * direction.times, pooled: flow.pooled || direction.text !== "" || sides.some((side) => side.source.pooled) };
    }
    if (chance(0.2)) texts.push(pick(["tanh", "relu", "softplus", "dropout(25%)"]));
    if (!chunked && chance(0.25)) {
      texts.push(pick(poolings));
      flow = { ...flow, timed: false, pooled: true };
      if (chance(0.5)) {
        flow = { ...flow, size: int(1, 5) };
        texts.push(`dense(${flow.size}, ${pick(activations)})`);
      }
    }
    return { texts, flow };
  };
  /** Where the states of a stack start. */
  const init = (): { readonly text: string; readonly pooled: boolean } => {
    if (chance(0.75)) return { text: "", pooled: false };
    if (chance(0.3)) return { text: " init learned", pooled: false };
    const vectors = sources.filter((candidate) => !candidate.timed);
    if (chunked && vectors.length === 0) return { text: "", pooled: false };
    const from = chunked || (vectors.length > 0 && chance(0.5)) ? pick(vectors) : pooled(timed());
    return { text: ` init ${from.text}`, pooled: from.pooled };
  };
  interface Made {
    readonly texts: readonly string[];
    readonly flow: Source;
  }
  const made: Made[] = [];
  if (other !== null) {
    const vectors = sources.filter((candidate) => !candidate.timed);
    const beside = vectors.length > 0 && chance(0.5) ? ` ++ ${pick(vectors).text}` : "";
    const size = int(1, 6);
    const pool = chance(0.3) ? pick(poolings) : "";
    lines.push(`stack o1 from o${beside} { ${pick(["gru", "lstm", "backward elman", "bidirectional(sum) gru"])}(${size}, dropout = 20%, recurrent_dropout = 20%)  ${pool} }`);
    // It knows nothing of the first axis.
    for (const text of pool === "" ? poolings.map((how) => `${how}(o1)`) : ["o1"]) sources.push({ text, size, timed: false, pooled: false });
    if (pool === "" && chance(0.5)) lines.push(`head q[t]: class(3) from o1${beside}`);
  }
  if (ending) {
    const size = int(1, 6);
    lines.push(`stack s1 from s[t-1] { embed(${int(1, 5)})  gru(${size}${chance(0.5) ? ", recurrent_dropout = 20%" : ""}) }`);
    sources.push({ text: "s1", size, timed: true, pooled: false });
    lines.push(`head s[t] from s1${chance(0.5) ? " ++ x" : ""}`);
  }
  for (let i = 1; i <= int(1, 2) || i === 1; i++) {
    const embedded = tokens && i === 1;
    const onehot = embedded && chance(0.3);
    const from: Source = embedded ? { text: "w", size: onehot ? 5 : int(1, 6), timed: true, pooled: false } : source();
    // The same layers again can start where the ones before ended.
    const before = made.at(-1);
    const joined = before?.texts.some((text) => text.startsWith("bidirectional ")); // ends with twice as much
    const copied = before !== undefined && !joined && !before.texts.some((text) => /^(window|residual)/.test(text)) && !chunked && chance(0.3) ? before : null;
    const { texts, flow }: Made = copied ?? layers(from, onehot ? "onehot" : embedded ? `embed(${from.size}${chance(0.2) ? ", frozen = true" : ""})` : null);
    const start = copied ? { text: ` init final(h${i - 1})`, pooled: true } : init();
    lines.push(`stack h${i} from ${from.text}${start.text} {`, ...texts.map((text) => `  ${text}`), "}");
    const out: Source = { ...flow, text: `h${i}`, pooled: flow.pooled || from.pooled || start.pooled };
    sources.push(out);
    made.push({ texts: embedded ? texts.slice(1) : texts, flow: out });
  }

  const stacks = sources.filter((candidate) => candidate.text.startsWith("h"));
  const heads = int(1, 3);
  for (let i = 1; i <= heads; i++) {
    let from = pick(stacks);
    if (chance(0.3)) from = join(from, pick(sources));
    if (from.timed && !chunked && chance(0.4)) from = from.text.includes("++") ? { ...from, text: `${pick(poolings)}(${from.text})`, timed: false, pooled: true } : pooled(from);
    const options = (losses: readonly string[]): string => {
      const given = [...(chance(0.5) ? [`loss = ${pick(losses)}`] : []), ...(chance(0.3) ? ["weight = 0.5"] : [])];
      return given.length > 0 ? ` { ${given.join("  ")} }` : "";
    };
    const t = from.timed ? "[t]" : "";
    if (i === 1 && !from.pooled && from.timed && chance(0.3)) lines.push(`head x[${pick(["t+1", "t+1..t+3", "t+2..t+3"])}] from ${from.text}${options(realLosses)}`);
    else
      lines.push(
        pick([
          () => `head y${i}${t}: class(${int(2, 5)}) from ${from.text}${options(["cross_entropy", "squared_error"])}`,
          () => `head y${i}${t}: class(3) from ${from.text}`,
          () => `head y${i}${t}: binary from ${from.text}`,
          () => `head y${i}${t}: multilabel(3) from ${from.text}`,
          () => `head y${i}${t}: real[${int(1, 4)}] from ${from.text}${options(realLosses)}`,
          // The first head has weights, so that every model has some.
          () => `head y${i}${t}: real[${from.size}] ${i === 1 ? "from" : "="} ${from.text}${options(realLosses)}`,
        ])(),
      );
  }
  if (chunked) lines.push("train { gradient = tbptt(3) }");
  return [...cells, `model m {\n${lines.map((line) => `  ${line}`).join("\n")}\n}`].join("\n\n");
}

/** Sequences of these lengths along the first axis, of the same in other orders along the others, with everything a model reads and says. Data are quarters; some labels are missing. */
export function randomSequences(random: Random, d: Description, lengths: readonly number[]): Sequence[] {
  const { int, chance, fill } = random;
  const reals = (count: number): Float32Array => Float32Array.from({ length: count }, () => int(-6, 6) / 4);
  return lengths.map((length, id) => {
    const columns: Record<string, Series> = {};
    const along = (axis: string | null): number => {
      if (axis === null) return 1;
      const i = d.axes.indexOf(axis);
      return i === 0 ? length : lengths.at(-1 - id - (i - 1))!;
    };
    for (const input of d.inputs) {
      const steps = along(input.axis);
      columns[input.name] = { length: steps, data: input.kind === "real" ? reals(steps * input.size) : Int32Array.from({ length: steps }, () => int(0, input.size - 1)) };
    }
    for (const head of d.heads) {
      if (head.predicts || chance(0.1)) continue;
      const steps = along(head.axis);
      const data = {
        class: () => Int32Array.from({ length: steps }, () => (chance(0.1) ? -1 : int(0, head.size - 1))),
        binary: () => Float32Array.from({ length: steps * head.size }, () => int(0, 1)),
        multilabel: () => Float32Array.from({ length: steps * head.size }, () => int(0, 1)),
        real: () => Float32Array.from(fill(steps * head.size, 1)),
      }[head.kind]();
      columns[head.name] = { length: steps, data };
    }
    return { id, columns };
  });
}

export function packWhole(d: Description, sequences: readonly Sequence[], key = 7): PackedBatch {
  return pack(d, sequences.map((sequence): Segment => ({ sequence, from: 0, to: stepsOf(d, sequence) })), { targets: true, key });
}
