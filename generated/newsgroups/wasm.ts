// Made by rnnc from the model `newsgroups` in specs/models/newsgroups.rnn. Change the spec and compile it again, not this file.
// @ts-nocheck
// The programs on WASM: one function each, in the order of the work. `k` holds the kernels, `m` the byte addresses of buffers, `batch`
// the packed rows. Shapes: B sequences, N the steps of all of them. Sequences are sorted, longest first: step t of an axis holds
// `rows[t]` rows, from row `start[t]` on. Addresses are in bytes, 4 a number.

import { expand, sumSteps, type Arena, type Kernels, type Packed, type WasmPrograms } from "@rnnc/runtime";
export { kernels } from "./wasm.binary.js";

/**
 * Packs the weights for products and computes what depends on weights alone; after every change of the parameters.
 * Reads parameters [1029570].
 */
export function prepare(k: Kernels, m: Arena): void {
  k.pack_100x128(m.parameters + offset.reader_2_W, m.reader_2_W_packed); // reader.2.W for products
  k.pack_128x128(m.parameters + offset.reader_2_U, m.reader_2_U_packed); // reader.2.U for products
  k.pack_128x2(m.parameters + offset.label_W, m.label_W_packed); // label.W for products
  k.pack_2x128(m.parameters + offset.label_W, m.label_W_packed_2); // label.W for products
  k.pack_128x128_2(m.parameters + offset.reader_2_U, m.reader_2_U_packed_2); // reader.2.U for products
  k.pack_128x100(m.parameters + offset.reader_2_W, m.reader_2_W_packed_2); // reader.2.W for products
}

/**
 * From inputs to outputs; keeps nothing but them.
 * Reads text [N].
 * Gives output.label [B, 2].
 */
export function predict(k: Kernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.gather_100(m.parameters + offset.reader_1_E, m.text, m.reader_1, T.total); // reader.1 [N, 100]
  k.map_expand(m.expand_2, T.total); // expand [N]
  sumSteps(k.add_1, k.zero_1, m.expand_2, m.sum_steps, 4, 4, T, batch.size); // sum_steps [B]
  k.gemm_100x128_bias(m.reader_1, m.reader_2_W_packed, m.reader_2_pre, m.parameters + offset.reader_2_b, T.total); // reader.2.pre [N, 128]
  k.zero_128(m.reader_2_h_state, batch.size); // reader.2.h_before starts at zeros

  // reader.2.h
  const { reader_2_h_state, reader_2_U_packed, reader_2_U_h_before, reader_2_pre, reader_2_h } = m;
  for (let t = 0; t < T.steps; t++) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.gemm_128x128(reader_2_h_state, reader_2_U_packed, reader_2_U_h_before, rows); // reader.2.U_h_before [B, 128]
    k.map_reader_2_h(reader_2_pre + at * 512, reader_2_U_h_before, reader_2_h + at * 512, reader_2_h_state, rows); // reader.2.h [B, 128]
  }

  sumSteps(k.add_128, k.zero_128, m.reader_2_h, m.sum_steps_2, 512, 512, T, batch.size); // sum_steps [B, 128]
  k.map_reader(m.sum_steps_2, m.sum_steps, m.reader, batch.size); // reader [B, 128]
  k.gemm_128x2_bias(m.reader, m.label_W_packed, m.label_logits, m.parameters + offset.label_b, batch.size); // label.logits [B, 2]
  k.map_label_logits_add(m.label_logits, m.label_logits_add, m.output_label, m.log, batch.size); // label.logits.add [B, 2], mul [B, 2], log [B]
}

/**
 * After `predict`, on the same batch: how far the outputs are from the targets.
 * Reads weight.label [B], target.label [B].
 * Gives loss.label [], loss [].
 */
