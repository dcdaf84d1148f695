// Random cells that are well formed, as text of the language: every operator and function, states of every kind. Values stay
// tame (what grows is bounded at once), so that float32 can be compared with float64. Models around them: random-models.ts.
import type { Random } from "./random.js";

export interface RandomCell {
  /** The cells of its parts come first. */
  readonly text: string;
  /** Arguments of the layer for the header: `5, act = relu`. */
  readonly arguments: string;
  readonly outputSize: number;
}

/** A cell used inside another: its H is a size of that one. */
interface RandomPart {
  /** Empty for a standard cell. */
  readonly text: string;
  readonly call: string;
  readonly inputs: readonly Size[];
  readonly output: Size;
}

/** A size as it is written, and how much it is; a single number has no text. */
interface Size {
  readonly text: string;
  readonly count: number;
}

interface Value {
  readonly text: string;
  readonly size: Size;
}

/** Standard cells of one size, which may be parts. */
const standard = ["elman", "lstm", "gru", "min_gru", "indrnn"];
const single: Size = { text: "", count: 1 };
const elementwise = ["sigmoid", "tanh", "relu", "softplus", "abs", "hard_sigmoid", "gelu", "silu", "elu"];
const bounding = ["tanh", "tanh", "sigmoid", "hard_sigmoid"];

const square = (text: string): string => `${text} * ${text}`;

/** `inputs`: names and sizes of what the cell reads, the first of them what flows through the stack. */
export function randomCell(random: Random, name: string, inputs: readonly { readonly name: string; readonly count: number }[], depth = 0, given: number | null = null): RandomCell & { readonly rest: number } {
  const { int, pick, chance } = random;
  const H: Size = { text: "H", count: given ?? (chance(0.15) ? int(10, 21) : int(1, 9)) };
  const K: Size = { text: "K", count: int(1, 4) };
  const inputSizes = inputs.map(({ count }, i): Size => ({ text: "DEF"[i]!, count }));
  const joined: Size = { text: "H + K", count: H.count + K.count };
  const repeated: Size = { text: "2 * K", count: 2 * K.count };
  const vectors = [H, H, H, K, ...inputSizes, joined, repeated, { text: "3", count: 3 }];
  const say = createWriter(random, { H, K, joined, repeated, vectors, inputs: inputs.map((input) => input.name) });

  const states = Array.from({ length: int(1, 3) }, (_, i) => ({ name: `s${i + 1}`, size: i === 0 ? H : pick([H, H, K, single]) }));
  const reads = inputs.flatMap((input, i) => {
    const far = chance(0.4) ? int(1, 3) : 0;
    return [input.name, ...Array.from({ length: far }, (_, k) => `${input.name}[t-${k + 1}]`)].map((text): Value => ({ text, size: inputSizes[i]! }));
  });
  const past = (which: typeof states): Value[] => which.flatMap((state) => (chance(0.3) ? [1, int(2, 3)] : [1]).map((back) => ({ text: `${state.name}[t-${back}]`, size: state.size })));

  const equations: string[] = [];
  const done: Value[] = [];
  const parts: { readonly declared: string; readonly text: string }[] = [];
  let values = 0;
  /** Gives a name to what is made of the values known now. */
  const define = (made: string, size: Size, value: string): string => {
    equations.push(`${chance(0.1) ? `${made}[t]` : made} = ${value}`);
    done.push({ text: chance(0.1) ? `${made}[t]` : made, size });
    say.know([done.at(-1)!]);
    return made;
  };
  const definePart = (): void => {
    const part = randomPart(random, `${name}_${parts.length + 1}`, vectors, pick([H, H, K, { text: "3", count: 3 }]), depth);
    parts.push({ declared: `part part${parts.length + 1} = ${part.call}`, text: part.text });
    define(`v${++values}`, part.output, `part${parts.length}(${part.inputs.map((size, i) => `${i > 0 && chance(0.3) ? `${partInputs[i]} = ` : ""}${say.value(size, 1)}`).join(", ")})`);
  };
  for (const { name: state, size } of states) {
    const before = `${state}[t-1]`;
    // What a state sees decides which loop it stands in: all states, itself alone, or none at all.
    const sees = pick<typeof states>([states, states, [{ name: state, size }], []]);
    say.forget();
    say.know([...reads, ...reads, ...past(sees), ...(sees.length > 0 ? done : [])]);
    if (depth < 2 && chance(0.12)) definePart();
    for (let i = int(0, 2); i > 0; i--) {
      const own = pick([size, size, H, K, single]);
      define(`v${++values}`, own, say.value(own, 2));
    }
    const bounded = (): string => `${pick(bounding)}(${say.affine(size, 2)})`;
    const gate = (): string => `sigmoid(${say.affine(size, 1)})`;
    const mates = states.filter((other) => other.size.text === size.text && other.name !== state);
    const equation = pick([
      bounded,
      bounded,
      () => `0.5 * ${before} + 0.4 * ${bounded()}`,
      () => `0.5 * ${state}[t-2] + 0.4 * ${bounded()}`,
      () => `${gate()} * ${before} + 0.5 * ${bounded()}`,
      () => {
        const z = define(`v${++values}`, size, gate());
        return `(1 - ${z}) * ${before} + ${z} * ${bounded()}`;
      },
      () => (mates.length > 0 ? `${pick(mates).name}[t-1]` : bounded()),
      () => (size.count >= 3 ? `layer_norm(${say.affine(size, 2)})` : bounded()),
      () => (size === single ? bounded() : `softmax(${say.affine(size, 2)})`),
    ])();
    define(state, size, equation);
  }
  let output: { readonly name: string; readonly size: Size } = states[0]!;
  if (chance(0.3)) {
    say.forget();
    say.know([...done, ...past(states), ...reads]);
    const size = pick([H, joined]);
    output = { name: "out", size };
    define("out", size, say.value(size, 2));
  }

  const shuffled = equations.map((equation) => ({ equation, at: random.next() })).sort((a, b) => a.at - b.at);
  const text = [
    ...parts.flatMap((part) => (part.text === "" ? [] : [part.text, ""])),
    `cell ${name}(H, K = ${K.count}, scale = 0.7, act = ${pick(elementwise)}) {`,
    ...inputs.map((input, i) => `  input ${input.name}: [${inputSizes[i]!.text}]`),
    ...states.map((state) => `  state ${state.name}: [${state.size.text}]${chance(0.2) ? ` = ${pick(["learned", "learned", "normal(0, 0.5)", "normal(scale, 1 / H)"])}` : ""}`),
    `  output ${output.name}`,
    ...say.params.map((param) => `  ${param}`),
    ...parts.map((part) => `  ${part.declared}`),
    ...shuffled.map(({ equation }) => `  ${equation}`),
    "}",
  ].join("\n");
  return { text, arguments: `${H.count}${chance(0.3) ? `, act = ${pick(elementwise)}` : ""}${chance(0.3) ? ", scale = 0.3" : ""}`, outputSize: output.size.count, rest: output.size.count - H.count };
}

