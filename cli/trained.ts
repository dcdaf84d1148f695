// A spec and its weights as a model that runs: what evaluate, predict and generate begin with.
import { DataError } from "@rnnc/runtime";
import { Failure } from "./failure.js";
import { loadModel, type AnyModel, type LoadedModel } from "./load.js";
import type { ModelOptions } from "./options.js";
import { readWeights, weightsFailure, type TrainingNotes } from "./weights.js";

export interface TrainedModel {
  readonly loaded: LoadedModel;
  readonly model: AnyModel;
  readonly notes: TrainingNotes | null;
}

/** Throws a Failure for a spec with errors and for weights that are missing, damaged or of another model. */
export async function createTrained(spec: string, options: ModelOptions & { readonly weights: string }): Promise<TrainedModel> {
  const { bytes, notes } = readWeights(options.weights);
  const loaded = await loadModel(spec, options.model);
  try {
    return { loaded, notes, model: await loaded.factory.create({ device: options.device, weights: bytes }) };
  } catch (error) {
    if (error instanceof DataError) throw weightsFailure(error, options.weights);
    if (error instanceof Error && error.message.startsWith("internal:")) throw error;
    throw error instanceof Error && "code" in error && String(error.code).startsWith("RNN") ? new Failure(error.message, { exitCode: 2 }) : error;
  }
}