export function score(k: Kernels, m: Arena, batch: Packed): void {
  k.map_label_loss(m.weight_label, m.log, m.target_label, m.label_logits_add, m.label_loss, batch.size); // label.loss [B]
  k.sum_rows_1(m.label_loss, m.loss_label, batch.size); // label.loss.sum_rows []
}

/**
 * The loss, keeping what `backward` needs.
 * Reads text [N], random.key [], random.sequence [B], weight.label [B], target.label [B].
 * Gives loss.label [], loss [].
 */
export function forward(k: Kernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.gather_100(m.parameters + offset.reader_1_E, m.text_2, m.reader_1_2, T.total); // reader.1 [N, 100]
  k.map_expand(m.expand_2_2, T.total); // expand [N]
  k.map_mul(m.random_key, m.random_sequence, m.mul, batch.size); // mul [B, 100]
  sumSteps(k.add_1, k.zero_1, m.expand_2_2, m.sum_steps_3, 4, 4, T, batch.size); // sum_steps [B]
  expand(k.copy_100, m.mul, m.expand_3, 400, 400, T); // expand [N, 100]
  k.map_recip(m.sum_steps_3, m.recip, batch.size); // recip [B]
  k.map_reader_1_mul(m.reader_1_2, m.expand_3, m.reader_1_mul, T.total); // reader.1.mul [N, 100]
  k.gemm_100x128_bias(m.reader_1_mul, m.reader_2_W_packed, m.reader_2_pre_2, m.parameters + offset.reader_2_b, T.total); // reader.2.pre [N, 128]
  k.zero_128(m.reader_2_h_state_2, batch.size); // reader.2.h_before starts at zeros

  // reader.2.h
  const { reader_2_h_state_2, reader_2_U_packed, reader_2_U_h_before_2, reader_2_pre_2, reader_2_h_2, reader_2_h_before } = m;
  for (let t = 0; t < T.steps; t++) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.gemm_128x128(reader_2_h_state_2, reader_2_U_packed, reader_2_U_h_before_2, rows); // reader.2.U_h_before [B, 128]
    k.map_reader_2_h_2(
      reader_2_pre_2 + at * 512,
      reader_2_U_h_before_2,
      reader_2_h_state_2,
      reader_2_h_2 + at * 512,
      reader_2_h_state_2,
      reader_2_h_before + at * 512,
      rows,
    ); // reader.2.h [B, 128], reader.2.h_before [B, 128]
  }

  sumSteps(k.add_128, k.zero_128, m.reader_2_h_2, m.sum_steps_4, 512, 512, T, batch.size); // sum_steps [B, 128]
  k.map_reader_2(m.sum_steps_4, m.recip, m.reader_2, batch.size); // reader [B, 128]
  k.gemm_128x2_bias(m.reader_2, m.label_W_packed, m.label_logits_2, m.parameters + offset.label_b, batch.size); // label.logits [B, 2]
  k.map_label_loss_2(m.weight_label_2, m.label_logits_2, m.target_label_2, m.label_loss_2, m.label_dlogits, batch.size); // label.loss [B], label.dlogits [B, 2]
  k.sum_rows_1(m.label_loss_2, m.loss_label_2, batch.size); // label.loss.sum_rows []
}

/**
 * After `forward`, on the same batch: the gradient of the loss by every parameter.
 * Reads text [N].
 * Gives gradients [1029570].
 */
