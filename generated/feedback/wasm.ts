// Made by rnnc from the model `feedback` in specs/models/feedback.rnn. Change the spec and compile it again, not this file.
// @ts-nocheck
// The programs on WASM: one function each, in the order of the work. `k` holds the kernels, `m` the byte addresses of buffers, `batch`
// the packed rows. Shapes: B sequences, N the steps of all of them. Sequences are sorted, longest first: step t of an axis holds
// `rows[t]` rows, from row `start[t]` on. Addresses are in bytes, 4 a number.

import { type Arena, type Kernels, type Packed, type WasmPrograms } from "@rnnc/runtime";
export { kernels } from "./wasm.binary.js";

/**
 * Packs the weights for products and computes what depends on weights alone; after every change of the parameters.
 * Reads parameters [78809].
 */
export function prepare(k: Kernels, m: Arena): void {
  k.pack_24x128(m.parameters + offset.memory_2_lower_W, m.memory_2_lower_W_packed); // memory.2.lower.W for products
  k.pack_128x128(m.parameters + offset.memory_2_lower_U, m.memory_2_lower_U_packed); // memory.2.lower.U for products
  k.pack_128x128_2(m.parameters + offset.memory_2_lower_W + 96, m.memory_2_lower_W_upper_U_packed); // memory.2.lower.W_upper.U for products
  k.pack_128x128(m.parameters + offset.memory_2_upper_U, m.memory_2_lower_W_upper_U_packed + 65536); // memory.2.lower.W_upper.U for products
  k.pack_128x128(m.parameters + offset.memory_2_upper_W, m.memory_2_upper_W_packed); // memory.2.upper.W for products
  k.pack_128x65(m.parameters + offset.name_W, m.name_W_packed); // name.W for products
  k.pack_65x128(m.parameters + offset.name_W, m.name_W_packed_2); // name.W for products
  k.pack_128x128_3(m.parameters + offset.memory_2_upper_W, m.memory_2_upper_W_U_packed); // memory.2.upper.W_U for products
  k.pack_128x128_3(m.parameters + offset.memory_2_upper_U, m.memory_2_upper_W_U_packed + 65536); // memory.2.upper.W_U for products
  k.pack_128x152(m.parameters + offset.memory_2_lower_W, m.memory_2_lower_W_U_packed); // memory.2.lower.W_U for products
  k.pack_128x128_3(m.parameters + offset.memory_2_lower_U, m.memory_2_lower_W_U_packed + 77824); // memory.2.lower.W_U for products
  k.pack_128x128(m.parameters + offset.memory_2_upper_U, m.memory_2_upper_U_packed); // memory.2.upper.U for products
  k.pack_152x128(m.parameters + offset.memory_2_lower_W, m.memory_2_lower_W_packed_2); // memory.2.lower.W for products
}

/**
 * From inputs to outputs; keeps nothing but them.
 * Reads name [N].
 * Gives output.name [N, 65].
 */
