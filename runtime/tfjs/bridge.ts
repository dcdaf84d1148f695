// A model on tensors: dense tensors go in and come out, the model runs on the device that they are on, and TensorFlow.js gets the
// derivative as of any function of its own. Whose variables the parameters are is its callers' business (function.ts, layers.ts).
import { concat, customGrad, engine, reshape, slice, split, tidy, zeros, type DataId, type Tensor, type Variable } from "@tensorflow/tfjs-core";
import type { Description, DeviceBatch, DeviceData, Executor, InputDescription, ProgramName } from "../device.js";
import { didYouMean, isLoss, show, UsageError } from "../errors.js";
import { key as keyOf } from "../random.js";
import { countOf } from "../weights.js";
import { accessFor, type Access, type Slot } from "./access.js";
import { countRows, layOutRows, packRows, randomData, unpackTensor, type Layout, type Lengths } from "./rows.js";

export type Tensors = Readonly<Record<string, Tensor>>;

export interface CallOptions {
  /** Of each sequence [B]; by axis, where there are several. Steps past the end are not read, and outputs there are zeros. Default: all steps of the tensors. */
  readonly lengths?: Lengths;
  /** Drops out, normalises by the batch and moves running statistics, where the model does so. Default: whether a gradient is being taken. */
  readonly training?: boolean;
}

/** What one call reads besides the parameters. */
interface Call {
  readonly layout: Layout;
  /** Data that doesn't come from tensors. */
  readonly data: Readonly<Record<string, Int32Array | Float32Array>>;
}

/** One executor, and which parameters and values it holds. */
export class Bridge {
  readonly #parameters;
  readonly #reals;
  /** Of the tensors that the executor's parameters were written from, in their order. */
  #written: readonly DataId[] = [];
  /** Whose `apply` was the last program that ran: what `pullback` needs is still there. */
  #last: Call | null = null;
  /** `uses` of the executor after our last use. */
  #uses = -1;
  #calls = 0;

  /** Throws UsageError RNN640 for a model without the programs. */
  static async open(description: Description, executor: Executor, seed: number): Promise<Bridge> {
    if (!description.layer) throw new UsageError("RNN640", `\`${description.name}\` was compiled to be used alone: compile it with \`rnnc compile --layer\` to have it as a part of a TensorFlow.js model`);
    await executor.warm(["predict", "apply", "pullback"]);
    return new Bridge(description, executor, seed);
  }

  private constructor(readonly description: Description, readonly executor: Executor, readonly seed: number) {
    this.#parameters = [...description.parameters].sort((a, b) => a.offset - b.offset);
    this.#reals = description.inputs.filter(({ kind }) => kind === "real");
  }

