// What the two ONNX runtimes share; they have no training.
import { makeModel } from "./onnx.mjs";

export async function prepareOrt(ort, options, row, data) {
  const session = await ort.InferenceSession.create(makeModel(row, data), options);
  const feeds = { X: new ort.Tensor("float32", data.x, [row.T, row.B, row.D]) };
  return {
    forward: () => session.run(feeds),
    outputs: async () => (await session.run(feeds)).Y.data,
    dispose: () => session.release(),
  };
}