const partInputs = ["a", "b"];

function randomPart(random: Random, name: string, vectors: readonly Size[], H: Size, depth: number): RandomPart {
  const { int, pick, chance } = random;
  const inputs = Array.from({ length: int(1, 2) }, () => pick(vectors));
  if (chance(0.3)) return { text: "", call: `${pick(standard)}(${H.text})`, inputs: inputs.slice(0, 1), output: H };
  const cell = randomCell(random, name, inputs.map(({ count }, i) => ({ name: partInputs[i]!, count })), depth + 1, H.count);
  return { text: cell.text, call: `${name}(${H.text}${chance(0.3) ? ", act = relu" : ""}${chance(0.3) ? ", scale = 0.5 * scale" : ""})`, inputs, output: cell.rest === 0 ? H : { text: `${H.text} + ${cell.rest}`, count: H.count + cell.rest } };
}

interface Writer {
  /** Declarations of the parameters that expressions needed. */
  readonly params: readonly string[];
  know(values: readonly Value[]): void;
  forget(): void;
  /** An expression of this size, of what is known. */
  value(size: Size, depth: number): string;
  /** A sum of products, as gates have it. */
  affine(size: Size, depth: number): string;
}

interface Names {
  readonly H: Size;
  readonly K: Size;
  readonly joined: Size;
  readonly repeated: Size;
  readonly vectors: readonly Size[];
  readonly inputs: readonly string[];
}

