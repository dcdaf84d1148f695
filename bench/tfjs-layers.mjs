// A row as a layer of tfjs-layers, on whichever backend is set. Data is batch-major there; weights are [in, gates·H].
import * as tf from "@tensorflow/tfjs-core";
import * as layers from "@tensorflow/tfjs-layers";
import { gates, swapAxes, transpose } from "./rows.mjs";

export const supports = (row) => row.cell !== "gru_reset_after"; // "GRUCell does not support reset_after parameter set to true"

const kinds = { elman: layers.layers.simpleRNN, lstm: layers.layers.lstm, gru: layers.layers.gru };

export function prepareLayer({ cell, D, H, B, T }, data) {
  tf.disposeVariables();
  const GH = gates[cell].length * H;
  const layer = kinds[cell]({ units: H, returnSequences: true, kernelInitializer: "zeros", recurrentInitializer: "zeros", ...(cell === "elman" ? {} : { recurrentActivation: "sigmoid" }) });
  tf.dispose(layer.apply(tf.zeros([1, 1, D]))); // builds it
  layer.setWeights([tf.tensor(transpose(data.W, GH, D), [D, GH]), tf.tensor(transpose(data.U, GH, H), [H, GH]), tf.tensor(data.b, [GH])]);
  const x = tf.variable(tf.tensor(swapAxes(data.x, T, B, D), [B, T, D]));
  const target = tf.tensor(swapAxes(data.target, T, B, H), [B, T, H]);
  const [W, U, b] = layer.trainableWeights.map((weight) => weight.val);
  const loss = () => tf.tidy(() => tf.mean(tf.squaredDifference(layer.apply(x), target)));
  const gradients = () => tf.variableGrads(loss, [x, W, U, b]);
  return {
    warm: true,
    forward: () => tf.tidy(() => void layer.apply(x)),
    train() {
      const { value, grads } = gradients();
      value.dispose();
      tf.dispose(grads);
    },
    async outputs() {
      const h = tf.tidy(() => layer.apply(x));
      const read = await h.data();
      h.dispose();
      return swapAxes(read, B, T, H);
    },
    async gradients() {
      const { value, grads } = gradients();
      const read = async (variable) => Float32Array.from(await grads[variable.name].data());
      const found = { x: swapAxes(await read(x), B, T, D), W: transpose(await read(W), D, GH), U: transpose(await read(U), H, GH), b: await read(b) };
      value.dispose();
      tf.dispose(grads);
      return found;
    },
    dispose: () => tf.dispose(target),
  };
}