export function backward(k: Kernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.gemm_2x128(m.label_dlogits, m.label_W_packed_2, m.dreader, batch.size); // dreader [B, 128]
  k.row_product_2x128(m.label_dlogits, m.reader_2, m.gradients + offset.label_W, batch.size); // label.dW [2, 128]
  k.sum_rows_2(m.label_dlogits, m.gradients + offset.label_b, batch.size); // label.db [2]
  k.map_reader_2(m.dreader, m.recip, m.dreader_mul, batch.size); // dreader.mul [B, 128]
  expand(k.copy_128, m.dreader_mul, m.reader_2_dh, 512, 512, T); // reader.2.dh [N, 128]
  k.zero_128(m.reader_2_dh_before_state, batch.size); // reader.2.dh_after starts at zeros

  // reader.2.dh_before
  const { reader_2_dh_before_state, reader_2_dh, reader_2_h_2, reader_2_dh_pre, reader_2_U_packed_2 } = m;
  for (let t = T.steps - 1; t >= 0; t--) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.map_reader_2_dh_pre(reader_2_dh_before_state, reader_2_dh + at * 512, reader_2_h_2 + at * 512, reader_2_dh_pre + at * 512, rows); // reader.2.dh_pre [B, 128]
    k.gemm_128x128(reader_2_dh_pre + at * 512, reader_2_U_packed_2, reader_2_dh_before_state, rows); // reader.2.dh_before [B, 128]
  }

  k.gemm_128x100(m.reader_2_dh_pre, m.reader_2_W_packed_2, m.reader_2_W_dh_pre, T.total); // reader.2.W_dh_pre [N, 100]
  k.row_product_128x100(m.reader_2_dh_pre, m.reader_1_mul, m.gradients + offset.reader_2_W, T.total); // reader.2.dW [128, 100]
  k.row_product_128x128(m.reader_2_dh_pre, m.reader_2_h_before, m.gradients + offset.reader_2_U, T.total); // reader.2.dU [128, 128]
  k.sum_rows_128(m.reader_2_dh_pre, m.gradients + offset.reader_2_b, T.total); // reader.2.db [128]
  k.map_reader_1_mul(m.reader_2_W_dh_pre, m.expand_3, m.reader_d1, T.total); // reader.d1 [N, 100]
  k.zero_1000000(m.gradients, 1); // reader.1.dE [10000, 100]
  k.scatter_add_100(m.text_2, m.reader_d1, m.gradients + offset.reader_1_E, T.total); // reader.1.dE [10000, 100]
}

/**
 * Clipping and one step of the optimiser, over the flat buffers.
 * Reads gradients [1029570], moment1 [1029570], moment2 [1029570], parameters [1029570], update.rate [], update.bias1 [], update.bias2 [].
 * Gives norm [], moment1 [1029570], moment2 [1029570], parameters [1029570].
 */
export function update(k: Kernels, m: Arena): void {
  k.map_norm(
    m.gradients,
    m.moment1,
    m.moment2,
    m.parameters,
    m.update_rate,
    m.update_bias1,
    m.update_bias2,
    m.norm,
    m.moment1,
    m.moment2,
    m.parameters,
    1,
  ); // sqrt [], add [1029570], parameters.add [1029570]
}

/** Bytes from the start of the flat buffers to each parameter. */
const offset = {
  reader_1_E: 0,
  reader_2_W: 4000000,
  reader_2_U: 4051200,
  reader_2_b: 4116736,
  label_W: 4117248,
  label_b: 4118272,
} as const;

/** Bytes at the bottom of memory that hold the kernels' constants. */
export const reserved = 26816;

/** Floats that each region of the arena has: in all for `none`, a row for the others. */
export const regions = {
  none: 4178444,
  B: 388,
  "N:T": 813,
} satisfies WasmPrograms["regions"];

