// What `@rnnc/runtime` exports: for people, for generated modules (the moves of wasm/rows.ts and the types of device.ts), and for the compiler (types).
export * from "./device.js";
export * from "./errors.js";
export * from "./examples.js";
export * from "./random.js";
export { lengthOf, pack, packAxis, unpackRows, type PackedBatch } from "./batch.js";
export { readCheckpoint, readTensors, writeCheckpoint, writeTensors, type Checkpoint, type Tensor, type TensorFile, type TrainingPosition } from "./checkpoint.js";
export { createEncoder, decode, encode, fitTo, joinWords, namesOf, needsFitting, tokenize, unusedIds, type EncodeOptions, type Encoder } from "./encode.js";
export { generate, sample, type Generated, type GenerateOptions, type SamplingOptions } from "./generate.js";
export { defineModel, Model, type Columns, type CreateOptions, type GeneratedOf, type ModelDefinition, type ModelFactory, type ModelFitOptions, type ModelTypes } from "./model.js";
export type { HeadPrediction } from "./predictions.js";
export type { Stream, States } from "./stream.js";
export { countOf, initialise, parameterOf, sliceOf } from "./weights.js";
export { createWasmExecutor, hasRelaxedSimd } from "./wasm/executor.js";
export { expand, first, last, placeFirst, placeLast, shift, shiftReverse, sumSteps } from "./wasm/rows.js";
