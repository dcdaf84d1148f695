// onnxruntime-node: its CPU library, one thread.
import ort from "onnxruntime-node";
import { prepareOrt } from "./ort.mjs";

export const supports = () => true;
export const prepare = (row, data) => prepareOrt(ort, { executionProviders: ["cpu"], intraOpNumThreads: 1, interOpNumThreads: 1 }, row, data);
