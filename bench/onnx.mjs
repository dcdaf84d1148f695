// One recurrent layer as an ONNX model (protobuf bytes), its weights inside, so that a runtime may pack them once.
// Only the few messages and fields of onnx.proto that this takes.
import { reorder } from "./rows.mjs";

function varint(value) {
  const bytes = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) + 128);
  return Buffer.from([...bytes, value]);
}
const int = (field, value) => Buffer.concat([varint(field * 8), varint(value)]);
const bytes = (field, value) => Buffer.concat([varint(field * 8 + 2), varint(value.length), value]);
const text = (field, value) => bytes(field, Buffer.from(value));
const message = (field, ...parts) => bytes(field, Buffer.concat(parts));

const FLOAT = 1;
const tensor = (name, dims, data) =>
  message(5, ...dims.map((n) => int(1, n)), int(2, FLOAT), text(8, name), bytes(9, Buffer.from(data.buffer, data.byteOffset, data.byteLength)));
const value = (field, name, dims) => message(field, text(1, name), message(2, message(1, int(1, FLOAT), message(2, ...dims.map((n) => message(1, int(1, n)))))));
const attribute = (name, number) => message(5, text(1, name), int(3, number), int(20, 2));

/** ONNX's order of gates in ours: iofc and zrh. */
const orders = { elman: [0], lstm: [0, 3, 1, 2], gru: [0, 1, 2], gru_reset_after: [0, 1, 2] };
const operators = { elman: "RNN", lstm: "LSTM", gru: "GRU", gru_reset_after: "GRU" };

/** Input `X` [T, B, D], output `Y` [T, 1, B, H]. */
export function makeModel({ cell, D, H, B, T }, data) {
  const order = orders[cell];
  const GH = order.length * H;
  const biases = new Float32Array(2 * GH); // of W, then of U
  biases.set(reorder(data.b, H, order));
  if (data.c) biases.set(data.c, 2 * GH - H);
  const node = message(
    1,
    ...["X", "W", "R", "B"].map((name) => text(1, name)),
    text(2, "Y"),
    text(4, operators[cell]),
    attribute("hidden_size", H),
    ...(cell === "gru_reset_after" ? [attribute("linear_before_reset", 1)] : []),
  );
  const graph = message(
    7,
    node,
    text(2, "layer"),
    tensor("W", [1, GH, D], reorder(data.W, H * D, order)),
    tensor("R", [1, GH, H], reorder(data.U, H * H, order)),
    tensor("B", [1, 2 * GH], biases),
    value(11, "X", [T, B, D]),
    value(12, "Y", [T, 1, B, H]),
  );
  return new Uint8Array(Buffer.concat([int(1, 8), graph, message(8, text(1, ""), int(2, 14))])); // IR 8, opset 14
}
