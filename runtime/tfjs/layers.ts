// A generated model as a layer of tf.layers: it is built, trained, saved and loaded with the model it stands in. Apart from index.ts,
// so that tf.layers is loaded only by those who use it.
import { cast, getBackend, ready, serialization, tensor, tidy, type Tensor } from "@tensorflow/tfjs-core";
import { layers, type LayerVariable, type Shape } from "@tensorflow/tfjs-layers";
import type { CreateOptions, ModelFactory } from "../create.js";
import type { Model, ModelTypes } from "../model.js";
import { show, UsageError } from "../errors.js";
import { initialise, sliceOf } from "../weights.js";
import { Bridge, isTensor } from "./bridge.js";

/** `device` is that of TensorFlow.js's backend, where it isn't given. */
export interface LayerOptions extends CreateOptions {
  /** By which saved models know the class, without underscores, which tf.layers rewrites: `my_layer` becomes `MyLayer`. Default: `Rnnc` and the model's name. */
  readonly className?: string;
}

type LayerArgs = NonNullable<ConstructorParameters<typeof layers.Layer>[0]>;

export interface GeneratedLayerArgs extends LayerArgs {
  /** Of the initial weights. Default: those of the model that the class holds. */
  seed?: number;
}

export interface GeneratedLayer extends layers.Layer {
  /** Writes the weights to the class's model: to save a checkpoint of it, or to ask it alone. */
  store(): Promise<void>;
}

export interface LayerClass<T extends ModelTypes> {
  new (args?: GeneratedLayerArgs): GeneratedLayer;
  readonly className: string;
  /** Runs all layers of this class. Dispose of it when no model has one of them any more. */
  readonly model: Model<T>;
  fromConfig: typeof layers.Layer.fromConfig;
}

/**
 * A class of layers, registered so that models with one can be loaded (call it before `tf.loadLayersModel`, too). A layer takes the
 * model's inputs in their order ([B, T, D] of reals, [B, T] of ids; one tensor, or a list) and gives the heads in theirs ([B, T, n] or
 * [B, n]). A mask says where sequences end, on backends whose numbers can be read at once.
 *
 * Layers of one class take turns on one model: where a network has several, make a class for each (with a `className` of its own), or
 * values of the one that ran first are computed twice.
 * Throws UsageError RNN640 for a model that was compiled without `--layer`, and what `create` throws.
 */