function createWriter({ int, pick, chance }: Random, { H, K, joined, repeated, vectors, inputs }: Names): Writer {
  const params: string[] = [];
  let known: Value[] = [];

  const parameter = (size: string): string => {
    const name = `p${params.length + 1}`;
    params.push(`param ${name}: [${size}]`);
    return name;
  };
  /** In brackets unless it is one thing. */
  const atomic = (text: string): string => (/^[\p{L}\d_.%]+(\[t(-\d)?\])?$/u.test(text) || /^\w+\([^()]*\)$/.test(text) ? text : `(${text})`);
  const matrix = (rows: Size, columns: Size): string => {
    const W = (): string => parameter(`${rows.text}, ${columns.text}`);
    return pick([W, W, W, W, W, () => `(${W()} + ${W()})`, () => `(${W()} * ${W()})`, () => `tanh(${W()})`, () => `(${parameter("")} * ${W()})`,
      // One for each row: products with weights after the passes, or, of functions of both, a matrix for each row.
      () => (chance(0.5) ? `(${atomic(number(1))} * ${W()} - ${W()})` : `${pick(bounding)}(${atomic(number(1))} * ${W()})`)])();
  };
  const leaf = (size: Size): string => {
    const fitting = known.filter((value) => value.size.text === size.text);
    if (fitting.length > 0 && chance(0.85)) return pick(fitting).text;
    if (size === single) return chance(0.5) ? parameter("") : pick(["0.5", "0.75", "scale", "1 / H", "10%"]);
    const others = known.filter((value) => value.size !== single);
    if (others.length === 0 || chance(0.3)) return parameter(size.text);
    const other = pick(others);
    return `${matrix(size, other.size)} @ ${other.text}`;
  };
  const product = (size: Size, depth: number): string => {
    const inner = pick(vectors);
    return pick([
      () => `${matrix(size, inner)} @ ${atomic(value(inner, depth - 1))}`,
      () => `${matrix(size, inner)} @ ${atomic(value(inner, depth - 1))}`,
      () => {
        const [a, b] = [pick(vectors), pick(vectors)];
        const sum: Size = { text: `${a.text} + ${b.text}`, count: a.count + b.count };
        return `${matrix(size, sum)} @ (${value(a, depth - 1)} ++ ${value(b, depth - 1)})`;
      },
      () => `${matrix(size, inner)} @ ${matrix(inner, H)} @ ${atomic(value(H, depth - 1))}`,
      () => `${parameter(size.text)} * ${atomic(value(size, depth - 1))}`,
    ])();
  };
  const affine = (size: Size, depth: number): string => {
    if (size === single) return number(depth);
    const terms = Array.from({ length: int(1, 3) }, () => product(size, depth));
    if (chance(0.6)) terms.push(parameter(size.text));
    return terms.join(" + ");
  };
  const condition = (size: Size): string => {
    const operator = pick(["<", ">", "<=", ">="]);
    // Data are quarters, so that comparing them means the same in every precision.
    const data = known.filter((v) => v.size.text === size.text && inputs.includes(v.text.replace(/\[.*/, "")));
    if (data.length > 0 && chance(0.6)) return chance(0.3) ? `${pick(data).text} ${pick(["==", "!="])} 0.25` : `${pick(data).text} ${operator} 0.1`;
    return `${leaf(size)} ${operator} 0.3`;
  };
  const number = (depth: number): string => {
    if (depth <= 0) return leaf(single);
    const inner = pick(vectors);
    return pick([
      () => `mean(${value(inner, depth - 1)})`,
      () => `max(${value(inner, depth - 1)})`,
      () => `min(${value(inner, depth - 1)})`,
      () => `tanh(sum(${value(inner, depth - 1)}))`,
      () => `sigmoid(${number(depth - 1)} + ${atomic(number(depth - 1))})`,
      () => `${atomic(number(depth - 1))} * ${atomic(number(depth - 1))}`,
      () => leaf(single),
    ])();
  };
  const value = (size: Size, depth: number): string => {
    if (size === single) return number(depth);
    if (depth <= 0) return leaf(size);
    const whole = (): string => value(size, depth - 1);
    const part = (): string => atomic(whole());
    const choices: (() => string)[] = [
      () => leaf(size),
      ...Array.from({ length: 4 }, () => () => `${pick(bounding)}(${affine(size, depth)})`),
      () => `${pick(elementwise)}(${affine(size, depth)})`,
      () => `${part()} * ${part()}`,
      () => `0.5 * (${whole()} ${pick(["+", "-"])} ${part()})`,
      () => `${part()} / (1.5 + ${square(part())})`,
      () => `${atomic(number(depth - 1))} * ${part()}`,
      () => `0.5 * ${part()} - ${atomic(number(depth - 1))}`,
      () => `where(${condition(size)}, ${whole()}, ${whole()})`,
      () => `where(${condition(single)}, ${whole()}, ${number(depth - 1)})`,
      () => `${pick(["max", "min"])}(${whole()}, ${chance(0.3) ? "0.2" : whole()})`,
      () => `softmax(${whole()})`,
      () => `exp(-abs(${whole()}))`,
      () => `log(1.5 + abs(${whole()}))`,
      () => `sqrt(0.5 + ${square(part())})`,
      () => `act(${whole()})`,
      () => `-${part()}`,
      () => `(${condition(size)}) * ${part()}`,
      () => `dropout(${whole()}, 20%)`,
    ];
    // Of fewer values it is nearly a step function.
    if (size.count >= 3) choices.push(() => `layer_norm(${affine(size, depth)})`, () => `layer_norm(${affine(size, depth)})`);
    if (size === repeated) choices.push(...Array.from({ length: 8 }, () => () => `repeat(${value(K, depth - 1)}, 2)`));
    if (size === joined) choices.push(...Array.from({ length: 8 }, () => () => `${value(H, depth - 1)} ++ ${value(K, depth - 1)}`.replace(/^(.*)$/, "($1)")));
    return pick(choices)();
  };
  return {
    params,
    know: (values) => {
      known = [...known, ...values];
    },
    forget: () => {
      known = [];
    },
    value,
    affine,
  };
}