export function predict(k: Kernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.gather_24(m.parameters + offset.memory_1_E, m.name, m.memory_1, T.total); // memory.1 [N, 24]
  k.gemm_24x128_bias(m.memory_1, m.memory_2_lower_W_packed, m.memory_2_lower_pre, m.parameters + offset.memory_2_lower_b, T.total); // memory.2.lower.pre [N, 128]
  k.zero_128(m.memory_2_upper_h_state, batch.size); // memory.2.b_before starts at zeros
  k.zero_128(m.memory_2_lower_h_state, batch.size); // memory.2.lower.h_before starts at zeros

  // memory.2.upper.h, memory.2.lower.h
  const {
    memory_2_lower_h_state,
    memory_2_lower_U_packed,
    memory_2_lower_U_h_before,
    memory_2_upper_h_state,
    memory_2_lower_W_upper_U_packed,
    memory_2_lower_W_upper_U_b_before,
    memory_2_lower_pre,
    memory_2_upper_W_packed,
    memory_2_upper_W_h,
    parameters,
    memory_2_upper_h,
  } = m;
  for (let t = 0; t < T.steps; t++) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.gemm_128x128(memory_2_lower_h_state, memory_2_lower_U_packed, memory_2_lower_U_h_before, rows); // memory.2.lower.U_h_before [B, 128]
    k.gemm_128x256(memory_2_upper_h_state, memory_2_lower_W_upper_U_packed, memory_2_lower_W_upper_U_b_before, rows); // memory.2.lower.W_upper.U_b_before [B, 256]
    k.map_memory_2_lower_h_state(
      memory_2_lower_pre + at * 512,
      memory_2_lower_W_upper_U_b_before,
      memory_2_lower_U_h_before,
      memory_2_lower_h_state,
      rows,
    ); // memory.2.lower.h [B, 128]
    k.gemm_128x128(memory_2_lower_h_state, memory_2_upper_W_packed, memory_2_upper_W_h, rows); // memory.2.upper.W_h [B, 128]
    k.map_memory_2_upper_h(
      memory_2_upper_W_h,
      memory_2_lower_W_upper_U_b_before + 512,
      parameters + offset.memory_2_upper_b,
      memory_2_upper_h + at * 512,
      memory_2_upper_h_state,
      rows,
    ); // memory.2.upper.h [B, 128]
  }

  k.gemm_128x65_bias(m.memory_2_upper_h, m.name_W_packed, m.name_logits, m.parameters + offset.name_b, T.total); // name.logits [N, 65]
  k.map_name_logits_add(m.name_logits, m.name_logits_add, m.output_name, m.log, T.total); // name.logits.add [N, 65], mul [N, 65], log [N]
}

/**
 * After `predict`, on the same batch: how far the outputs are from the targets.
 * Reads weight.name [N], target.name [N].
 * Gives loss.name [], loss [].
 */
export function score(k: Kernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.map_name_loss(m.weight_name, m.log, m.target_name, m.name_logits_add, m.name_loss, T.total); // name.loss [N]
  k.sum_rows_1(m.name_loss, m.loss_name, T.total); // name.loss.sum_rows []
}

/**
 * The loss, keeping what `backward` needs.
 * Reads name [N], weight.name [N], target.name [N].
 * Gives loss.name [], loss [].
 */
export function forward(k: Kernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.gather_24(m.parameters + offset.memory_1_E, m.name_2, m.memory_1_2, T.total); // memory.1 [N, 24]
  k.gemm_24x128_bias(m.memory_1_2, m.memory_2_lower_W_packed, m.memory_2_lower_pre_2, m.parameters + offset.memory_2_lower_b, T.total); // memory.2.lower.pre [N, 128]
  k.zero_128(m.memory_2_upper_h_state_2, batch.size); // memory.2.b_before starts at zeros
  k.zero_128(m.memory_2_lower_h_state_2, batch.size); // memory.2.lower.h_before starts at zeros

  // memory.2.upper.h, memory.2.lower.h
  const {
    memory_2_lower_h_state_2,
    memory_2_lower_U_packed,
    memory_2_lower_U_h_before_2,
    memory_2_upper_h_state_2,
    memory_2_lower_W_upper_U_packed,
    memory_2_lower_W_upper_U_b_before_2,
    memory_2_lower_pre_2,
    memory_2_lower_h,
    memory_2_b_before,
    memory_2_lower_h_before,
    memory_2_upper_W_packed,
    memory_2_upper_W_h_2,
    parameters,
    memory_2_upper_h_2,
  } = m;
  for (let t = 0; t < T.steps; t++) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.gemm_128x128(memory_2_lower_h_state_2, memory_2_lower_U_packed, memory_2_lower_U_h_before_2, rows); // memory.2.lower.U_h_before [B, 128]
    k.gemm_128x256(memory_2_upper_h_state_2, memory_2_lower_W_upper_U_packed, memory_2_lower_W_upper_U_b_before_2, rows); // memory.2.lower.W_upper.U_b_before [B, 256]
    k.map_memory_2_lower_h(
      memory_2_lower_pre_2 + at * 512,
      memory_2_lower_W_upper_U_b_before_2,
      memory_2_lower_U_h_before_2,
      memory_2_upper_h_state_2,
      memory_2_lower_h_state_2,
      memory_2_lower_h + at * 512,
      memory_2_lower_h_state_2,
      memory_2_b_before + at * 512,
      memory_2_lower_h_before + at * 512,
      rows,
    ); // memory.2.lower.h [B, 128], memory.2.b_before [B, 128], memory.2.lower.h_before [B, 128]
    k.gemm_128x128(memory_2_lower_h + at * 512, memory_2_upper_W_packed, memory_2_upper_W_h_2, rows); // memory.2.upper.W_h [B, 128]
    k.map_memory_2_upper_h(
      memory_2_upper_W_h_2,
      memory_2_lower_W_upper_U_b_before_2 + 512,
      parameters + offset.memory_2_upper_b,
      memory_2_upper_h_2 + at * 512,
      memory_2_upper_h_state_2,
      rows,
    ); // memory.2.upper.h [B, 128]
  }

  k.gemm_128x65_bias(m.memory_2_upper_h_2, m.name_W_packed, m.name_logits_2, m.parameters + offset.name_b, T.total); // name.logits [N, 65]
  k.map_name_loss_2(m.weight_name_2, m.name_logits_2, m.target_name_2, m.name_loss_2, m.name_dlogits, T.total); // name.loss [N], name.dlogits [N, 65]
  k.sum_rows_1(m.name_loss_2, m.loss_name_2, T.total); // name.loss.sum_rows []
}

