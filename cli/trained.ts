// A spec and its weights as a model that runs: what evaluate, predict and generate begin with.
import { DataError } from "@rnnc/runtime";
import { openDevice } from "./gpu.js";
import { explainRuntimeError, loadModel, type AnyModel, type LoadedModel } from "./load.js";
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
    return { loaded, notes, model: await loaded.factory.create({ ...(await openDevice(options.device, loaded.factory.description)), weights: bytes }) };
  } catch (error) {
    if (error instanceof DataError) throw weightsFailure(error, options.weights);
    throw explainRuntimeError(error, null);
  }
}
