// A generated model as a function of tensors inside a larger TensorFlow.js model. Its parameters are tf.Variables, which any of
// TensorFlow.js's optimisers trains.
import { engine, tensor, tidy, variable, type Tensor, type Variable } from "@tensorflow/tfjs-core";
import { UsageError } from "../errors.js";
import type { Model, ModelTypes } from "../model.js";
import { sliceOf } from "../weights.js";
import { Bridge, type CallOptions, type Tensors } from "./bridge.js";

export interface FunctionOptions {
  /** Of dropout: the same calls draw the same masks. Default: the spec's. */
  readonly seed?: number;
}

/** A tensor for each column; for any, where a module says nothing of its columns. */
export type TensorsOf<Row> = [keyof Row] extends [never] ? Tensors : { readonly [Name in keyof Row]: Tensor };

/**
 * Takes each input as the network reads it: reals, float32 [B, T, D] (scaled, where the spec says `scale`), or ids, int32 [B, T] (the
 * boundary is id V); without the T where the input has no time. Gives each head: [B, T, n], or [B, n] where it speaks once a sequence;
 * probabilities of classes, values of reals. Can be differentiated once, by the inputs of reals and the variables.
 * Throws UsageError RNN641 for tensors or lengths that don't fit, RNN642 for another backend, RNN609 for a batch that is too large (on WebGPU
 * perhaps only the next call does, and this one gives zeros), RNN601 once it or the model is disposed of.
 */
export interface TensorFunction<T extends ModelTypes = ModelTypes> {
  (inputs: TensorsOf<T["input"]>, options?: CallOptions): TensorsOf<T["prediction"]>;
  /** The parameters by the names they have in the model. From `asFunction` on they are what the function computes with. */
  readonly variables: Readonly<Record<string, Variable>>;
  /** Writes the variables to the model: before `model.save()`, `model.predict()` and whatever else asks the model itself. */
  store(): Promise<void>;
  /** Reads the variables from the model: after `model.load()` or a training of its own. */
  restore(): Promise<void>;
  /** Disposes of the variables. The model stays. */
  dispose(): void;
}

/** Throws UsageError RNN640 for a model that was compiled without `--layer`. */
export async function asFunction<T extends ModelTypes>(model: Model<T>, options: FunctionOptions = {}): Promise<TensorFunction<T>> {
  const { description: d, executor } = model;
  const bridge = await Bridge.open(d, executor, options.seed ?? d.training.seed);
  const initial = await executor.read("parameters");
  const valuesOf = (flat: Float32Array, name: string, shape: readonly number[]) => tensor(sliceOf(d, flat, name).slice(), [...shape]);
  const variables: Readonly<Record<string, Variable>> = Object.fromEntries(
    d.parameters.map(({ name, shape, frozen }) => [name, tidy(() => variable(valuesOf(initial, name, shape), !frozen, freeName(`${d.name}/${name}`)))]),
  );
  let disposed = false;
  const checkThere = (): void => {
    if (disposed) throw new UsageError("RNN601", `the function of \`${d.name}\` was disposed of: \`await asFunction(model)\` makes another`);
  };
  const call = (inputs: TensorsOf<T["input"]>, given: CallOptions = {}): TensorsOf<T["prediction"]> => {
    checkThere();
    return bridge.run(variables, inputs as Tensors, given) as TensorsOf<T["prediction"]>;
  };
  return Object.assign(call, {
    variables,
    async store(): Promise<void> {
      checkThere();
      const flat = new Float32Array(d.parameterCount);
      for (const p of d.parameters) flat.set((await variables[p.name]!.data()) as Float32Array, p.offset);
      executor.write("parameters", flat);
    },
    async restore(): Promise<void> {
      checkThere();
      const flat = await executor.read("parameters");
      tidy(() => {
        for (const { name, shape } of d.parameters) variables[name]!.assign(valuesOf(flat, name, shape));
      });
    },
    dispose(): void {
      disposed = true;
      for (const one of Object.values(variables)) one.dispose();
    },
  });
}

/** A name that no variable has: two functions may be of one model. */
function freeName(name: string): string {
  const taken = engine().registeredVariables;
  let free = name;
  for (let i = 1; Object.hasOwn(taken, free); i++) free = `${name}_${i}`;
  return free;
}