/** Where buffers lie: floats from the start of their region (times the rows the arena is made for), floats from one row to the next. */
export const buffers = {
  parameters: { rows: "none", offset: 0, width: 1029570, integer: false }, // [1029570]
  gradients: { rows: "none", offset: 1029570, width: 1029570, integer: false }, // [1029570]
  moment1: { rows: "none", offset: 2059140, width: 1029570, integer: false }, // [1029570]
  moment2: { rows: "none", offset: 3088710, width: 1029570, integer: false }, // [1029570]
  output_label: { rows: "B", offset: 2, width: 2, integer: false }, // [B, 2] output.label
  log: { rows: "B", offset: 8, width: 1, integer: false }, // [B]
  label_logits_add: { rows: "B", offset: 6, width: 2, integer: false }, // [B, 2] label.logits.add
  label_logits: { rows: "B", offset: 4, width: 2, integer: false }, // [B, 2] label.logits
  reader: { rows: "B", offset: 133, width: 128, integer: false }, // [B, 128]
  sum_steps: { rows: "B", offset: 4, width: 1, integer: false }, // [B]
  expand_2: { rows: "N:T", offset: 0, width: 1, integer: false }, // [N] expand
  sum_steps_2: { rows: "B", offset: 5, width: 128, integer: false }, // [B, 128]
  reader_2_pre: { rows: "N:T", offset: 101, width: 128, integer: false }, // [N, 128] reader.2.pre
  reader_1: { rows: "N:T", offset: 1, width: 100, integer: false }, // [N, 100] reader.1
  text: { rows: "N:T", offset: 0, width: 1, integer: true }, // [N]
  reader_2_W_packed: { rows: "none", offset: 4118280, width: 12800, integer: false }, // [100, 128] packed reader.2.W.packed
  reader_2_h_state: { rows: "B", offset: 5, width: 128, integer: false }, // [B, 128] reader.2.h.state
  reader_2_h: { rows: "N:T", offset: 229, width: 128, integer: false }, // [N, 128] reader.2.h
  reader_2_U_h_before: { rows: "B", offset: 133, width: 128, integer: false }, // [B, 128] reader.2.U_h_before
  reader_2_U_packed: { rows: "none", offset: 4131080, width: 16384, integer: false }, // [128, 128] packed reader.2.U.packed
  label_W_packed: { rows: "none", offset: 4147464, width: 1024, integer: false }, // [128, 2] packed label.W.packed
  loss_label: { rows: "none", offset: 4178440, width: 1, integer: false }, // [] loss.label
  label_loss: { rows: "B", offset: 4, width: 1, integer: false }, // [B] label.loss
  weight_label: { rows: "B", offset: 0, width: 1, integer: false }, // [B] weight.label
  target_label: { rows: "B", offset: 1, width: 1, integer: true }, // [B] target.label
  loss_label_2: { rows: "none", offset: 4178441, width: 1, integer: false }, // [] loss.label_2
  label_dlogits: { rows: "B", offset: 6, width: 2, integer: false }, // [B, 2] label.dlogits
  label_loss_2: { rows: "B", offset: 0, width: 1, integer: false }, // [B] label.loss_2
  label_logits_2: { rows: "B", offset: 4, width: 2, integer: false }, // [B, 2] label.logits_2
  reader_2: { rows: "B", offset: 132, width: 128, integer: false }, // [B, 128]
  recip: { rows: "B", offset: 3, width: 1, integer: false }, // [B]
  sum_steps_3: { rows: "B", offset: 0, width: 1, integer: false }, // [B]
  expand_2_2: { rows: "N:T", offset: 101, width: 1, integer: false }, // [N] expand_2
  sum_steps_4: { rows: "B", offset: 4, width: 128, integer: false }, // [B, 128]
  reader_2_pre_2: { rows: "N:T", offset: 301, width: 128, integer: false }, // [N, 128] reader.2.pre_2
  reader_1_mul: { rows: "N:T", offset: 201, width: 100, integer: false }, // [N, 100] reader.1.mul
  expand_3: { rows: "N:T", offset: 101, width: 100, integer: false }, // [N, 100]
  mul: { rows: "B", offset: 3, width: 100, integer: false }, // [B, 100]
  reader_1_2: { rows: "N:T", offset: 1, width: 100, integer: false }, // [N, 100] reader.1_2
  text_2: { rows: "N:T", offset: 0, width: 1, integer: true }, // [N]
  random_key: { rows: "none", offset: 4178440, width: 1, integer: true }, // [] random.key
  random_sequence: { rows: "B", offset: 0, width: 1, integer: true }, // [B] random.sequence
  reader_2_h_state_2: { rows: "B", offset: 4, width: 128, integer: false }, // [B, 128] reader.2.h.state_2
  reader_2_h_2: { rows: "N:T", offset: 429, width: 128, integer: false }, // [N, 128] reader.2.h_2
  reader_2_h_before: { rows: "N:T", offset: 557, width: 128, integer: false }, // [N, 128] reader.2.h_before
  reader_2_U_h_before_2: { rows: "B", offset: 132, width: 128, integer: false }, // [B, 128] reader.2.U_h_before_2
  weight_label_2: { rows: "B", offset: 1, width: 1, integer: false }, // [B] weight.label_2
  target_label_2: { rows: "B", offset: 2, width: 1, integer: true }, // [B] target.label_2
  reader_d1: { rows: "N:T", offset: 201, width: 100, integer: false }, // [N, 100] reader.d1
  reader_2_W_dh_pre: { rows: "N:T", offset: 1, width: 100, integer: false }, // [N, 100] reader.2.W_dh_pre
  reader_2_dh: { rows: "N:T", offset: 301, width: 128, integer: false }, // [N, 128] reader.2.dh
  dreader_mul: { rows: "B", offset: 4, width: 128, integer: false }, // [B, 128] dreader.mul
  dreader: { rows: "B", offset: 260, width: 128, integer: false }, // [B, 128]
  label_W_packed_2: { rows: "none", offset: 4148488, width: 256, integer: false }, // [2, 128] packed label.W.packed_2
  reader_2_dh_before_state: { rows: "B", offset: 0, width: 128, integer: false }, // [B, 128] reader.2.dh_before.state
  reader_2_dh_pre: { rows: "N:T", offset: 685, width: 128, integer: false }, // [N, 128] reader.2.dh_pre
  reader_2_U_packed_2: { rows: "none", offset: 4148744, width: 16384, integer: false }, // [128, 128] packed reader.2.U.packed_2
  reader_2_W_packed_2: { rows: "none", offset: 4165128, width: 13312, integer: false }, // [128, 100] packed reader.2.W.packed_2
  norm: { rows: "none", offset: 4178443, width: 1, integer: false }, // []
  update_rate: { rows: "none", offset: 4178440, width: 1, integer: false }, // [] update.rate
  update_bias1: { rows: "none", offset: 4178441, width: 1, integer: false }, // [] update.bias1
  update_bias2: { rows: "none", offset: 4178442, width: 1, integer: false }, // [] update.bias2
} satisfies WasmPrograms["buffers"];