/**
 * After `forward`, on the same batch: the gradient of the loss by every parameter.
 * Reads name [N].
 * Gives gradients [78809].
 */
export function backward(k: Kernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.gemm_65x128(m.name_dlogits, m.name_W_packed_2, m.memory_2_db, T.total); // memory.2.db [N, 128]
  k.copy_24(m.memory_1_2, m.memory_1_2_b_before, T.total); // memory.1 [N, 24]
  k.copy_128(m.memory_2_b_before, m.memory_1_2_b_before + 96, T.total); // memory.2.b_before [N, 128]
  k.row_product_65x128(m.name_dlogits, m.memory_2_upper_h_2, m.gradients + offset.name_W, T.total); // name.dW [65, 128]
  k.sum_rows_65(m.name_dlogits, m.gradients + offset.name_b, T.total); // name.db [65]
  k.zero_128(m.memory_2_db_before_state, batch.size); // memory.2.upper.dh_after starts at zeros
  k.zero_128(m.memory_2_lower_dh_before_state, batch.size); // memory.2.lower.dh_after starts at zeros

  // memory.2.db_before, memory.2.lower.dh_before
  const {
    memory_2_db_before_state,
    memory_2_db,
    memory_2_upper_h_2,
    memory_2_upper_dh_pre,
    memory_2_upper_W_U_packed,
    memory_2_upper_W_U_dh_pre,
    memory_2_lower_dh_before_state,
    memory_2_lower_h,
    memory_2_lower_dh_pre,
    memory_2_lower_W_U_packed,
    memory_2_lower_W_U_dh_pre_2,
    memory_2_lower_W_U_dh_pre,
  } = m;
  for (let t = T.steps - 1; t >= 0; t--) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.map_memory_2_upper_dh_pre(
      memory_2_db_before_state,
      memory_2_db + at * 512,
      memory_2_upper_h_2 + at * 512,
      memory_2_upper_dh_pre + at * 512,
      rows,
    ); // memory.2.upper.dh_pre [B, 128]
    k.gemm_128x256(memory_2_upper_dh_pre + at * 512, memory_2_upper_W_U_packed, memory_2_upper_W_U_dh_pre, rows); // memory.2.upper.W_U_dh_pre [B, 256]
    k.map_memory_2_lower_dh_pre(
      memory_2_lower_dh_before_state,
      memory_2_upper_W_U_dh_pre,
      memory_2_lower_h + at * 512,
      memory_2_lower_dh_pre + at * 512,
      rows,
    ); // memory.2.lower.dh_pre [B, 128]
    k.gemm_128x280(memory_2_lower_dh_pre + at * 512, memory_2_lower_W_U_packed, memory_2_lower_W_U_dh_pre_2, rows); // memory.2.lower.W_U_dh_pre [B, 280]
    k.copy_24_2(memory_2_lower_W_U_dh_pre_2, memory_2_lower_W_U_dh_pre + at * 96, rows); // memory.2.lower.W_U_dh_pre [B, 24]
    k.map_memory_2_db_before_state(memory_2_upper_W_U_dh_pre + 512, memory_2_lower_W_U_dh_pre_2 + 96, memory_2_db_before_state, rows); // memory.2.db_before [B, 128]
    k.copy_128_2(memory_2_lower_W_U_dh_pre_2 + 608, memory_2_lower_dh_before_state, rows); // memory.2.lower.dh_before [B, 128]
  }

  k.zero_1560(m.gradients, 1); // memory.1.dE [65, 24]
  k.scatter_add_24(m.name_2, m.memory_2_lower_W_U_dh_pre, m.gradients + offset.memory_1_E, T.total); // memory.1.dE [65, 24]
  k.row_product_128x152(m.memory_2_lower_dh_pre, m.memory_1_2_b_before, m.gradients + offset.memory_2_lower_W, T.total); // memory.2.lower.dW [128, 152]
  k.row_product_128x128(m.memory_2_lower_dh_pre, m.memory_2_lower_h_before, m.gradients + offset.memory_2_lower_U, T.total); // memory.2.lower.dU [128, 128]
  k.sum_rows_128(m.memory_2_lower_dh_pre, m.gradients + offset.memory_2_lower_b, T.total); // memory.2.lower.db [128]
  k.row_product_128x128(m.memory_2_upper_dh_pre, m.memory_2_lower_h, m.gradients + offset.memory_2_upper_W, T.total); // memory.2.upper.dW [128, 128]
  k.row_product_128x128(m.memory_2_upper_dh_pre, m.memory_2_b_before, m.gradients + offset.memory_2_upper_U, T.total); // memory.2.upper.dU [128, 128]
  k.sum_rows_128(m.memory_2_upper_dh_pre, m.gradients + offset.memory_2_upper_b, T.total); // memory.2.upper.db [128]
}