  /** The heads' outputs by name: [B, T, n], or [B, n] without time. `variables` are the parameters by name. */
  run(variables: Readonly<Record<string, Variable>>, inputs: Tensors, { lengths, training }: CallOptions): Tensors {
    const d = this.description;
    const { size, steps } = checkInputs(d, inputs);
    const layout = layOutRows(d, size, steps, lengths);
    const recorded = engine().isTapeOn();
    const trains = training ?? recorded;
    const differs = d.layer!.differs;
    const program = (differs ? trains : recorded) ? "apply" : "predict";
    const call: Call = { layout, data: { ...layout.data, ...statesOf(d, size), ...(trains && differs && randomData(layout, keyOf(this.seed, ++this.#calls))) } };
    const trained = this.#parameters.filter(({ frozen }) => !frozen).map(({ name }) => variables[name]!);
    const ids = d.inputs.filter(({ kind }) => kind !== "real");
    const compute = customGrad((...given) => {
      const save = given.at(-1) as unknown as (tensors: Tensor[]) => void;
      const reals = given.slice(0, this.#reals.length) as Tensor[];
      const packed = this.#pack(layout, [...reals, ...ids.map(({ name }) => inputs[name]!)], [...this.#reals, ...ids]);
      save(packed);
      const made = this.#apply(call, program, packed, variables, trains && differs);
      const outputs = d.heads.map((head) => unpackTensor(layout, head.axis, made[`output.${head.name}`]!, head.size));
      const value = outputs.length === 1 ? outputs[0]! : concat(outputs.map((output) => reshape(output, [-1])));
      const gradFunc = (dy: Tensor, saved: Tensor[]): Tensor[] => {
        if (program === "predict") throw new UsageError("RNN643", `a gradient of \`${d.name}\`, which drops out or normalises by the batch, is one in training: call it with \`training: true\``);
        return this.#pullBack(call, this.#splitHeads(layout, dy), saved, variables);
      };
      return { value, gradFunc };
    });
    return tidy(() => {
      const outputs = this.#splitHeads(layout, compute(...this.#reals.map(({ name }) => inputs[name]!), ...trained));
      return Object.fromEntries(d.heads.map(({ name }, i): [string, Tensor] => [name, outputs[i]!]));
    });
  }

  /** Forgets what the executor holds where someone else has written to it or run it: `model.load()`, `model.predict()`. */
  #look(): void {
    if (this.executor.uses === this.#uses) return;
    this.#written = [];
    this.#last = null;
  }

  /** What heads said, or gradients by it, of one tensor. */
  #splitHeads(layout: Layout, value: Tensor): Tensor[] {
    const { heads } = this.description;
    const shapes = heads.map((head) => denseShape(layout, head.axis, head.size));
    if (heads.length === 1) return [value];
    return split(value, shapes.map((shape) => shape.reduce((a, b) => a * b, 1))).map((part, i) => reshape(part, shapes[i]!));
  }

  #pack(layout: Layout, tensors: readonly Tensor[], inputs: readonly InputDescription[]): Tensor[] {
    return inputs.map(({ axis, kind, size }, i) => packRows(layout, axis, tensors[i]!, kind === "real" ? size : null));
  }

  /** `packed`: reals, then ids. Outputs as rows, by name. */
  #apply(call: Call, program: "apply" | "predict", packed: readonly Tensor[], variables: Readonly<Record<string, Variable>>, moves: boolean): Record<string, Tensor> {
    const d = this.description;
    const access = accessFor(this.executor, d.name);
    const slots = new Map<string, Slot>();
    for (const head of d.heads) if (countRows(call.layout, head.axis) > 0) slots.set(`output.${head.name}`, access.make([countRows(call.layout, head.axis), head.size]));
    const running = moves ? d.parameters.filter((p) => p.running) : [];
    for (const { name, shape } of running) slots.set(`running.${name}`, access.make(shape));
    this.#enqueue(access, [program], call, packed, {}, slots, variables);
    this.#last = program === "apply" ? call : null;
    for (const { name } of running) variables[name]!.assign(slots.get(`running.${name}`)!.tensor());
    return Object.fromEntries(d.heads.map(({ name, size }): [string, Tensor] => [`output.${name}`, slots.get(`output.${name}`)?.tensor() ?? zeros([0, size])]));
  }

  /** Gradients of the real inputs, then of the parameters that have one. */
  #pullBack(call: Call, seeds: readonly Tensor[], packed: readonly Tensor[], variables: Readonly<Record<string, Variable>>): Tensor[] {
    const d = this.description;
    this.#look();
    // Another call came in between: its values lie where this one's were.
    if (this.#last !== call) tidy(() => void this.#apply(call, "apply", packed, variables, false));
    const access = accessFor(this.executor, d.name);
    const { layout } = call;
    const rows = Object.fromEntries(d.heads.map((head, i): [string, Tensor] => [`seed.${head.name}`, packRows(layout, head.axis, seeds[i]!, head.size)]));
    const slots = new Map<string, Slot>();
    const trained = this.#parameters.filter(({ frozen }) => !frozen);
    // The flat gradients are as long as the parameters; frozen ones lie behind the others.
    if (trained.length > 0) slots.set("gradients", access.make([d.parameterCount]));
    for (const { name, axis, size } of this.#reals) if (countRows(layout, axis) > 0) slots.set(`gradient.${name}`, access.make([countRows(layout, axis), size]));
    this.#enqueue(access, ["pullback"], call, packed, rows, slots, variables);
    const ofInputs = this.#reals.map(({ name, axis, size }) => unpackTensor(layout, axis, slots.get(`gradient.${name}`)?.tensor() ?? zeros([0, size]), size));
    const flat = slots.get("gradients")?.tensor();
    return [...ofInputs, ...trained.map((p) => reshape(slice(flat!, [p.offset], [countOf(p)]), [...p.shape]))];
  }

  #enqueue(access: Access, programs: readonly ProgramName[], call: Call, packed: readonly Tensor[], more: Tensors, slots: ReadonlyMap<string, Slot>, variables: Readonly<Record<string, Variable>>): void {
    const d = this.description;
    this.#look();
    const now = this.#parameters.map(({ name }) => variables[name]!);
    const changed = now.length !== this.#written.length || now.some(({ dataId }, i) => dataId !== this.#written[i]);
    const parameters = changed ? this.#flatten(now) : null;
    const tensors: Record<string, Tensor> = { ...more, ...(parameters && { parameters }) };
    [...this.#reals, ...d.inputs.filter(({ kind }) => kind !== "real")].forEach(({ name }, i) => (tensors[name] = packed[i]!));
    const data: Record<string, DeviceData> = { ...call.data };
    for (const [name, tensor] of Object.entries(tensors)) data[name] = tensor.size > 0 ? access.read(tensor) : tensor.dtype === "int32" ? new Int32Array(0) : new Float32Array(0);
    for (const input of d.inputs) checkIds(d, input, data[input.name]!);
    const batch: DeviceBatch = { size: call.layout.size, axes: Object.fromEntries(Object.entries(call.layout.axes).map(([name, { axis }]) => [name, axis])), data };
    const outputs = Object.fromEntries([...slots].map(([name, slot]): [string, DeviceData] => [name, slot.data()]));
    access.flush();
    this.#submit(programs, batch, outputs);
    this.#uses = this.executor.uses;
    this.#written = now.map(({ dataId }) => dataId);
  }

  #submit(programs: readonly ProgramName[], batch: DeviceBatch, outputs: Readonly<Record<string, DeviceData>>): void {
    try {
      this.executor.enqueue(programs, batch, outputs);
    } catch (error) {
      if (!isLoss(error)) throw error;
      // What the executor says of its weights doesn't hold: here they are tensors.
      throw new UsageError("RNN632", `the GPU device of \`${this.description.name}\` and of TensorFlow.js was lost, and with it all tensors there, weights too: call \`await useWebGpu(WebGPUBackend)\` again, create the models anew, and load the weights that were last saved`);
    }
  }

  #flatten(parameters: readonly Variable[]): Tensor {
    const flat = parameters.map((parameter): Tensor => reshape(parameter, [-1]));
    return flat.length === 1 ? flat[0]! : concat(flat);
  }
}

/** [B, T, n], or [B, n]. */
function denseShape(layout: Layout, axis: string | null, size: number): number[] {
  return axis === null ? [layout.size, size] : [layout.size, layout.axes[axis]!.steps, size];
}

/** Not by its class, of which there may be two. */
export function isTensor(value: unknown): value is Tensor {
  return typeof value === "object" && value !== null && "dataId" in value;
}

/** A call reads whole sequences: states that training carries from chunk to chunk start afresh. */
function statesOf(d: Description, size: number): Record<string, Float32Array> {
  if (d.training.gradient.kind !== "tbptt") return {};
  return { ...Object.fromEntries(d.states.map((state) => [`state.${state.name}`, new Float32Array(size * state.size)])), "state.fresh": new Float32Array(size).fill(1) };
}

/** B, and T of each axis. Throws UsageError RNN641. */
function checkInputs(d: Description, inputs: Tensors): { readonly size: number; readonly steps: Record<string, number> } {
  const wrong = (message: string): never => {
    throw new UsageError("RNN641", message);
  };
  const record = `{ ${d.inputs.map(({ name }) => name).join(", ")} }`;
  if (typeof inputs !== "object" || inputs === null || isTensor(inputs)) wrong(`\`${d.name}\` takes an object with its tensors, ${record}, but was given ${isTensor(inputs) ? "a tensor" : show(inputs)}`);
  for (const name of Object.keys(inputs)) {
    if (!d.inputs.some((input) => input.name === name)) wrong(`\`${d.name}\` has no input \`${name}\`${didYouMean(name, d.inputs.map((input) => input.name))}`);
  }
  let size: number | null = null;
  const steps: Record<string, number> = {};
  for (const input of d.inputs) {
    const tensor = Object.hasOwn(inputs, input.name) ? inputs[input.name] : undefined;
    if (tensor === undefined) return wrong(`\`${d.name}\` was given no tensor \`${input.name}\``);
    const real = input.kind === "real";
    const expected = ["B", ...(input.axis === null ? [] : [input.axis]), ...(real ? [String(input.size)] : [])];
    if (!isTensor(tensor)) return wrong(`\`${input.name}\` of \`${d.name}\` should be a tensor, but is ${show(tensor)}`);
    if (tensor.isDisposed) wrong(`\`${input.name}\` of \`${d.name}\` is a tensor that was disposed of`);
    const { shape, dtype } = tensor;
    const wanted = `\`${input.name}\` of \`${d.name}\` should be a tensor [${expected.join(", ")}] of ${real ? "float32" : "int32 ids"}`;
    if (dtype !== (real ? "float32" : "int32")) wrong(`${wanted}, but is one of ${dtype}`);
    if (shape.length !== expected.length || (real && shape.at(-1) !== input.size)) wrong(`${wanted}, but is [${shape.join(", ")}]`);
    if (size !== null && shape[0] !== size) wrong(`${wanted}, but has ${shape[0]} sequences where \`${d.inputs[0]!.name}\` has ${size}`);
    size = shape[0]!;
    if (input.axis === null) continue;
    const known = steps[input.axis];
    if (known !== undefined && known !== shape[1]) wrong(`${wanted}, but has ${shape[1]} steps where another input along ${input.axis} has ${known}`);
    steps[input.axis] = shape[1]!;
  }
  if (size === null || size === 0) return wrong(`\`${d.name}\` was given a batch of no sequences`);
  return { size, steps };
}

/** Where ids can be seen they are looked at: they say which weights are read. */
function checkIds(d: Description, { name, kind, size, boundary }: InputDescription, data: DeviceData): void {
  if (kind === "real" || !ArrayBuffer.isView(data)) return;
  const end = size + (boundary ? 1 : 0);
  for (const id of data) if (id < 0 || id >= end) throw new UsageError("RNN641", `\`${name}\` of \`${d.name}\` has ids from 0 to ${end - 1}, but one is ${id}`);
}
