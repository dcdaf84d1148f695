// This compiler on its WASM kernels.
import { openNetworks, trainingPrograms } from "./networks.mjs";

export const supports = () => true;

export async function prepare(row, data) {
  const networks = await openNetworks(row, data, { device: "wasm" });
  const { inference, seen, training, learned } = networks;
  return {
    ...networks,
    forward: () => inference.run(["predict"], seen, ["output.y"]),
    train: () => training.run(trainingPrograms, learned, ["loss"]),
  };
}