/**
 * Clipping and one step of the optimiser, over the flat buffers.
 * Reads gradients [78809], moment1 [78809], moment2 [78809], parameters [78809], update.rate [], update.bias1 [], update.bias2 [].
 * Gives norm [], moment1 [78809], moment2 [78809], parameters [78809].
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
  ); // sqrt [], add [78809], parameters.add [78809]
}

/**
 * One step of every sequence: states in and out.
 * Reads name [B], state.memory.2.b [B, 128], state.memory.2.lower.h [B, 128], state.memory.2.upper.h [B, 128].
 * Gives output.name [B, 65], final.memory.2.b [B, 128], final.memory.2.lower.h [B, 128], final.memory.2.upper.h [B, 128].
 */
export function step(k: Kernels, m: Arena, batch: Packed): void {
  k.gather_24_2(m.parameters + offset.memory_1_E, m.name_3, m.memory_1_2_b_initial, batch.size); // memory.1 [B, 24]
  k.copy_128(m.state_memory_2_b, m.memory_1_2_b_initial + 96, batch.size); // memory.2.b.initial [B, 128]
  k.gemm_128x128(m.state_memory_2_lower_h, m.memory_2_lower_U_packed, m.memory_2_lower_U_initial, batch.size); // memory.2.lower.U_initial [B, 128]
  k.gemm_128x128(m.state_memory_2_upper_h, m.memory_2_upper_U_packed, m.memory_2_upper_U_initial, batch.size); // memory.2.upper.U_initial [B, 128]
  k.gemm_152x128(m.memory_1_2_b_initial, m.memory_2_lower_W_packed_2, m.memory_2_lower_W_initial, batch.size); // memory.2.lower.W_initial [B, 128]
  k.map_final_memory_2_lower_h(
    m.memory_2_lower_W_initial,
    m.memory_2_lower_U_initial,
    m.parameters + offset.memory_2_lower_b,
    m.final_memory_2_lower_h,
    batch.size,
  ); // memory.2.lower.h [B, 128]
  k.gemm_128x128(m.final_memory_2_lower_h, m.memory_2_upper_W_packed, m.memory_2_upper_W_h_3, batch.size); // memory.2.upper.W_h [B, 128]
  k.map_final_memory_2_lower_h(
    m.memory_2_upper_W_h_3,
    m.memory_2_upper_U_initial,
    m.parameters + offset.memory_2_upper_b,
    m.final_memory_2_b,
    batch.size,
  ); // memory.2.upper.h [B, 128]
  k.gemm_128x65_bias(m.final_memory_2_b, m.name_W_packed, m.name_logits_3, m.parameters + offset.name_b, batch.size); // name.logits [B, 65]
  k.map_output_name_2(m.name_logits_3, m.output_name_2, batch.size); // mul [B, 65]
}

