// Weights on the disk: a checkpoint of the runtime with the command line's own notes beside it in the
// file's metadata: what it was trained on and how, so that `evaluate` and `--resume` need not be told.
import { readFileSync } from "node:fs";
import { DataError, readTensors, writeTensors, type Settings, type TrainingOverrides } from "@rnnc/runtime";
import type { Categories } from "./data/categories.js";
import type { Format } from "./data/formats.js";
import { Failure } from "./failure.js";
import type { History } from "./history.js";
import { readingFailure, showPath } from "./files.js";

export interface TrainingNotes {
  readonly data: {
    readonly paths: readonly string[];
    readonly fingerprint: string;
    readonly columns?: string;
    readonly format?: Format;
    readonly limit?: number;
    readonly sample?: number;
    /** `--split` as it was written. */
    readonly split?: string;
    /** Files that were held out. */
    readonly validation?: readonly string[];
    /** Names of `onehot(…)` columns, in their order. */
    readonly categories: Categories;
  };
  /** What was given over the spec's train block. */
  readonly overrides: TrainingOverrides;
  /** How the held-out part was chosen, and how evaluation reads. */
  readonly settings: Pick<Settings, "validate" | "seed" | "batch" | "cut" | "truncate">;
  /** The lowest validation loss, and the epoch it came after. */
  readonly best: { readonly loss: number; readonly epoch: number } | null;
  /** How it went so far, for `rnnc plot`. */
  readonly history?: History;
}

const key = "rnnc.training";

/** Puts notes into a checkpoint's metadata. */
export function addNotes(checkpoint: Uint8Array, notes: TrainingNotes): Uint8Array {
  const { metadata, tensors } = readTensors(checkpoint);
  const { checksum: _, ...rest } = metadata;
  return writeTensors([...tensors], { ...rest, [key]: JSON.stringify(notes) });
}

export interface Weights {
  readonly bytes: Uint8Array;
  /** The model they are of; null where the file doesn't say. */
  readonly model: string | null;
  /** null: written by other means than `rnnc train`. */
  readonly notes: TrainingNotes | null;
}

/** Reads a file of weights. Throws a Failure when it is missing, cut off, damaged or no safetensors. */
export function readWeights(path: string): Weights {
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(readFileSync(path));
  } catch (error) {
    throw readingFailure(error, path);
  }
  try {
    const { metadata } = readTensors(bytes);
    const text = metadata[key];
    return { bytes, model: metadata["model"] ?? null, notes: text === undefined ? null : readNotes(text) };
  } catch (error) {
    if (error instanceof DataError) throw weightsFailure(error, path);
    throw error;
  }
}

/** null: written by a version that kept other notes. */
function readNotes(text: string): TrainingNotes | null {
  const notes = JSON.parse(text) as Partial<TrainingNotes>;
  return Array.isArray(notes.data?.paths) ? (notes as TrainingNotes) : null;
}

/** What is wrong with weights, with the file's name. */
export function weightsFailure(error: DataError, path: string): Failure {
  const other = error.code === "RNN804";
  return new Failure(error.message, { code: error.code, where: { file: showPath(path) }, ...(other ? { hint: "give the spec it was trained with, or train this one." } : {}) });
}
