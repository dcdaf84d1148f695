// tfjs-layers on its WASM backend, one thread. Data is batch-major there; weights are [in, gates·H].
import * as tf from "@tensorflow/tfjs-core";
import * as layers from "@tensorflow/tfjs-layers";
import { setThreadsCount, setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { dirname } from "node:path";
import { createRequire } from "node:module";
import { gates, swapAxes, transpose } from "./rows.mjs";

export const supports = (row) => row.cell !== "gru_reset_after"; // "GRUCell does not support reset_after parameter set to true"

const kinds = { elman: layers.layers.simpleRNN, lstm: layers.layers.lstm, gru: layers.layers.gru };

let started;
function start() {
  setWasmPaths(dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm")) + "/");
  tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  setThreadsCount(1);
  return tf.setBackend("wasm");
}

export async function prepare({ cell, D, H, B, T }, data) {
  if (!(await (started ??= start()))) throw new Error("the wasm backend did not start");
  tf.disposeVariables();
  const GH = gates[cell].length * H;
  const layer = kinds[cell]({ units: H, returnSequences: true, kernelInitializer: "zeros", recurrentInitializer: "zeros", ...(cell === "elman" ? {} : { recurrentActivation: "sigmoid" }) });
  tf.dispose(layer.apply(tf.zeros([B, T, D]))); // builds it
  layer.setWeights([tf.tensor(transpose(data.W, GH, D), [D, GH]), tf.tensor(transpose(data.U, GH, H), [H, GH]), tf.tensor(data.b, [GH])]);
  const x = tf.variable(tf.tensor(swapAxes(data.x, T, B, D), [B, T, D]));
  const target = tf.tensor(swapAxes(data.target, T, B, H), [B, T, H]);
  const [W, U, b] = layer.trainableWeights.map((weight) => weight.val);
  const loss = () => tf.tidy(() => tf.mean(tf.squaredDifference(layer.apply(x), target)));
  const gradients = () => tf.variableGrads(loss, [x, W, U, b]);
  return {
    forward: () => tf.tidy(() => void layer.apply(x)),
    train() {
      const { value, grads } = gradients();
      value.dispose();
      tf.dispose(grads);
    },
    outputs: () => tf.tidy(() => swapAxes(layer.apply(x).dataSync(), B, T, H)),
    gradients() {
      const { grads } = gradients();
      const read = (variable) => Float32Array.from(grads[variable.name].dataSync());
      return { x: swapAxes(read(x), B, T, D), W: transpose(read(W), D, GH), U: transpose(read(U), H, GH), b: read(b) };
    },
  };
}