/** Bytes from the start of the flat buffers to each parameter. */
const offset = {
  memory_1_E: 0,
  memory_2_lower_W: 6240,
  memory_2_lower_U: 84064,
  memory_2_lower_b: 149600,
  memory_2_upper_W: 150112,
  memory_2_upper_U: 215648,
  memory_2_upper_b: 281184,
  name_W: 281696,
  name_b: 314976,
} as const;

/** Bytes at the bottom of memory that hold the kernels' constants. */
export const reserved = 26816;

/** Floats that each region of the arena has: in all for `none`, a row for the others. */
export const regions = {
  none: 505832,
  "N:T": 1140,
  B: 858,
} satisfies WasmPrograms["regions"];

/** Where buffers lie: floats from the start of their region (times the rows the arena is made for), floats from one row to the next. */
export const buffers = {
  parameters: { rows: "none", offset: 0, width: 78809, integer: false }, // [78809]
  gradients: { rows: "none", offset: 78809, width: 78809, integer: false }, // [78809]
  moment1: { rows: "none", offset: 157618, width: 78809, integer: false }, // [78809]
  moment2: { rows: "none", offset: 236427, width: 78809, integer: false }, // [78809]
  output_name: { rows: "N:T", offset: 3, width: 65, integer: false }, // [N, 65] output.name
  log: { rows: "N:T", offset: 0, width: 1, integer: false }, // [N]
  name_logits_add: { rows: "N:T", offset: 133, width: 65, integer: false }, // [N, 65] name.logits.add
  name_logits: { rows: "N:T", offset: 68, width: 65, integer: false }, // [N, 65] name.logits
  memory_2_lower_pre: { rows: "N:T", offset: 92, width: 128, integer: false }, // [N, 128] memory.2.lower.pre
  memory_1: { rows: "N:T", offset: 68, width: 24, integer: false }, // [N, 24] memory.1
  name: { rows: "N:T", offset: 0, width: 1, integer: true }, // [N]
  memory_2_lower_W_packed: { rows: "none", offset: 315236, width: 3072, integer: false }, // [24, 128] packed memory.2.lower.W.packed
  memory_2_upper_h_state: { rows: "B", offset: 256, width: 128, integer: false }, // [B, 128] memory.2.upper.h.state
  memory_2_lower_h_state: { rows: "B", offset: 384, width: 128, integer: false }, // [B, 128] memory.2.lower.h.state
  memory_2_upper_h: { rows: "N:T", offset: 220, width: 128, integer: false }, // [N, 128] memory.2.upper.h
  memory_2_upper_W_h: { rows: "B", offset: 512, width: 128, integer: false }, // [B, 128] memory.2.upper.W_h
  memory_2_lower_U_h_before: { rows: "B", offset: 640, width: 128, integer: false }, // [B, 128] memory.2.lower.U_h_before
  memory_2_lower_W_upper_U_b_before: { rows: "B", offset: 0, width: 256, integer: false }, // [B, 256] memory.2.lower.W_upper.U_b_before
  memory_2_lower_U_packed: { rows: "none", offset: 318308, width: 16384, integer: false }, // [128, 128] packed memory.2.lower.U.packed
  memory_2_lower_W_upper_U_packed: { rows: "none", offset: 334692, width: 32768, integer: false }, // [128, 256] packed memory.2.lower.W_upper.U.packed
  memory_2_upper_W_packed: { rows: "none", offset: 367460, width: 16384, integer: false }, // [128, 128] packed memory.2.upper.W.packed
  name_W_packed: { rows: "none", offset: 383844, width: 9216, integer: false }, // [128, 65] packed name.W.packed
  loss_name: { rows: "none", offset: 505828, width: 1, integer: false }, // [] loss.name
  name_loss: { rows: "N:T", offset: 68, width: 1, integer: false }, // [N] name.loss
  weight_name: { rows: "N:T", offset: 1, width: 1, integer: false }, // [N] weight.name
  target_name: { rows: "N:T", offset: 2, width: 1, integer: true }, // [N] target.name
  loss_name_2: { rows: "none", offset: 505828, width: 1, integer: false }, // [] loss.name_2
  name_dlogits: { rows: "N:T", offset: 667, width: 65, integer: false }, // [N, 65] name.dlogits
  name_loss_2: { rows: "N:T", offset: 92, width: 1, integer: false }, // [N] name.loss_2
  name_logits_2: { rows: "N:T", offset: 27, width: 65, integer: false }, // [N, 65] name.logits_2
  memory_2_lower_pre_2: { rows: "N:T", offset: 27, width: 128, integer: false }, // [N, 128] memory.2.lower.pre_2
  memory_1_2: { rows: "N:T", offset: 3, width: 24, integer: false }, // [N, 24] memory.1_2
  name_2: { rows: "N:T", offset: 0, width: 1, integer: true }, // [N]
  memory_2_upper_h_state_2: { rows: "B", offset: 256, width: 128, integer: false }, // [B, 128] memory.2.upper.h.state_2
  memory_2_lower_h_state_2: { rows: "B", offset: 384, width: 128, integer: false }, // [B, 128] memory.2.lower.h.state_2
  memory_2_upper_h_2: { rows: "N:T", offset: 155, width: 128, integer: false }, // [N, 128] memory.2.upper.h_2
  memory_2_lower_h: { rows: "N:T", offset: 283, width: 128, integer: false }, // [N, 128] memory.2.lower.h
  memory_2_b_before: { rows: "N:T", offset: 411, width: 128, integer: false }, // [N, 128] memory.2.b_before
  memory_2_lower_h_before: { rows: "N:T", offset: 539, width: 128, integer: false }, // [N, 128] memory.2.lower.h_before
  memory_2_upper_W_h_2: { rows: "B", offset: 512, width: 128, integer: false }, // [B, 128] memory.2.upper.W_h_2
  memory_2_lower_U_h_before_2: { rows: "B", offset: 640, width: 128, integer: false }, // [B, 128] memory.2.lower.U_h_before_2
  memory_2_lower_W_upper_U_b_before_2: { rows: "B", offset: 0, width: 256, integer: false }, // [B, 256] memory.2.lower.W_upper.U_b_before_2
  weight_name_2: { rows: "N:T", offset: 1, width: 1, integer: false }, // [N] weight.name_2
  target_name_2: { rows: "N:T", offset: 2, width: 1, integer: true }, // [N] target.name_2
  memory_1_2_b_before: { rows: "N:T", offset: 732, width: 152, integer: false }, // [N, 152] memory.1_2.b_before
  memory_2_db: { rows: "N:T", offset: 27, width: 128, integer: false }, // [N, 128] memory.2.db
  name_W_packed_2: { rows: "none", offset: 393060, width: 8320, integer: false }, // [65, 128] packed name.W.packed_2
  memory_2_db_before_state: { rows: "B", offset: 536, width: 128, integer: false }, // [B, 128] memory.2.db_before.state
  memory_2_lower_dh_before_state: { rows: "B", offset: 664, width: 128, integer: false }, // [B, 128] memory.2.lower.dh_before.state
  memory_2_lower_W_U_dh_pre: { rows: "N:T", offset: 1, width: 24, integer: false }, // [N, 24] memory.2.lower.W_U_dh_pre
  memory_2_lower_dh_pre: { rows: "N:T", offset: 884, width: 128, integer: false }, // [N, 128] memory.2.lower.dh_pre
  memory_2_upper_dh_pre: { rows: "N:T", offset: 1012, width: 128, integer: false }, // [N, 128] memory.2.upper.dh_pre
  memory_2_lower_W_U_dh_pre_2: { rows: "B", offset: 0, width: 280, integer: false }, // [B, 280] memory.2.lower.W_U_dh_pre_2
  memory_2_upper_W_U_dh_pre: { rows: "B", offset: 280, width: 256, integer: false }, // [B, 256] memory.2.upper.W_U_dh_pre
  memory_2_upper_W_U_packed: { rows: "none", offset: 401380, width: 32768, integer: false }, // [128, 256] packed memory.2.upper.W_U.packed
  memory_2_lower_W_U_packed: { rows: "none", offset: 434148, width: 35840, integer: false }, // [128, 280] packed memory.2.lower.W_U.packed
  norm: { rows: "none", offset: 505831, width: 1, integer: false }, // []
  update_rate: { rows: "none", offset: 505828, width: 1, integer: false }, // [] update.rate
  update_bias1: { rows: "none", offset: 505829, width: 1, integer: false }, // [] update.bias1
  update_bias2: { rows: "none", offset: 505830, width: 1, integer: false }, // [] update.bias2
  output_name_2: { rows: "B", offset: 641, width: 65, integer: false }, // [B, 65] output.name_2
  final_memory_2_b: { rows: "B", offset: 385, width: 128, integer: false }, // [B, 128] final.memory.2.b
  final_memory_2_lower_h: { rows: "B", offset: 513, width: 128, integer: false }, // [B, 128] final.memory.2.lower.h
  memory_1_2_b_initial: { rows: "B", offset: 706, width: 152, integer: false }, // [B, 152] memory.1_2.b.initial
  name_logits_3: { rows: "B", offset: 0, width: 65, integer: false }, // [B, 65] name.logits_3
  memory_2_upper_U_initial: { rows: "B", offset: 128, width: 128, integer: false }, // [B, 128] memory.2.upper.U_initial
  memory_2_upper_W_h_3: { rows: "B", offset: 0, width: 128, integer: false }, // [B, 128] memory.2.upper.W_h_3
  memory_2_lower_U_initial: { rows: "B", offset: 0, width: 128, integer: false }, // [B, 128] memory.2.lower.U_initial
  memory_2_lower_W_initial: { rows: "B", offset: 256, width: 128, integer: false }, // [B, 128] memory.2.lower.W_initial
  name_3: { rows: "B", offset: 384, width: 1, integer: true }, // [B]
  state_memory_2_b: { rows: "B", offset: 0, width: 128, integer: false }, // [B, 128] state.memory.2.b
  state_memory_2_lower_h: { rows: "B", offset: 128, width: 128, integer: false }, // [B, 128] state.memory.2.lower.h
  state_memory_2_upper_h: { rows: "B", offset: 256, width: 128, integer: false }, // [B, 128] state.memory.2.upper.h
  memory_2_upper_U_packed: { rows: "none", offset: 469988, width: 16384, integer: false }, // [128, 128] packed memory.2.upper.U.packed
  memory_2_lower_W_packed_2: { rows: "none", offset: 486372, width: 19456, integer: false }, // [152, 128] packed memory.2.lower.W.packed_2
} satisfies WasmPrograms["buffers"];

