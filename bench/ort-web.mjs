// onnxruntime-web: WASM, one thread.
import * as ort from "onnxruntime-web";
import { prepareOrt } from "./ort.mjs";

ort.env.wasm.numThreads = 1;
export const supports = () => true;
export const prepare = (row, data) => prepareOrt(ort, { executionProviders: ["wasm"] }, row, data);