export async function layerOf<T extends ModelTypes>(factory: ModelFactory<T>, options: LayerOptions = {}): Promise<LayerClass<T>> {
  const { className = `rnnc_${factory.description.name}`, ...creation } = options;
  const registered = withoutUnderscores(className);
  await ready();
  const { device = "auto" } = creation;
  // Of the two devices, tensors of the backend in use are on one alone.
  const model = await factory.create({ ...creation, device: device !== "auto" ? device : getBackend() === "webgpu" ? "webgpu" : "wasm" });
  const { description: d } = model;
  const bridge = await Bridge.open(d, model.executor, creation.seed ?? d.training.seed).catch((error: unknown) => {
    model.dispose();
    throw error;
  });
  const initial = await model.executor.read("parameters");
  const { heads, inputs } = d;

  class Layer extends layers.Layer implements GeneratedLayer {
    static className = registered;
    static readonly model = model;
    readonly #seed: number | null;
    readonly #weights = new Map<string, LayerVariable>();

    constructor(args: GeneratedLayerArgs & { readonly fingerprint?: unknown } = {}) {
      super(args);
      this.supportsMasking = true;
      this.#seed = args.seed ?? null;
      const { fingerprint } = args;
      if (fingerprint !== undefined && fingerprint !== d.fingerprint) throw new UsageError("RNN644", `a layer of \`${d.name}\` was saved with another version of the model (fingerprint ${show(fingerprint)}, here ${show(d.fingerprint)})`);
    }

    override build(inputShape: Shape | Shape[]): void {
      checkShapes(shapesOf(inputShape));
      const flat = this.#seed === null ? initial : initialise(d, this.#seed);
      for (const { name, shape, frozen } of d.parameters) {
        const values = { apply: () => tensor(sliceOf(d, flat, name).slice(), [...shape]) };
        // tf.layers asks an initializer only for its values.
        this.#weights.set(name, this.addWeight(name, [...shape], "float32", values as unknown as Parameters<typeof this.addWeight>[3], undefined, !frozen));
      }
      super.build(inputShape);
    }

    override call(given: Tensor | Tensor[], kwargs: { readonly training?: boolean; readonly mask?: Tensor | (Tensor | null)[] | null }): Tensor | Tensor[] {
      return tidy(() => {
        this.invokeCallHook(given, kwargs);
        const list = Array.isArray(given) ? given : [given];
        // A symbol of a tensor is for `apply` of its own copy of tf.layers.
        if (!list.every(isTensor)) throw new UsageError("RNN645", `a layer of \`${d.name}\` was given what is no tensor of its TensorFlow.js: @tensorflow/tfjs-layers is loaded twice, by your program and by @rnnc/runtime. \`npm ls @tensorflow/tfjs-layers\` shows both; a runtime that npm only linked to is installed as a copy from what \`npm pack\` makes of its folder`);
        const tensors = Object.fromEntries(inputs.map(({ name, kind }, i): [string, Tensor] => [name, kind !== "real" && list[i]!.dtype !== "int32" ? cast(list[i]!, "int32") : list[i]!]));
        const lengths = lengthsOf(kwargs?.mask ?? null);
        const variables = Object.fromEntries([...this.#weights].map(([name, weight]) => [name, weight.read()]));
        const outputs = bridge.run(variables as unknown as Parameters<typeof bridge.run>[0], tensors, { ...(lengths && { lengths }), ...(typeof kwargs?.training === "boolean" && { training: kwargs.training }) });
        const made = heads.map(({ name }) => outputs[name]!);
        return made.length === 1 ? made[0]! : made;
      });
    }

    override computeOutputShape(inputShape: Shape | Shape[]): Shape | Shape[] {
      const shapes = shapesOf(inputShape);
      checkShapes(shapes);
      const outputs = heads.map(({ axis, size }): Shape => {
        const [batch] = shapes[0]!;
        return axis === null ? [batch!, size] : [batch!, shapes[inputs.findIndex((input) => input.axis === axis)]![1]!, size];
      });
      return outputs.length === 1 ? outputs[0]! : outputs;
    }

    override computeMask(_: Tensor | Tensor[], mask?: Tensor | Tensor[]): Tensor | Tensor[] {
      const masks = mask === undefined || mask === null ? [] : Array.isArray(mask) ? mask : [mask];
      const made = heads.map(({ axis }) => (axis === null ? null : (masks[inputs.findIndex((input) => input.axis === axis)] ?? null)));
      return (made.length === 1 ? made[0] : made) as Tensor | Tensor[];
    }

    override getConfig(): serialization.ConfigDict {
      return { ...super.getConfig(), ...(this.#seed !== null && { seed: this.#seed }), fingerprint: d.fingerprint };
    }

    async store(): Promise<void> {
      const flat = new Float32Array(d.parameterCount);
      for (const { name, offset } of d.parameters) flat.set((await this.#weights.get(name)!.read().data()) as Float32Array, offset);
      model.executor.write("parameters", flat);
    }
  }

  function shapesOf(shape: Shape | Shape[]): Shape[] {
    return Array.isArray(shape[0]) ? (shape as Shape[]) : [shape as Shape];
  }

  /** Throws UsageError RNN641. */
  function checkShapes(shapes: readonly Shape[]): void {
    if (shapes.length !== inputs.length) throw new UsageError("RNN641", `a layer of \`${d.name}\` takes ${inputs.length} inputs (${inputs.map(({ name }) => name).join(", ")}), but was given ${shapes.length}`);
    inputs.forEach(({ name, kind, axis, size }, i) => {
      const expected = ["B", ...(axis === null ? [] : [axis]), ...(kind === "real" ? [size] : [])];
      const shape = shapes[i]!;
      const fits = shape.length === expected.length && (kind !== "real" || shape.at(-1) === size);
      if (!fits) throw new UsageError("RNN641", `\`${name}\` of a layer of \`${d.name}\` should be [${expected.join(", ")}], but is [${shape.map((one, at) => one ?? expected[at] ?? "?").join(", ")}]`);
    });
  }

  /** Where a mask says that sequences end, by axis. Throws UsageError RNN641 for one that says more, RNN642 where it can't be read. */
  function lengthsOf(mask: Tensor | readonly (Tensor | null)[] | null): Record<string, number[]> | null {
    const masks = mask === null ? [] : Array.isArray(mask) ? (mask as readonly (Tensor | null)[]) : [mask as Tensor];
    const found: Record<string, number[]> = {};
    inputs.forEach(({ name, axis }, i) => {
      const one = masks[i];
      if (!one || axis === null) return;
      if (model.executor.device !== "wasm") throw new UsageError("RNN642", `the mask of \`${name}\` of a layer of \`${d.name}\` lies on the GPU and can't be read at once: use the backend "wasm", or \`asFunction\` with \`lengths\``);
      const [size, steps] = one.shape as [number, number];
      const values = one.dataSync();
      found[axis] = Array.from({ length: size }, (_, b) => {
        const row = Array.from(values.subarray(b * steps, (b + 1) * steps), (value) => value !== 0);
        const length = row.lastIndexOf(true) + 1;
        if (row.slice(0, length).includes(false)) throw new UsageError("RNN641", `the mask of \`${name}\` of a layer of \`${d.name}\` leaves out steps before the last: fill sequences up at their end`);
        return length;
      });
    });
    return Object.keys(found).length === 0 ? null : found;
  }

  serialization.registerClass(Layer);
  return Layer as unknown as LayerClass<T>;
}

/** `my_layer` → `MyLayer` */
function withoutUnderscores(name: string): string {
  return name.split("_").map((word) => word.replace(/^./u, (letter) => letter.toUpperCase())).join("");
}