/** The programs, and which buffers hold what they read and give. */
export const programs = {
  prepare: { run: prepare, inputs: { parameters: "parameters" }, outputs: {} },
  predict: { run: predict, inputs: { name: "name" }, outputs: { "output.name": "output_name" } },
  score: {
    run: score,
    inputs: { "weight.name": "weight_name", "target.name": "target_name" },
    outputs: { "loss.name": "loss_name", loss: "loss_name" },
  },
  forward: {
    run: forward,
    inputs: { name: "name_2", "weight.name": "weight_name_2", "target.name": "target_name_2" },
    outputs: { "loss.name": "loss_name_2", loss: "loss_name_2" },
  },
  backward: { run: backward, inputs: { name: "name_2" }, outputs: { gradients: "gradients" } },
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
  step: {
    run: step,
    inputs: {
      name: "name_3",
      "state.memory.2.b": "state_memory_2_b",
      "state.memory.2.lower.h": "state_memory_2_lower_h",
      "state.memory.2.upper.h": "state_memory_2_upper_h",
    },
    outputs: {
      "output.name": "output_name_2",
      "final.memory.2.b": "final_memory_2_b",
      "final.memory.2.lower.h": "final_memory_2_lower_h",
      "final.memory.2.upper.h": "final_memory_2_b",
    },
  },
} satisfies WasmPrograms["programs"];