/** The programs, and which buffers hold what they read and give. */
export const programs = {
  prepare: { run: prepare, inputs: { parameters: "parameters" }, outputs: {} },
  predict: { run: predict, inputs: { text: "text" }, outputs: { "output.label": "output_label" } },
  score: {
    run: score,
    inputs: { "weight.label": "weight_label", "target.label": "target_label" },
    outputs: { "loss.label": "loss_label", loss: "loss_label" },
  },
  forward: {
    run: forward,
    inputs: {
      text: "text_2",
      "random.key": "random_key",
      "random.sequence": "random_sequence",
      "weight.label": "weight_label_2",
      "target.label": "target_label_2",
    },
    outputs: { "loss.label": "loss_label_2", loss: "loss_label_2" },
  },
  backward: { run: backward, inputs: { text: "text_2" }, outputs: { gradients: "gradients" } },
  update: {
    run: update,
    inputs: {
      gradients: "gradients",
      moment1: "moment1",
      moment2: "moment2",
      parameters: "parameters",
      "update.rate": "update_rate",
      "update.bias1": "update_bias1",
      "update.bias2": "update_bias2",
    },
    outputs: { norm: "norm", moment1: "moment1", moment2: "moment2", parameters: "parameters" },
  },
} satisfies WasmPrograms["programs"];
