// Reads what PyTorch computed (test/reference, made by make.py there). Says what the files hold; compares nothing.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import type { Example } from "../../runtime/examples.js";

interface Parameters {
  readonly [name: string]: { readonly shape: readonly number[]; readonly data: readonly number[] };
}

type Numbers = Readonly<Record<string, readonly number[]>>;
/** By name, for each example. */
type Rows = Readonly<Record<string, readonly (readonly number[])[]>>;

/** A recurrent network with a class head `y` at every step and a head `z` of three reals at the end. */
export interface NetworkReference {
  /** The spec that all of this is of. */
  readonly spec: string;
  /** `lstm(7)`, `bidirectional lstm(7)` */
  readonly cell: string;
  readonly layers: number;
  readonly D: number;
  readonly H: number;
  readonly examples: readonly Example[];
  readonly parameters: Parameters;
  /** Of the top layer, for each example [T · H], twice as wide with two directions. */
  readonly hidden: readonly (readonly number[])[];
  /** Class probabilities [T · 4] of y, the values of z. */
  readonly outputs: Rows;
  /** States at the end, by `h.LAYER.STATE`, or `h.LAYER.DIRECTION.STATE`. */
  readonly finals: Rows;
  readonly losses: { readonly y: number; readonly z: number; readonly total: number };
  readonly gradients: Numbers;
  readonly inputGradients: Rows;
  /** Ten losses with Adam and clipping, and the gradient's norm before each update. */
  readonly training: readonly number[];
  readonly norms: readonly number[];
}

/** One affine head on a vector with one loss. */
export interface LossReference {
  readonly name: string;
  readonly spec: string;
  readonly examples: readonly Example[];
  readonly parameters: Parameters;
  readonly outputs: Rows;
  readonly loss: number;
  readonly gradients: Numbers;
}

/** A network whose first states are learned. */
export type InitialReference = LossReference & Pick<NetworkReference, "training" | "norms">;

/** Ten updates of one affine head with one optimiser. */
export interface OptimizerReference {
  readonly name: string;
  readonly spec: string;
  readonly examples: readonly Example[];
  readonly parameters: Parameters;
  readonly training: readonly number[];
  readonly norms: readonly number[];
  readonly trained: Numbers;
}

/** A network with one kind of normalisation in three places: over steps below and above a recurrent layer, and over sequences. */
export interface NormReference {
  readonly name: string;
  readonly spec: string;
  readonly examples: readonly Example[];
  readonly parameters: Parameters;
  /** What it says in evaluation mode before training and after ten updates. */
  readonly untrained: Rows;
  readonly evaluated: Rows;
  /** Of the first update. */
  readonly gradients: Numbers;
  readonly training: readonly number[];
  readonly norms: readonly number[];
  /** Running statistics after ten updates, by parameter. */
  readonly running: Numbers;
}

/** A decoder that starts from another sequence or a vector and ends with a boundary. */
export interface DecoderReference {
  readonly name: string;
  readonly spec: string;
  readonly examples: readonly Example[];
  readonly parameters: Parameters;
  /** Probabilities before training, for each example [(T + 1) · classes]. */
  readonly outputs: Rows;
  /** Of the first update. */
  readonly gradients: Numbers;
  readonly training: readonly number[];
  readonly norms: readonly number[];
}

const pathOf = (file: string): string => fileURLToPath(new URL(`../reference/${file}`, import.meta.url));
const readJson = (name: string): object => JSON.parse(gunzipSync(readFileSync(pathOf(`${name}.json.gz`))).toString()) as object;

export const networkNames = ["elman_tanh", "elman_relu", "lstm", "gru_reset_after"].flatMap((cell) => [cell, `${cell}_two_layers`, `${cell}_wide`, `${cell}_bidirectional`])
  .concat("lstm_projected", "gru", "minimal_gru", "lstm_peephole", "lstm_coupled", "layer_norm_lstm", "lstm_1997", "lstm_2000", "ugrnn", "indrnn", "jordan", "output_recurrent", "min_gru", "min_lstm");

export function readNetwork(name: string): NetworkReference {
  return { ...(readJson(name) as Omit<NetworkReference, "spec">), spec: readFileSync(pathOf(`${name}.rnn`), "utf8") };
}

export function readLosses(): readonly LossReference[] {
  return (readJson("losses") as { cases: readonly LossReference[] }).cases;
}

export function readInitials(): readonly InitialReference[] {
  return (readJson("initials") as { cases: readonly InitialReference[] }).cases;
}

export function readNorms(): readonly NormReference[] {
  return (readJson("norms") as { cases: readonly NormReference[] }).cases;
}

export function readDecoders(): readonly DecoderReference[] {
  return (readJson("decoders") as { cases: readonly DecoderReference[] }).cases;
}

export function readOptimizers(): readonly OptimizerReference[] {
  return (readJson("optimizers") as { cases: readonly OptimizerReference[] }).cases;
}
