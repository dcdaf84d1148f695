// Made by rnnc from the model `feedback` in specs/models/feedback.rnn. Change the spec and compile it again, not this file.
// @ts-nocheck
// The programs on WebGPU: one function each, in the order of the work. `k` notes down what is to be dispatched, `m` holds places of
// buffers, `batch` the packed rows; `together` says which loops run as one dispatch. Shapes and rows as in wasm.ts; places are in floats.

import { type Arena, type GpuKernels, type Packed, type Recurrences, type WebGpuPrograms } from "@rnnc/runtime";
export { createWebGpuExecutor as createExecutor } from "@rnnc/runtime/webgpu";

/**
 * Packs the weights for products and computes what depends on weights alone; after every change of the parameters.
 * Reads parameters [78809].
 */
export function prepare(k: GpuKernels, m: Arena): void {
  k.moves_prepare(
    m.parameters + offset.memory_2_lower_W,
    m.memory_2_lower_W_packed,
    m.parameters + offset.memory_2_lower_U,
    m.memory_2_lower_U_packed,
    m.parameters + offset.memory_2_lower_W + 24,
    m.memory_2_lower_W_upper_U_packed,
    m.parameters + offset.memory_2_upper_U,
    m.memory_2_lower_W_upper_U_packed + 16384,
    m.parameters + offset.memory_2_upper_W,
    m.memory_2_upper_W_packed,
    m.parameters + offset.name_W,
    m.name_W_packed,
    m.parameters + offset.name_W,
    m.name_W_packed_2,
    m.parameters + offset.memory_2_upper_W,
    m.memory_2_upper_W_U_packed,
    m.parameters + offset.memory_2_upper_U,
    m.memory_2_upper_W_U_packed + 16384,
    m.parameters + offset.memory_2_lower_W,
    m.memory_2_lower_W_U_packed,
    m.parameters + offset.memory_2_lower_U,
    m.memory_2_lower_W_U_packed + 19456,
    m.parameters + offset.memory_2_upper_U,
    m.memory_2_upper_U_packed,
    m.parameters + offset.memory_2_lower_W,
    m.memory_2_lower_W_packed_2,
    1,
  ); // memory.2.lower.W for products, memory.2.lower.U for products, memory.2.lower.W_upper.U for products and 5 more
}

/**
 * From inputs to outputs; keeps nothing but them.
 * Reads name [N].
 * Gives output.name [N, 65].
 */
export function predict(k: GpuKernels, m: Arena, batch: Packed, together: Recurrences): void {
  const T = batch.axes.T;
  k.gather_24(m.parameters + offset.memory_1_E, m.name, m.memory_1, T.total); // memory.1 [N, 24]
  k.gemm_24x128_bias(m.memory_1, m.memory_2_lower_W_packed, m.memory_2_lower_pre, m.parameters + offset.memory_2_lower_b, T.total); // memory.2.lower.pre [N, 128]
  k.moves_predict(m.memory_2_upper_h_state, m.memory_2_lower_h_state, batch.size); // memory.2.b_before starts at zeros, memory.2.lower.h_before starts at zeros

  // memory.2.upper.h, memory.2.lower.h
  if (together("loop_memory_2_upper_h")) {
    k.loop_memory_2_upper_h(
      m.memory_2_lower_h_state,
      m.memory_2_lower_U_packed,
      m.memory_2_lower_U_h_before,
      m.memory_2_upper_h_state,
      m.memory_2_lower_W_upper_U_packed,
      m.memory_2_lower_W_upper_U_b_before,
      m.memory_2_lower_pre,
      m.memory_2_upper_W_packed,
      m.memory_2_upper_W_h,
      m.memory_2_lower_W_upper_U_b_before + 128,
      m.parameters + offset.memory_2_upper_b,
      m.memory_2_upper_h,
      T,
      batch.size,
    );
  } else {
    for (let t = 0; t < T.steps; t++) {
      const at = T.start[t];
      const rows = T.rows[t];
      k.gemm_128x128(m.memory_2_lower_h_state, m.memory_2_lower_U_packed, m.memory_2_lower_U_h_before, rows); // memory.2.lower.U_h_before [B, 128]
      k.gemm_128x256(m.memory_2_upper_h_state, m.memory_2_lower_W_upper_U_packed, m.memory_2_lower_W_upper_U_b_before, rows); // memory.2.lower.W_upper.U_b_before [B, 256]
      k.map_memory_2_lower_h_state(
        m.memory_2_lower_pre + at * 128,
        m.memory_2_lower_W_upper_U_b_before,
        m.memory_2_lower_U_h_before,
        m.memory_2_lower_h_state,
        rows,
      ); // memory.2.lower.h [B, 128]
      k.gemm_128x128_map_memory_2_upper_h(
        m.memory_2_lower_h_state,
        m.memory_2_upper_W_packed,
        m.memory_2_upper_W_h,
        m.memory_2_upper_W_h,
        m.memory_2_lower_W_upper_U_b_before + 128,
        m.parameters + offset.memory_2_upper_b,
        m.memory_2_upper_h + at * 128,
        m.memory_2_upper_h_state,
        rows,
        rows,
      ); // memory.2.upper.W_h [B, 128], memory.2.upper.h [B, 128]
    }
  }

  k.gemm_128x65_bias(m.memory_2_upper_h, m.name_W_packed, m.name_logits, m.parameters + offset.name_b, T.total); // name.logits [N, 65]
  k.map_name_logits_add(m.name_logits, m.name_logits_add, m.output_name, m.log, T.total); // name.logits.add [N, 65], mul [N, 65], log [N]
}

/**
 * After `predict`, on the same batch: how far the outputs are from the targets.
 * Reads weight.name [N], target.name [N].
 * Gives loss.name [], loss [].
 */
export function score(k: GpuKernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.map_name_loss(m.weight_name, m.log, m.target_name, m.name_logits_add, m.name_loss, T.total); // name.loss [N]
  k.sum_rows_1(m.name_loss, m.loss_name, T.total); // name.loss.sum_rows []
}

/**
 * The loss, keeping what `backward` needs.
 * Reads name [N], weight.name [N], target.name [N].
 * Gives loss.name [], loss [].
 */
export function forward(k: GpuKernels, m: Arena, batch: Packed, together: Recurrences): void {
  const T = batch.axes.T;
  k.gather_24(m.parameters + offset.memory_1_E, m.name_2, m.memory_1_2, T.total); // memory.1 [N, 24]
  k.gemm_24x128_bias(m.memory_1_2, m.memory_2_lower_W_packed, m.memory_2_lower_pre_2, m.parameters + offset.memory_2_lower_b, T.total); // memory.2.lower.pre [N, 128]
  k.moves_predict(m.memory_2_upper_h_state_2, m.memory_2_lower_h_state_2, batch.size); // memory.2.b_before starts at zeros, memory.2.lower.h_before starts at zeros

  // memory.2.upper.h, memory.2.lower.h
  if (together("loop_memory_2_upper_h_2")) {
    k.loop_memory_2_upper_h_2(
      m.memory_2_lower_h_state_2,
      m.memory_2_lower_U_packed,
      m.memory_2_lower_U_h_before_2,
      m.memory_2_upper_h_state_2,
      m.memory_2_lower_W_upper_U_packed,
      m.memory_2_lower_W_upper_U_b_before_2,
      m.memory_2_lower_pre_2,
      m.memory_2_lower_h,
      m.memory_2_b_before,
      m.memory_2_lower_h_before,
      m.memory_2_upper_W_packed,
      m.memory_2_upper_W_h_2,
      m.memory_2_lower_W_upper_U_b_before_2 + 128,
      m.parameters + offset.memory_2_upper_b,
      m.memory_2_upper_h_2,
      T,
      batch.size,
    );
  } else {
    for (let t = 0; t < T.steps; t++) {
      const at = T.start[t];
      const rows = T.rows[t];
      k.gemm_128x128(m.memory_2_lower_h_state_2, m.memory_2_lower_U_packed, m.memory_2_lower_U_h_before_2, rows); // memory.2.lower.U_h_before [B, 128]
      k.gemm_128x256(m.memory_2_upper_h_state_2, m.memory_2_lower_W_upper_U_packed, m.memory_2_lower_W_upper_U_b_before_2, rows); // memory.2.lower.W_upper.U_b_before [B, 256]
      k.map_memory_2_lower_h(
        m.memory_2_lower_pre_2 + at * 128,
        m.memory_2_lower_W_upper_U_b_before_2,
        m.memory_2_lower_U_h_before_2,
        m.memory_2_upper_h_state_2,
        m.memory_2_lower_h_state_2,
        m.memory_2_lower_h + at * 128,
        m.memory_2_lower_h_state_2,
        m.memory_2_b_before + at * 128,
        m.memory_2_lower_h_before + at * 128,
        rows,
      ); // memory.2.lower.h [B, 128], memory.2.b_before [B, 128], memory.2.lower.h_before [B, 128]
      k.gemm_128x128_map_memory_2_upper_h(
        m.memory_2_lower_h + at * 128,
        m.memory_2_upper_W_packed,
        m.memory_2_upper_W_h_2,
        m.memory_2_upper_W_h_2,
        m.memory_2_lower_W_upper_U_b_before_2 + 128,
        m.parameters + offset.memory_2_upper_b,
        m.memory_2_upper_h_2 + at * 128,
        m.memory_2_upper_h_state_2,
        rows,
        rows,
      ); // memory.2.upper.W_h [B, 128], memory.2.upper.h [B, 128]
    }
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
export function backward(k: GpuKernels, m: Arena, batch: Packed, together: Recurrences): void {
  const T = batch.axes.T;
  k.gemm_65x128(m.name_dlogits, m.name_W_packed_2, m.memory_2_db, T.total); // memory.2.db [N, 128]
  k.moves_backward(m.memory_1_2, m.memory_1_2_b_before, m.memory_2_b_before, m.memory_1_2_b_before + 24, T.total); // memory.1 [N, 24], memory.2.b_before [N, 128]
  k.row_product_65x128(m.name_dlogits, m.memory_2_upper_h_2, m.backward_partials, T.total); // name.dW [65, 128]
  k.sum_rows_65(m.name_dlogits, m.gradients + offset.name_b, T.total); // name.db [65]
  k.moves_predict(m.memory_2_db_before_state, m.memory_2_lower_dh_before_state, batch.size); // memory.2.upper.dh_after starts at zeros, memory.2.lower.dh_after starts at zeros

  // memory.2.db_before, memory.2.lower.dh_before
  if (together("loop_memory_2_db_before")) {
    k.loop_memory_2_db_before(
      m.memory_2_db_before_state,
      m.memory_2_db,
      m.memory_2_upper_h_2,
      m.memory_2_upper_dh_pre,
      m.memory_2_upper_W_U_packed,
      m.memory_2_upper_W_U_dh_pre,
      m.memory_2_lower_dh_before_state,
      m.memory_2_lower_h,
      m.memory_2_lower_dh_pre,
      m.memory_2_lower_W_U_packed,
      m.memory_2_lower_W_U_dh_pre_2,
      m.memory_2_lower_W_U_dh_pre,
      m.memory_2_upper_W_U_dh_pre + 128,
      m.memory_2_lower_W_U_dh_pre_2 + 24,
      m.memory_2_lower_W_U_dh_pre_2 + 152,
      T,
      batch.size,
    );
  } else {
    for (let t = T.steps - 1; t >= 0; t--) {
      const at = T.start[t];
      const rows = T.rows[t];
      k.map_memory_2_upper_dh_pre(
        m.memory_2_db_before_state,
        m.memory_2_db + at * 128,
        m.memory_2_upper_h_2 + at * 128,
        m.memory_2_upper_dh_pre + at * 128,
        rows,
      ); // memory.2.upper.dh_pre [B, 128]
      k.gemm_128x256(m.memory_2_upper_dh_pre + at * 128, m.memory_2_upper_W_U_packed, m.memory_2_upper_W_U_dh_pre, rows); // memory.2.upper.W_U_dh_pre [B, 256]
      k.map_memory_2_lower_dh_pre(
        m.memory_2_lower_dh_before_state,
        m.memory_2_upper_W_U_dh_pre,
        m.memory_2_lower_h + at * 128,
        m.memory_2_lower_dh_pre + at * 128,
        rows,
      ); // memory.2.lower.dh_pre [B, 128]
      k.gemm_128x280(m.memory_2_lower_dh_pre + at * 128, m.memory_2_lower_W_U_packed, m.memory_2_lower_W_U_dh_pre_2, rows); // memory.2.lower.W_U_dh_pre [B, 280]
      k.copy_24_2(m.memory_2_lower_W_U_dh_pre_2, m.memory_2_lower_W_U_dh_pre + at * 24, rows); // memory.2.lower.W_U_dh_pre [B, 24]
      k.map_memory_2_db_before_state(
        m.memory_2_upper_W_U_dh_pre + 128,
        m.memory_2_lower_W_U_dh_pre_2 + 24,
        m.memory_2_db_before_state,
        rows,
      ); // memory.2.db_before [B, 128]
      k.copy_128_2(m.memory_2_lower_W_U_dh_pre_2 + 152, m.memory_2_lower_dh_before_state, rows); // memory.2.lower.dh_before [B, 128]
    }
  }

  k.zero_1560(m.gradients, 1); // memory.1.dE [65, 24]
  k.add_up_backward(m.backward_partials, m.gradients + offset.name_W, 1); // the parts of name.dW [65, 128]
  k.scatter_add_24(m.name_2, m.memory_2_lower_W_U_dh_pre, m.gradients + offset.memory_1_E, T.total); // memory.1.dE [65, 24]
  k.row_product_128x152(m.memory_2_lower_dh_pre, m.memory_1_2_b_before, m.backward_partials_2, T.total); // memory.2.lower.dW [128, 152]
  k.row_product_128x128(m.memory_2_lower_dh_pre, m.memory_2_lower_h_before, m.backward_partials_3, T.total); // memory.2.lower.dU [128, 128]
  k.sum_rows_128(m.memory_2_lower_dh_pre, m.gradients + offset.memory_2_lower_b, T.total); // memory.2.lower.db [128]
  k.row_product_128x128(m.memory_2_upper_dh_pre, m.memory_2_lower_h, m.backward_partials_4, T.total); // memory.2.upper.dW [128, 128]
  k.row_product_128x128(m.memory_2_upper_dh_pre, m.memory_2_b_before, m.backward_partials_5, T.total); // memory.2.upper.dU [128, 128]
  k.sum_rows_128(m.memory_2_upper_dh_pre, m.gradients + offset.memory_2_upper_b, T.total); // memory.2.upper.db [128]
  k.add_up_backward_2(
    m.backward_partials_2,
    m.gradients + offset.memory_2_lower_W,
    m.backward_partials_3,
    m.gradients + offset.memory_2_lower_U,
    m.backward_partials_4,
    m.gradients + offset.memory_2_upper_W,
    m.backward_partials_5,
    m.gradients + offset.memory_2_upper_U,
    1,
  ); // the parts of memory.2.lower.dW [128, 152], memory.2.lower.dU [128, 128], memory.2.upper.dW [128, 128], memory.2.upper.dU [128, 128]
}

/**
 * Clipping and one step of the optimiser, over the flat buffers.
 * Reads gradients [78809], moment1 [78809], moment2 [78809], parameters [78809], update.rate [], update.bias1 [], update.bias2 [].
 * Gives norm [], moment1 [78809], moment2 [78809], parameters [78809].
 */
export function update(k: GpuKernels, m: Arena): void {
  k.map_norm_pass_1(
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
    m.update_partials,
    1,
  ); // sqrt [], add [78809], parameters.add [78809]
  k.map_norm_pass_2(
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
    m.update_partials,
    1,
  ); // sqrt [], add [78809], parameters.add [78809]
}

/**
 * One step of every sequence: states in and out.
 * Reads name [B], state.memory.2.b [B, 128], state.memory.2.lower.h [B, 128], state.memory.2.upper.h [B, 128].
 * Gives output.name [B, 65], final.memory.2.b [B, 128], final.memory.2.lower.h [B, 128], final.memory.2.upper.h [B, 128].
 */
export function step(k: GpuKernels, m: Arena, batch: Packed): void {
  k.gather_24_2(m.parameters + offset.memory_1_E, m.name_3, m.memory_1_2_b_initial, batch.size); // memory.1 [B, 24]
  k.copy_128(m.state_memory_2_b, m.memory_1_2_b_initial + 24, batch.size); // memory.2.b.initial [B, 128]
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
  k.gemm_128x65_bias_2(m.final_memory_2_b, m.name_W_packed, m.name_logits_3, m.parameters + offset.name_b, batch.size); // name.logits [B, 65]
  k.map_output_name_2(m.name_logits_3, m.output_name_2, batch.size); // mul [B, 65]
}

/** Floats from the start of the flat buffers to each parameter. */
const offset = {
  memory_1_E: 0,
  memory_2_lower_W: 1560,
  memory_2_lower_U: 21016,
  memory_2_lower_b: 37400,
  memory_2_upper_W: 37528,
  memory_2_upper_U: 53912,
  memory_2_upper_b: 70296,
  name_W: 70424,
  name_b: 78744,
} as const;

/** Floats that each region of the arena has: in all for `none`, a row for the others. */
export const regions = {
  none: 2967528,
  "N:T": 1140,
  B: 858,
} satisfies WebGpuPrograms["regions"];

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
  backward_partials: { rows: "none", offset: 505832, width: 266240, integer: false }, // [32, 65, 128] backward.partials
  backward_partials_2: { rows: "none", offset: 772072, width: 622592, integer: false }, // [32, 128, 152] backward.partials_2
  backward_partials_3: { rows: "none", offset: 1394664, width: 524288, integer: false }, // [32, 128, 128] backward.partials_3
  backward_partials_4: { rows: "none", offset: 1918952, width: 524288, integer: false }, // [32, 128, 128] backward.partials_4
  backward_partials_5: { rows: "none", offset: 2443240, width: 524288, integer: false }, // [32, 128, 128] backward.partials_5
  update_partials: { rows: "none", offset: 505832, width: 77, integer: false }, // [1, 77] update.partials
} satisfies WebGpuPrograms["buffers"];

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
} satisfies WebGpuPrograms["programs"];

/** The kernels, without what stands before each of them (runtime/webgpu/prelude.ts). */
export const kernels = {
  moves_prepare: {
    across: 745,
    rows: 1,
    words: 27,
    code: `
// pack [24, 128], pack [128, 128], pack [128, 128], 2 x pack [128, 128], pack [128, 65], pack [65, 128], 2 x pack [128, 128], pack [128, 152], pack [128, 128], pack [128, 128], pack [152, 128]
fn argument(word: u32) -> u32 { return call[word / 4u][word % 4u]; }

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 745u;
  let first = group(id) / 745u;
  if (first >= call[0].x) { return; }
  if (part < 12u) {
    let source = call[0].y;
    let out = call[0].z;
    let r = first;
    for (var j = part * 256u + lane; j < min(part * 256u + 256u, 3072u); j += 64u) {
      let i = j / 8u % 24u;
      let panel = j / 192u;
      let column = panel * 8u + j % 8u;
      weights[out + (panel * 24u + i) * 8u + j % 8u] = weights[source + i + column * 152u];
    }
  } else if (part < 76u) {
    let source = call[0].w;
    let out = call[1].x;
    let r = first;
    for (var j = (part - 12u) * 256u + lane; j < min((part - 12u) * 256u + 256u, 16384u); j += 64u) {
      let i = j / 8u % 128u;
      let panel = j / 1024u;
      let column = panel * 8u + j % 8u;
      weights[out + (panel * 128u + i) * 8u + j % 8u] = weights[source + i + column * 128u];
    }
  } else if (part < 140u) {
    let source = call[1].y;
    let out = call[1].z;
    let r = first;
    for (var j = (part - 76u) * 256u + lane; j < min((part - 76u) * 256u + 256u, 16384u); j += 64u) {
      let i = j / 8u % 128u;
      let panel = j / 1024u;
      let column = panel * 8u + j % 8u;
      weights[out + (panel * 128u + i) * 8u + j % 8u] = weights[source + i + column * 152u];
    }
  } else if (part < 268u) {
    // 2 alike
    let own = part - 140u;
    let word = (own / 64u) * 2u + 7u;
    let source = argument(word);
    let out = argument(word + 1u);
    let r = first;
    for (var j = (own % 64u) * 256u + lane; j < min((own % 64u) * 256u + 256u, 16384u); j += 64u) {
      let i = j / 8u % 128u;
      let panel = j / 1024u;
      let column = panel * 8u + j % 8u;
      weights[out + (panel * 128u + i) * 8u + j % 8u] = weights[source + i + column * 128u];
    }
  } else if (part < 304u) {
    let source = call[2].w;
    let out = call[3].x;
    let r = first;
    for (var j = (part - 268u) * 256u + lane; j < min((part - 268u) * 256u + 256u, 9216u); j += 64u) {
      let i = j / 8u % 128u;
      let panel = j / 1024u;
      let column = panel * 8u + j % 8u;
      if (column < 65u) { weights[out + (panel * 128u + i) * 8u + j % 8u] = weights[source + i + column * 128u]; }
    }
  } else if (part < 337u) {
    let source = call[3].y;
    let out = call[3].z;
    let r = first;
    for (var j = (part - 304u) * 256u + lane; j < min((part - 304u) * 256u + 256u, 8320u); j += 64u) {
      let i = j / 8u % 65u;
      let panel = j / 520u;
      let column = panel * 8u + j % 8u;
      weights[out + (panel * 65u + i) * 8u + j % 8u] = weights[source + i * 128u + column];
    }
  } else if (part < 465u) {
    // 2 alike
    let own = part - 337u;
    let word = (own / 64u) * 2u + 15u;
    let source = argument(word);
    let out = argument(word + 1u);
    let r = first;
    for (var j = (own % 64u) * 256u + lane; j < min((own % 64u) * 256u + 256u, 16384u); j += 64u) {
      let i = j / 8u % 128u;
      let panel = j / 1024u;
      let column = panel * 8u + j % 8u;
      weights[out + (panel * 128u + i) * 8u + j % 8u] = weights[source + i * 128u + column];
    }
  } else if (part < 541u) {
    let source = call[4].w;
    let out = call[5].x;
    let r = first;
    for (var j = (part - 465u) * 256u + lane; j < min((part - 465u) * 256u + 256u, 19456u); j += 64u) {
      let i = j / 8u % 128u;
      let panel = j / 1024u;
      let column = panel * 8u + j % 8u;
      weights[out + (panel * 128u + i) * 8u + j % 8u] = weights[source + i * 152u + column];
    }
  } else if (part < 605u) {
    let source = call[5].y;
    let out = call[5].z;
    let r = first;
    for (var j = (part - 541u) * 256u + lane; j < min((part - 541u) * 256u + 256u, 16384u); j += 64u) {
      let i = j / 8u % 128u;
      let panel = j / 1024u;
      let column = panel * 8u + j % 8u;
      weights[out + (panel * 128u + i) * 8u + j % 8u] = weights[source + i * 128u + column];
    }
  } else if (part < 669u) {
    let source = call[5].w;
    let out = call[6].x;
    let r = first;
    for (var j = (part - 605u) * 256u + lane; j < min((part - 605u) * 256u + 256u, 16384u); j += 64u) {
      let i = j / 8u % 128u;
      let panel = j / 1024u;
      let column = panel * 8u + j % 8u;
      weights[out + (panel * 128u + i) * 8u + j % 8u] = weights[source + i + column * 128u];
    }
  } else {
    let source = call[6].y;
    let out = call[6].z;
    let r = first;
    for (var j = (part - 669u) * 256u + lane; j < min((part - 669u) * 256u + 256u, 19456u); j += 64u) {
      let i = j / 8u % 152u;
      let panel = j / 1216u;
      let column = panel * 8u + j % 8u;
      weights[out + (panel * 152u + i) * 8u + j % 8u] = weights[source + i + column * 152u];
    }
  }
}
`,
  },
  gather_24: {
    across: 1,
    rows: 10,
    words: 4,
    code: `
// out[r, 24] = table[ids[r]]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 10u;
  if (first >= call[0].x) { return; }
  let table = call[0].y;
  let ids = call[0].z;
  let out = call[0].w;
  for (var e = lane; e < min(10u, call[0].x - first) * 24u; e += 64u) {
    let r = first + e / 24u;
    let j = e % 24u;
    // ids are checked where data come in; a bad one reads something of the buffer, never outside of it
    let row = u32(max(bitcast<i32>(arena[ids + r]), 0));
    arena[out + r * 24u + j] = weights[table + row * 24u + j];
  }
}
`,
  },
  gemm_24x128_bias: {
    across: 2,
    rows: 32,
    words: 5,
    code: `
// C[r, 128] = A[r, 24] · B[24, 128] + bias, in tiles of 32 rows and 64 columns
const K = 24u;
const N = 128u;

const DEPTH = 12u;
const QUAD_STRIDE = 9u;
const ROW_LANES = 8u;
const COLUMN_LANES = 16u;

/** Blocks of A, four rows an element, and of B, the columns of a thread. */
var<workgroup> block_a: array<vec4f, 108>;
var<workgroup> block_b: array<vec4f, 192>;

/** Four rows of A, at position k of the sum: neighbours read neighbouring k. */
fn load_a(first: u32, at: u32, e: u32) -> vec4f {
  let k = at + e % DEPTH;
  let r = first + e / DEPTH * 4u;
  let last = call[0].x - 1u;
  let a = call[0].y + k;
  return vec4f(
    value(a + min(r, last) * 24u),
    value(a + min(r + 1u, last) * 24u),
    value(a + min(r + 2u, last) * 24u),
    value(a + min(r + 3u, last) * 24u),
  );
}
fn place_a(e: u32) -> u32 { return e % DEPTH * QUAD_STRIDE + e / DEPTH; }

/** Columns of B, of as many panels, at position k of the sum: neighbours read neighbouring floats of a panel. */
fn load_b(part: u32, at: u32, e: u32) -> vec4f {
  let k = at + e / 8u % DEPTH;
  let panel = part * 8u + (e / (8u * DEPTH)) * 4u;
  let b = call[0].z + k * 8u + e % 8u;
  return vec4f(
    weight(b + min(panel, 15u) * 192u),
    weight(b + min(panel + 1u, 15u) * 192u),
    weight(b + min(panel + 2u, 15u) * 192u),
    weight(b + min(panel + 3u, 15u) * 192u),
  );
}
fn place_b(e: u32) -> u32 { return e / 8u % DEPTH * COLUMN_LANES + e / (8u * DEPTH) * 8u + e % 8u; }

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r * 128u + column;
  set_value(at, sum + weight(call[1].x + column));
}

/** A row's columns of a thread, eight apart. */
fn store_row(r: u32, column: u32, sums: vec4f) {
  if (r >= call[0].x) { return; }
  store_c(r, column, sums.x);
  store_c(r, column + 8u, sums.y);
  store_c(r, column + 16u, sums.z);
  store_c(r, column + 24u, sums.w);
}

@compute @workgroup_size(128)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 2u;
  let first = group(id) / 2u * 32u;
  if (first >= call[0].x) { return; }

  let row_lane = lane / COLUMN_LANES;
  let column_lane = lane % COLUMN_LANES;
  var sum_0_0 = vec4f(); var sum_0_1 = vec4f(); var sum_0_2 = vec4f(); var sum_0_3 = vec4f();
  var next_a_0: vec4f;
  var next_b_0: vec4f;
  var next_b_1: vec4f;
  for (var at = 0u; ; at += DEPTH) {
    // the next block is on its way while this thread works on the one before
    if (at < K) {
      next_a_0 = load_a(first, at, lane);
      next_b_0 = load_b(part, at, lane);
      next_b_1 = load_b(part, at, lane + 128u);
    }
    if (at > 0u) {
      for (var k = 0u; k < DEPTH; k++) {
        let b = block_b[k * COLUMN_LANES + column_lane];
        let a_0 = block_a[k * QUAD_STRIDE + row_lane];
        sum_0_0 += a_0 * b.x;
        sum_0_1 += a_0 * b.y;
        sum_0_2 += a_0 * b.z;
        sum_0_3 += a_0 * b.w;
      }
    }
    if (at >= K) { break; }
    workgroupBarrier();
    if (lane < 96u) { block_a[place_a(lane)] = next_a_0; }
    block_b[place_b(lane)] = next_b_0;
    if (lane + 128u < 192u) { block_b[place_b(lane + 128u)] = next_b_1; }
    workgroupBarrier();
  }

  let row = first + row_lane * 4u;
  let column = part * 64u + column_lane / 8u * 32u + column_lane % 8u;
  store_row(row, column, vec4f(sum_0_0.x, sum_0_1.x, sum_0_2.x, sum_0_3.x));
  store_row(row + 1u, column, vec4f(sum_0_0.y, sum_0_1.y, sum_0_2.y, sum_0_3.y));
  store_row(row + 2u, column, vec4f(sum_0_0.z, sum_0_1.z, sum_0_2.z, sum_0_3.z));
  store_row(row + 3u, column, vec4f(sum_0_0.w, sum_0_1.w, sum_0_2.w, sum_0_3.w));
}
`,
  },
  loop_memory_2_upper_h: {
    across: 1,
    rows: 1,
    words: 16,
    loop: true,
    code: `
// a loop of 5 calls, a sequence a workgroup
var<workgroup> tile: array<vec4f, 32>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id);
  if (first >= call[0].x) { return; }
  let r = first;
  let column0_0 = lane;
  let near0_0 = min(column0_0, 127u);
  let from0_0 = call[0].z + (near0_0 >> 3u) * 1024u + (near0_0 & 7u);
  let w0_0_0 = vec4f(weight(from0_0 + 0u), weight(from0_0 + 8u), weight(from0_0 + 16u), weight(from0_0 + 24u));
  let w0_0_1 = vec4f(weight(from0_0 + 32u), weight(from0_0 + 40u), weight(from0_0 + 48u), weight(from0_0 + 56u));
  let w0_0_2 = vec4f(weight(from0_0 + 64u), weight(from0_0 + 72u), weight(from0_0 + 80u), weight(from0_0 + 88u));
  let w0_0_3 = vec4f(weight(from0_0 + 96u), weight(from0_0 + 104u), weight(from0_0 + 112u), weight(from0_0 + 120u));
  let w0_0_4 = vec4f(weight(from0_0 + 128u), weight(from0_0 + 136u), weight(from0_0 + 144u), weight(from0_0 + 152u));
  let w0_0_5 = vec4f(weight(from0_0 + 160u), weight(from0_0 + 168u), weight(from0_0 + 176u), weight(from0_0 + 184u));
  let w0_0_6 = vec4f(weight(from0_0 + 192u), weight(from0_0 + 200u), weight(from0_0 + 208u), weight(from0_0 + 216u));
  let w0_0_7 = vec4f(weight(from0_0 + 224u), weight(from0_0 + 232u), weight(from0_0 + 240u), weight(from0_0 + 248u));
  let w0_0_8 = vec4f(weight(from0_0 + 256u), weight(from0_0 + 264u), weight(from0_0 + 272u), weight(from0_0 + 280u));
  let w0_0_9 = vec4f(weight(from0_0 + 288u), weight(from0_0 + 296u), weight(from0_0 + 304u), weight(from0_0 + 312u));
  let w0_0_10 = vec4f(weight(from0_0 + 320u), weight(from0_0 + 328u), weight(from0_0 + 336u), weight(from0_0 + 344u));
  let w0_0_11 = vec4f(weight(from0_0 + 352u), weight(from0_0 + 360u), weight(from0_0 + 368u), weight(from0_0 + 376u));
  let w0_0_12 = vec4f(weight(from0_0 + 384u), weight(from0_0 + 392u), weight(from0_0 + 400u), weight(from0_0 + 408u));
  let w0_0_13 = vec4f(weight(from0_0 + 416u), weight(from0_0 + 424u), weight(from0_0 + 432u), weight(from0_0 + 440u));
  let w0_0_14 = vec4f(weight(from0_0 + 448u), weight(from0_0 + 456u), weight(from0_0 + 464u), weight(from0_0 + 472u));
  let w0_0_15 = vec4f(weight(from0_0 + 480u), weight(from0_0 + 488u), weight(from0_0 + 496u), weight(from0_0 + 504u));
  let w0_0_16 = vec4f(weight(from0_0 + 512u), weight(from0_0 + 520u), weight(from0_0 + 528u), weight(from0_0 + 536u));
  let w0_0_17 = vec4f(weight(from0_0 + 544u), weight(from0_0 + 552u), weight(from0_0 + 560u), weight(from0_0 + 568u));
  let w0_0_18 = vec4f(weight(from0_0 + 576u), weight(from0_0 + 584u), weight(from0_0 + 592u), weight(from0_0 + 600u));
  let w0_0_19 = vec4f(weight(from0_0 + 608u), weight(from0_0 + 616u), weight(from0_0 + 624u), weight(from0_0 + 632u));
  let w0_0_20 = vec4f(weight(from0_0 + 640u), weight(from0_0 + 648u), weight(from0_0 + 656u), weight(from0_0 + 664u));
  let w0_0_21 = vec4f(weight(from0_0 + 672u), weight(from0_0 + 680u), weight(from0_0 + 688u), weight(from0_0 + 696u));
  let w0_0_22 = vec4f(weight(from0_0 + 704u), weight(from0_0 + 712u), weight(from0_0 + 720u), weight(from0_0 + 728u));
  let w0_0_23 = vec4f(weight(from0_0 + 736u), weight(from0_0 + 744u), weight(from0_0 + 752u), weight(from0_0 + 760u));
  let w0_0_24 = vec4f(weight(from0_0 + 768u), weight(from0_0 + 776u), weight(from0_0 + 784u), weight(from0_0 + 792u));
  let w0_0_25 = vec4f(weight(from0_0 + 800u), weight(from0_0 + 808u), weight(from0_0 + 816u), weight(from0_0 + 824u));
  let w0_0_26 = vec4f(weight(from0_0 + 832u), weight(from0_0 + 840u), weight(from0_0 + 848u), weight(from0_0 + 856u));
  let w0_0_27 = vec4f(weight(from0_0 + 864u), weight(from0_0 + 872u), weight(from0_0 + 880u), weight(from0_0 + 888u));
  let w0_0_28 = vec4f(weight(from0_0 + 896u), weight(from0_0 + 904u), weight(from0_0 + 912u), weight(from0_0 + 920u));
  let w0_0_29 = vec4f(weight(from0_0 + 928u), weight(from0_0 + 936u), weight(from0_0 + 944u), weight(from0_0 + 952u));
  let w0_0_30 = vec4f(weight(from0_0 + 960u), weight(from0_0 + 968u), weight(from0_0 + 976u), weight(from0_0 + 984u));
  let w0_0_31 = vec4f(weight(from0_0 + 992u), weight(from0_0 + 1000u), weight(from0_0 + 1008u), weight(from0_0 + 1016u));
  let steps = axes[call[3].y];
  for (var i = call[3].z; i < call[3].w; i++) {
    let t = i;
    let rows = axes[call[3].y + 3u + t];
    let start = axes[call[3].y + 3u + steps + t];
    if (first >= rows) { break; }
    workgroupBarrier();
    {
      let a = call[0].y + r * 128u;
      let c = call[0].w + r * 128u;
      for (var i = lane; i < 32u; i += 256u) {
        tile[i] = vec4f(value(a + i * 4u + 0u), value(a + i * 4u + 1u), value(a + i * 4u + 2u), value(a + i * 4u + 3u));
      }
      workgroupBarrier();
      var sum0 = w0_0_0 * tile[0u];
      sum0 += w0_0_1 * tile[1u];
      sum0 += w0_0_2 * tile[2u];
      sum0 += w0_0_3 * tile[3u];
      sum0 += w0_0_4 * tile[4u];
      sum0 += w0_0_5 * tile[5u];
      sum0 += w0_0_6 * tile[6u];
      sum0 += w0_0_7 * tile[7u];
      sum0 += w0_0_8 * tile[8u];
      sum0 += w0_0_9 * tile[9u];
      sum0 += w0_0_10 * tile[10u];
      sum0 += w0_0_11 * tile[11u];
      sum0 += w0_0_12 * tile[12u];
      sum0 += w0_0_13 * tile[13u];
      sum0 += w0_0_14 * tile[14u];
      sum0 += w0_0_15 * tile[15u];
      sum0 += w0_0_16 * tile[16u];
      sum0 += w0_0_17 * tile[17u];
      sum0 += w0_0_18 * tile[18u];
      sum0 += w0_0_19 * tile[19u];
      sum0 += w0_0_20 * tile[20u];
      sum0 += w0_0_21 * tile[21u];
      sum0 += w0_0_22 * tile[22u];
      sum0 += w0_0_23 * tile[23u];
      sum0 += w0_0_24 * tile[24u];
      sum0 += w0_0_25 * tile[25u];
      sum0 += w0_0_26 * tile[26u];
      sum0 += w0_0_27 * tile[27u];
      sum0 += w0_0_28 * tile[28u];
      sum0 += w0_0_29 * tile[29u];
      sum0 += w0_0_30 * tile[30u];
      sum0 += w0_0_31 * tile[31u];
      if (column0_0 < 128u) {
        set_value(c + column0_0, sum0.x + sum0.y + sum0.z + sum0.w);
      }
    }
    storageBarrier();
    workgroupBarrier();
    {
      let a = call[1].x + r * 128u;
      let c = call[1].z + r * 256u;
      for (var i = lane; i < 32u; i += 256u) {
        tile[i] = vec4f(value(a + i * 4u + 0u), value(a + i * 4u + 1u), value(a + i * 4u + 2u), value(a + i * 4u + 3u));
      }
      workgroupBarrier();
      for (var column = lane; column < 256u; column += 256u) {
        let panel = call[1].y + (column >> 3u) * 1024u + (column & 7u);
        var sum = vec4f();
        for (var i = 0u; i < 32u; i++) { sum += vec4f(weight(panel + i * 32u + 0u), weight(panel + i * 32u + 8u), weight(panel + i * 32u + 16u), weight(panel + i * 32u + 24u)) * tile[i]; }
        set_value(c + column, sum.x + sum.y + sum.z + sum.w);
      }
    }
    {
      if (lane < 128u) {
        let j = lane;
        let v0 = value(call[1].w + start * 128u + r * 128u + j);
        let v1 = value(call[1].z + r * 256u + j);
        let v2 = value(call[0].w + r * 128u + j);
        let v3 = v0 + v1 + v2;
        let v4 = tanh_of(v3);
        set_value(call[0].y + r * 128u + j, v4);
      }
    }
    storageBarrier();
    workgroupBarrier();
    {
      let a = call[0].y + r * 128u;
      let c = call[2].y + r * 128u;
      for (var i = lane; i < 32u; i += 256u) {
        tile[i] = vec4f(value(a + i * 4u + 0u), value(a + i * 4u + 1u), value(a + i * 4u + 2u), value(a + i * 4u + 3u));
      }
      workgroupBarrier();
      for (var column = lane; column < 128u; column += 256u) {
        let panel = call[2].x + (column >> 3u) * 1024u + (column & 7u);
        var sum = vec4f();
        for (var i = 0u; i < 32u; i++) { sum += vec4f(weight(panel + i * 32u + 0u), weight(panel + i * 32u + 8u), weight(panel + i * 32u + 16u), weight(panel + i * 32u + 24u)) * tile[i]; }
        set_value(c + column, sum.x + sum.y + sum.z + sum.w);
      }
    }
    {
      if (lane < 128u) {
        let j = lane;
        let v0 = value(call[2].y + r * 128u + j);
        let v1 = value(call[2].z + r * 256u + j);
        let v2 = weight(call[2].w + j);
        let v3 = v0 + v1 + v2;
        let v4 = tanh_of(v3);
        set_value(call[3].x + start * 128u + r * 128u + j, v4);
        set_value(call[1].x + r * 128u + j, v4);
      }
    }
  }
}
`,
  },
  gemm_128x128: {
    across: 16,
    rows: 8,
    words: 4,
    code: `
// C[r, 128] = A[r, 128] · B[128, 128], for few rows: 8 rows and 8 columns a workgroup, k in 16 slices
const K = 128u;
const N = 128u;
const CHUNK = 128u;
const SLICES = 16u;
const THREADS = 128u;
/** Rows of A, in fours: rows 0 to 3 of a chunk, then 4 to 7. Then the sums of the slices. */
var<workgroup> shared_quads: array<vec4f, 256>;

/** Four rows of A. */
fn load_a(r: u32, k: u32) -> vec4f {
  let last = call[0].x - 1u;
  let a = call[0].y + k;
  return vec4f(
    value(a + min(r, last) * 128u),
    value(a + min(r + 1u, last) * 128u),
    value(a + min(r + 2u, last) * 128u),
    value(a + min(r + 3u, last) * 128u),
  );
}

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r * 128u + column;
  set_value(at, sum);
}

@compute @workgroup_size(128)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 16u;
  let first = group(id) / 16u * 8u;
  if (first >= call[0].x) { return; }
  let slice = lane / 8u;
  let b_0 = call[0].z + part * 1024u + lane % 8u;
  var sum_0_0 = vec4f();
  var sum_1_0 = vec4f();
  for (var k0 = 0u; k0 < K; k0 += CHUNK) {
    let length = min(CHUNK, K - k0);
    workgroupBarrier();
    for (var i = lane; i < length; i += THREADS) {
      shared_quads[i] = load_a(first, k0 + i);
      shared_quads[CHUNK + i] = load_a(first + 4u, k0 + i);
    }
    workgroupBarrier();
    for (var i = slice; i < length; i += SLICES) {
      let w_0 = weight(b_0 + (k0 + i) * 8u);
      let a_0 = shared_quads[i];
      let a_1 = shared_quads[CHUNK + i];
      sum_0_0 += a_0 * w_0;
      sum_1_0 += a_1 * w_0;
    }
  }
  workgroupBarrier();
  shared_quads[lane] = sum_0_0;
  shared_quads[THREADS + lane] = sum_1_0;
  workgroupBarrier();

  // a number of C for a thread: the sums of its slices, in order
  for (var o = lane; o < 64u; o += THREADS) {
    let column = o % 8u;
    let row = o / 8u;
    let begin = (column / 8u * 2u + row / 4u) * THREADS + column % 8u;
    var sum = 0.0;
    for (var i = 0u; i < SLICES; i++) { sum += shared_quads[begin + i * 8u][row % 4u]; }
    let r = first + row;
    let j = part * 8u + column;
    if (r < call[0].x) { store_c(r, j, sum); }
  }
}
`,
  },
  gemm_128x256: {
    across: 32,
    rows: 8,
    words: 4,
    code: `
// C[r, 256] = A[r, 128] · B[128, 256], for few rows: 8 rows and 8 columns a workgroup, k in 16 slices
const K = 128u;
const N = 256u;
const CHUNK = 128u;
const SLICES = 16u;
const THREADS = 128u;
/** Rows of A, in fours: rows 0 to 3 of a chunk, then 4 to 7. Then the sums of the slices. */
var<workgroup> shared_quads: array<vec4f, 256>;

/** Four rows of A. */
fn load_a(r: u32, k: u32) -> vec4f {
  let last = call[0].x - 1u;
  let a = call[0].y + k;
  return vec4f(
    value(a + min(r, last) * 128u),
    value(a + min(r + 1u, last) * 128u),
    value(a + min(r + 2u, last) * 128u),
    value(a + min(r + 3u, last) * 128u),
  );
}

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r * 256u + column;
  set_value(at, sum);
}

@compute @workgroup_size(128)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 32u;
  let first = group(id) / 32u * 8u;
  if (first >= call[0].x) { return; }
  let slice = lane / 8u;
  let b_0 = call[0].z + part * 1024u + lane % 8u;
  var sum_0_0 = vec4f();
  var sum_1_0 = vec4f();
  for (var k0 = 0u; k0 < K; k0 += CHUNK) {
    let length = min(CHUNK, K - k0);
    workgroupBarrier();
    for (var i = lane; i < length; i += THREADS) {
      shared_quads[i] = load_a(first, k0 + i);
      shared_quads[CHUNK + i] = load_a(first + 4u, k0 + i);
    }
    workgroupBarrier();
    for (var i = slice; i < length; i += SLICES) {
      let w_0 = weight(b_0 + (k0 + i) * 8u);
      let a_0 = shared_quads[i];
      let a_1 = shared_quads[CHUNK + i];
      sum_0_0 += a_0 * w_0;
      sum_1_0 += a_1 * w_0;
    }
  }
  workgroupBarrier();
  shared_quads[lane] = sum_0_0;
  shared_quads[THREADS + lane] = sum_1_0;
  workgroupBarrier();

  // a number of C for a thread: the sums of its slices, in order
  for (var o = lane; o < 64u; o += THREADS) {
    let column = o % 8u;
    let row = o / 8u;
    let begin = (column / 8u * 2u + row / 4u) * THREADS + column % 8u;
    var sum = 0.0;
    for (var i = 0u; i < SLICES; i++) { sum += shared_quads[begin + i * 8u][row % 4u]; }
    let r = first + row;
    let j = part * 8u + column;
    if (r < call[0].x) { store_c(r, j, sum); }
  }
}
`,
  },
  map_memory_2_lower_h_state: {
    across: 1,
    rows: 2,
    words: 5,
    code: `
// pointwise [rows, 128]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 2u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(2u, call[0].x - first) * 128u; e += 64u) {
    let r = first + e / 128u;
    let j = e % 128u;
    let v0 = value(call[0].y + r * 128u + j);
    let v1 = value(call[0].z + r * 256u + j);
    let v2 = value(call[0].w + r * 128u + j);
    let v3 = v0 + v1 + v2;
    let v4 = tanh_of(v3);
    set_value(call[1].x + r * 128u + j, v4);
  }
}
`,
  },
  gemm_128x128_map_memory_2_upper_h: {
    across: 16,
    rows: 8,
    words: 10,
    code: `
// [rows, 128] · [128, 128], then a map over 128 units
var<workgroup> memory: array<f32, 1024>;
var<workgroup> sums: array<f32, 512>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let unit = group(id) % 16u * 8u + lane % 8u;
  let u = min(unit, 127u);
  let part = lane / 8u;
  let before = call[2].y;
  let first = group(id) / 16u * 8u;
  if (first >= call[0].x) { return; }
  if (first < before) {
    let from0 = call[0].z + (u >> 3u) * 1024u + (u & 7u);
    var sum0_0 = 0f;
    var sum1_0 = 0f;
    var sum2_0 = 0f;
    var sum3_0 = 0f;
    var sum4_0 = 0f;
    var sum5_0 = 0f;
    var sum6_0 = 0f;
    var sum7_0 = 0f;
    for (var i = lane; i < 1024u; i += 64u) {
      let row = first + i / 128u;
      let column = i % 128u;
      var a = 0f;
      if (row < before) { a = value(call[0].y + row * 128u + column); }
      memory[i] = a;
    }
    workgroupBarrier();
    for (var i = part; i < 128u; i += 8u) {
      let b0 = weight(from0 + i * 8u);
      let a0 = memory[0u + i];
      sum0_0 += a0 * b0;
      let a1 = memory[128u + i];
      sum1_0 += a1 * b0;
      let a2 = memory[256u + i];
      sum2_0 += a2 * b0;
      let a3 = memory[384u + i];
      sum3_0 += a3 * b0;
      let a4 = memory[512u + i];
      sum4_0 += a4 * b0;
      let a5 = memory[640u + i];
      sum5_0 += a5 * b0;
      let a6 = memory[768u + i];
      sum6_0 += a6 * b0;
      let a7 = memory[896u + i];
      sum7_0 += a7 * b0;
    }
    sums[0u + lane] = sum0_0;
    sums[64u + lane] = sum1_0;
    sums[128u + lane] = sum2_0;
    sums[192u + lane] = sum3_0;
    sums[256u + lane] = sum4_0;
    sums[320u + lane] = sum5_0;
    sums[384u + lane] = sum6_0;
    sums[448u + lane] = sum7_0;
    workgroupBarrier();
  }
  let r = first + part;
  if (part < 8u && r < call[0].x && unit < 128u) {
    var c0 = 0f;
    if (r < before) {
      for (var p = 0u; p < 8u; p++) { c0 += sums[(part * 1u + 0u) * 64u + p * 8u + lane % 8u]; }
    } else {
      c0 = value(call[1].x + r * 128u + u);
    }
    let v0 = c0;
    let v1 = value(call[1].y + r * 256u + u);
    let v2 = weight(call[1].z + u);
    let v3 = v0 + v1 + v2;
    let v4 = tanh_of(v3);
    set_value(call[1].w + r * 128u + u, v4);
    set_value(call[2].x + r * 128u + u, v4);
  }
}
`,
  },
  gemm_128x65_bias: {
    across: 3,
    rows: 32,
    words: 5,
    code: `
// C[r, 65] = A[r, 128] · B[128, 65] + bias, in tiles of 32 rows and 32 columns
const K = 128u;
const N = 65u;

const DEPTH = 16u;
const QUAD_STRIDE = 9u;
const ROW_LANES = 8u;
const COLUMN_LANES = 8u;

/** Blocks of A, four rows an element, and of B, the columns of a thread. */
var<workgroup> block_a: array<vec4f, 144>;
var<workgroup> block_b: array<vec4f, 128>;

/** Four rows of A, at position k of the sum: neighbours read neighbouring k. */
fn load_a(first: u32, at: u32, e: u32) -> vec4f {
  let k = at + e % DEPTH;
  let r = first + e / DEPTH * 4u;
  let last = call[0].x - 1u;
  let a = call[0].y + k;
  return vec4f(
    value(a + min(r, last) * 128u),
    value(a + min(r + 1u, last) * 128u),
    value(a + min(r + 2u, last) * 128u),
    value(a + min(r + 3u, last) * 128u),
  );
}
fn place_a(e: u32) -> u32 { return e % DEPTH * QUAD_STRIDE + e / DEPTH; }

/** Columns of B, of as many panels, at position k of the sum: neighbours read neighbouring floats of a panel. */
fn load_b(part: u32, at: u32, e: u32) -> vec4f {
  let k = at + e / 8u % DEPTH;
  let panel = part * 4u + (e / (8u * DEPTH)) * 4u;
  let b = call[0].z + k * 8u + e % 8u;
  return vec4f(
    weight(b + min(panel, 8u) * 1024u),
    weight(b + min(panel + 1u, 8u) * 1024u),
    weight(b + min(panel + 2u, 8u) * 1024u),
    weight(b + min(panel + 3u, 8u) * 1024u),
  );
}
fn place_b(e: u32) -> u32 { return e / 8u % DEPTH * COLUMN_LANES + e / (8u * DEPTH) * 8u + e % 8u; }

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r * 65u + column;
  set_value(at, sum + weight(call[1].x + column));
}

/** A row's columns of a thread, eight apart. */
fn store_row(r: u32, column: u32, sums: vec4f) {
  if (r >= call[0].x) { return; }
  if (column < N) { store_c(r, column, sums.x); }
  if (column + 8u < N) { store_c(r, column + 8u, sums.y); }
  if (column + 16u < N) { store_c(r, column + 16u, sums.z); }
  if (column + 24u < N) { store_c(r, column + 24u, sums.w); }
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 3u;
  let first = group(id) / 3u * 32u;
  if (first >= call[0].x) { return; }

  let row_lane = lane / COLUMN_LANES;
  let column_lane = lane % COLUMN_LANES;
  var sum_0_0 = vec4f(); var sum_0_1 = vec4f(); var sum_0_2 = vec4f(); var sum_0_3 = vec4f();
  var next_a_0: vec4f;
  var next_a_1: vec4f;
  var next_b_0: vec4f;
  var next_b_1: vec4f;
  for (var at = 0u; ; at += DEPTH) {
    // the next block is on its way while this thread works on the one before
    if (at < K) {
      next_a_0 = load_a(first, at, lane);
      next_a_1 = load_a(first, at, lane + 64u);
      next_b_0 = load_b(part, at, lane);
      next_b_1 = load_b(part, at, lane + 64u);
    }
    if (at > 0u) {
      for (var k = 0u; k < DEPTH; k++) {
        let b = block_b[k * COLUMN_LANES + column_lane];
        let a_0 = block_a[k * QUAD_STRIDE + row_lane];
        sum_0_0 += a_0 * b.x;
        sum_0_1 += a_0 * b.y;
        sum_0_2 += a_0 * b.z;
        sum_0_3 += a_0 * b.w;
      }
    }
    if (at >= K) { break; }
    workgroupBarrier();
    block_a[place_a(lane)] = next_a_0;
    block_a[place_a(lane + 64u)] = next_a_1;
    block_b[place_b(lane)] = next_b_0;
    block_b[place_b(lane + 64u)] = next_b_1;
    workgroupBarrier();
  }

  let row = first + row_lane * 4u;
  let column = part * 32u + column_lane;
  store_row(row, column, vec4f(sum_0_0.x, sum_0_1.x, sum_0_2.x, sum_0_3.x));
  store_row(row + 1u, column, vec4f(sum_0_0.y, sum_0_1.y, sum_0_2.y, sum_0_3.y));
  store_row(row + 2u, column, vec4f(sum_0_0.z, sum_0_1.z, sum_0_2.z, sum_0_3.z));
  store_row(row + 3u, column, vec4f(sum_0_0.w, sum_0_1.w, sum_0_2.w, sum_0_3.w));
}
`,
  },
  map_name_logits_add: {
    across: 1,
    rows: 1,
    words: 5,
    code: `
// map with reductions over rows of 65
var<workgroup> scratch: array<f32, 144>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id);
  if (first >= call[0].x) { return; }
  let r = first;
  let c0 = lane;
  let c1 = min(lane + 64u, 64u);
  var r1 = of_bits(0xff800000u);
  let v0_0 = value(call[0].y + r * 65u + c0);
  r1 = max_of(r1, v0_0);
  let v0_1 = value(call[0].y + r * 65u + c1);
  r1 = max_of(r1, select(of_bits(0xff800000u), v0_1, lane + 64u < 65u));
  scratch[lane] = r1;
  workgroupBarrier();
  if (lane < 8u) {
    var p1 = scratch[lane];
    for (var k = 1u; k < 8u; k++) { p1 = max_of(p1, scratch[lane + k * 8u]); }
    scratch[64u + lane] = p1;
  }
  workgroupBarrier();
  var v1 = scratch[64u + 0u];
  for (var k = 1u; k < 8u; k++) { v1 = max_of(v1, scratch[64u + k]); }
  let v2 = -v1;
  var r5 = 0f;
  let v3_0 = v0_0 + v2;
  let v4_0 = exp_of(v3_0);
  r5 = r5 + v4_0;
  let v3_1 = v0_1 + v2;
  let v4_1 = exp_of(v3_1);
  r5 = r5 + select(0f, v4_1, lane + 64u < 65u);
  scratch[72u + lane] = r5;
  workgroupBarrier();
  if (lane < 8u) {
    var p5 = scratch[72u + lane];
    for (var k = 1u; k < 8u; k++) { p5 = p5 + scratch[72u + lane + k * 8u]; }
    scratch[136u + lane] = p5;
  }
  workgroupBarrier();
  var v5 = scratch[136u + 0u];
  for (var k = 1u; k < 8u; k++) { v5 = v5 + scratch[136u + k]; }
  let v6 = 1f / v5;
  let v8 = log_of(v5);
  let v7_0 = v4_0 * v6;
  let v7_1 = v4_1 * v6;
  set_value(call[0].z + r * 65u + c0, v3_0);
  set_value(call[0].w + r * 65u + c0, v7_0);
  if (lane + 64u < 65u) {
    set_value(call[0].z + r * 65u + c1, v3_1);
    set_value(call[0].w + r * 65u + c1, v7_1);
  }
  storageBarrier();
  if (lane == 0u) {
    set_value(call[1].x + r, v8);
  }
}
`,
  },
  moves_predict: {
    across: 2,
    rows: 2,
    words: 3,
    code: `
// 2 x zero [128]
fn argument(word: u32) -> u32 { return call[word / 4u][word % 4u]; }

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 2u;
  let first = group(id) / 2u * 2u;
  if (first >= call[0].x) { return; }
  // 2 alike
  let own = part;
  let word = own + 1u;
  let out = argument(word);
  for (var e = lane; e < min(2u, call[0].x - first) * 128u; e += 64u) {
    let r = first + e / 128u;
    let j = e % 128u;
    arena[out + r * 128u + j] = 0u;
  }
}
`,
  },
  map_name_loss: {
    across: 1,
    rows: 1,
    words: 6,
    code: `
// map with reductions over rows of 65
var<workgroup> scratch: array<f32, 72>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id);
  if (first >= call[0].x) { return; }
  let r = first;
  let c0 = lane;
  let c1 = min(lane + 64u, 64u);
  let v0 = value(call[0].y + r);
  let v1 = value(call[0].z + r);
  let v3 = f32(bitcast<i32>(arena[call[0].w + r]));
  let v4 = -v3;
  var r12 = 0f;
  let v2_0 = f32(c0);
  let v5_0 = v2_0 + v4;
  let v6_0 = -v5_0;
  let v7_0 = max_of(v5_0, v6_0);
  let v9_0 = select(0f, 1f, v7_0 < 0.5f);
  let v10_0 = value(call[1].x + r * 65u + c0);
  let v11_0 = v9_0 * v10_0;
  r12 = r12 + v11_0;
  let v2_1 = f32(c1);
  let v5_1 = v2_1 + v4;
  let v6_1 = -v5_1;
  let v7_1 = max_of(v5_1, v6_1);
  let v9_1 = select(0f, 1f, v7_1 < 0.5f);
  let v10_1 = value(call[1].x + r * 65u + c1);
  let v11_1 = v9_1 * v10_1;
  r12 = r12 + select(0f, v11_1, lane + 64u < 65u);
  scratch[lane] = r12;
  workgroupBarrier();
  if (lane < 8u) {
    var p12 = scratch[lane];
    for (var k = 1u; k < 8u; k++) { p12 = p12 + scratch[lane + k * 8u]; }
    scratch[64u + lane] = p12;
  }
  workgroupBarrier();
  var v12 = scratch[64u + 0u];
  for (var k = 1u; k < 8u; k++) { v12 = v12 + scratch[64u + k]; }
  let v14 = v1 - v12;
  let v15 = v0 * v14;
  storageBarrier();
  if (lane == 0u) {
    set_value(call[1].y + r, v15);
  }
}
`,
  },
  sum_rows_1: {
    across: 1,
    rows: 0,
    words: 3,
    code: `
// out[1] = the sum of source[r, 1] over all rows
const WIDTH = 1u;
const COLUMNS = 1u;
const LANES = 256u;
const PARTS = 8u;
var<workgroup> sums: array<f32, 256>;
var<workgroup> parts: array<f32, 8>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  let count = call[0].x;
  let source = call[0].y;
  let out = call[0].z;
  let column = part * COLUMNS + lane % COLUMNS;
  let j = min(column, WIDTH - 1u);

  // four sums a lane, whose loads don't wait for each other
  var four = vec4f();
  var r = lane / COLUMNS;
  for (; r + 3u * LANES < count; r += 4u * LANES) {
    four += vec4f(
      value(source + r + j),
      value(source + r + LANES + j),
      value(source + r + 2u * LANES + j),
      value(source + r + 3u * LANES + j),
    );
  }
  for (; r < count; r += LANES) { four.x += value(source + r + j); }
  sums[lane] = (four.x + four.y) + (four.z + four.w);
  workgroupBarrier();

  // the lanes of a column: parts of them, then the parts
  if (lane < PARTS * COLUMNS) {
    var sum = 0.0;
    for (var i = lane; i < LANES * COLUMNS; i += PARTS * COLUMNS) { sum += sums[i]; }
    parts[lane] = sum;
  }
  workgroupBarrier();
  if (lane < COLUMNS && column < WIDTH) {
    var sum = 0.0;
    for (var i = lane; i < PARTS * COLUMNS; i += COLUMNS) { sum += parts[i]; }
    set_weight(out + column, sum);
  }
}
`,
  },
  loop_memory_2_upper_h_2: {
    across: 1,
    rows: 1,
    words: 19,
    loop: true,
    code: `
// a loop of 5 calls, a sequence a workgroup
var<workgroup> tile: array<vec4f, 32>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id);
  if (first >= call[0].x) { return; }
  let r = first;
  let column0_0 = lane;
  let near0_0 = min(column0_0, 127u);
  let from0_0 = call[0].z + (near0_0 >> 3u) * 1024u + (near0_0 & 7u);
  let w0_0_0 = vec4f(weight(from0_0 + 0u), weight(from0_0 + 8u), weight(from0_0 + 16u), weight(from0_0 + 24u));
  let w0_0_1 = vec4f(weight(from0_0 + 32u), weight(from0_0 + 40u), weight(from0_0 + 48u), weight(from0_0 + 56u));
  let w0_0_2 = vec4f(weight(from0_0 + 64u), weight(from0_0 + 72u), weight(from0_0 + 80u), weight(from0_0 + 88u));
  let w0_0_3 = vec4f(weight(from0_0 + 96u), weight(from0_0 + 104u), weight(from0_0 + 112u), weight(from0_0 + 120u));
  let w0_0_4 = vec4f(weight(from0_0 + 128u), weight(from0_0 + 136u), weight(from0_0 + 144u), weight(from0_0 + 152u));
  let w0_0_5 = vec4f(weight(from0_0 + 160u), weight(from0_0 + 168u), weight(from0_0 + 176u), weight(from0_0 + 184u));
  let w0_0_6 = vec4f(weight(from0_0 + 192u), weight(from0_0 + 200u), weight(from0_0 + 208u), weight(from0_0 + 216u));
  let w0_0_7 = vec4f(weight(from0_0 + 224u), weight(from0_0 + 232u), weight(from0_0 + 240u), weight(from0_0 + 248u));
  let w0_0_8 = vec4f(weight(from0_0 + 256u), weight(from0_0 + 264u), weight(from0_0 + 272u), weight(from0_0 + 280u));
  let w0_0_9 = vec4f(weight(from0_0 + 288u), weight(from0_0 + 296u), weight(from0_0 + 304u), weight(from0_0 + 312u));
  let w0_0_10 = vec4f(weight(from0_0 + 320u), weight(from0_0 + 328u), weight(from0_0 + 336u), weight(from0_0 + 344u));
  let w0_0_11 = vec4f(weight(from0_0 + 352u), weight(from0_0 + 360u), weight(from0_0 + 368u), weight(from0_0 + 376u));
  let w0_0_12 = vec4f(weight(from0_0 + 384u), weight(from0_0 + 392u), weight(from0_0 + 400u), weight(from0_0 + 408u));
  let w0_0_13 = vec4f(weight(from0_0 + 416u), weight(from0_0 + 424u), weight(from0_0 + 432u), weight(from0_0 + 440u));
  let w0_0_14 = vec4f(weight(from0_0 + 448u), weight(from0_0 + 456u), weight(from0_0 + 464u), weight(from0_0 + 472u));
  let w0_0_15 = vec4f(weight(from0_0 + 480u), weight(from0_0 + 488u), weight(from0_0 + 496u), weight(from0_0 + 504u));
  let w0_0_16 = vec4f(weight(from0_0 + 512u), weight(from0_0 + 520u), weight(from0_0 + 528u), weight(from0_0 + 536u));
  let w0_0_17 = vec4f(weight(from0_0 + 544u), weight(from0_0 + 552u), weight(from0_0 + 560u), weight(from0_0 + 568u));
  let w0_0_18 = vec4f(weight(from0_0 + 576u), weight(from0_0 + 584u), weight(from0_0 + 592u), weight(from0_0 + 600u));
  let w0_0_19 = vec4f(weight(from0_0 + 608u), weight(from0_0 + 616u), weight(from0_0 + 624u), weight(from0_0 + 632u));
  let w0_0_20 = vec4f(weight(from0_0 + 640u), weight(from0_0 + 648u), weight(from0_0 + 656u), weight(from0_0 + 664u));
  let w0_0_21 = vec4f(weight(from0_0 + 672u), weight(from0_0 + 680u), weight(from0_0 + 688u), weight(from0_0 + 696u));
  let w0_0_22 = vec4f(weight(from0_0 + 704u), weight(from0_0 + 712u), weight(from0_0 + 720u), weight(from0_0 + 728u));
  let w0_0_23 = vec4f(weight(from0_0 + 736u), weight(from0_0 + 744u), weight(from0_0 + 752u), weight(from0_0 + 760u));
  let w0_0_24 = vec4f(weight(from0_0 + 768u), weight(from0_0 + 776u), weight(from0_0 + 784u), weight(from0_0 + 792u));
  let w0_0_25 = vec4f(weight(from0_0 + 800u), weight(from0_0 + 808u), weight(from0_0 + 816u), weight(from0_0 + 824u));
  let w0_0_26 = vec4f(weight(from0_0 + 832u), weight(from0_0 + 840u), weight(from0_0 + 848u), weight(from0_0 + 856u));
  let w0_0_27 = vec4f(weight(from0_0 + 864u), weight(from0_0 + 872u), weight(from0_0 + 880u), weight(from0_0 + 888u));
  let w0_0_28 = vec4f(weight(from0_0 + 896u), weight(from0_0 + 904u), weight(from0_0 + 912u), weight(from0_0 + 920u));
  let w0_0_29 = vec4f(weight(from0_0 + 928u), weight(from0_0 + 936u), weight(from0_0 + 944u), weight(from0_0 + 952u));
  let w0_0_30 = vec4f(weight(from0_0 + 960u), weight(from0_0 + 968u), weight(from0_0 + 976u), weight(from0_0 + 984u));
  let w0_0_31 = vec4f(weight(from0_0 + 992u), weight(from0_0 + 1000u), weight(from0_0 + 1008u), weight(from0_0 + 1016u));
  let steps = axes[call[4].x];
  for (var i = call[4].y; i < call[4].z; i++) {
    let t = i;
    let rows = axes[call[4].x + 3u + t];
    let start = axes[call[4].x + 3u + steps + t];
    if (first >= rows) { break; }
    workgroupBarrier();
    {
      let a = call[0].y + r * 128u;
      let c = call[0].w + r * 128u;
      for (var i = lane; i < 32u; i += 256u) {
        tile[i] = vec4f(value(a + i * 4u + 0u), value(a + i * 4u + 1u), value(a + i * 4u + 2u), value(a + i * 4u + 3u));
      }
      workgroupBarrier();
      var sum0 = w0_0_0 * tile[0u];
      sum0 += w0_0_1 * tile[1u];
      sum0 += w0_0_2 * tile[2u];
      sum0 += w0_0_3 * tile[3u];
      sum0 += w0_0_4 * tile[4u];
      sum0 += w0_0_5 * tile[5u];
      sum0 += w0_0_6 * tile[6u];
      sum0 += w0_0_7 * tile[7u];
      sum0 += w0_0_8 * tile[8u];
      sum0 += w0_0_9 * tile[9u];
      sum0 += w0_0_10 * tile[10u];
      sum0 += w0_0_11 * tile[11u];
      sum0 += w0_0_12 * tile[12u];
      sum0 += w0_0_13 * tile[13u];
      sum0 += w0_0_14 * tile[14u];
      sum0 += w0_0_15 * tile[15u];
      sum0 += w0_0_16 * tile[16u];
      sum0 += w0_0_17 * tile[17u];
      sum0 += w0_0_18 * tile[18u];
      sum0 += w0_0_19 * tile[19u];
      sum0 += w0_0_20 * tile[20u];
      sum0 += w0_0_21 * tile[21u];
      sum0 += w0_0_22 * tile[22u];
      sum0 += w0_0_23 * tile[23u];
      sum0 += w0_0_24 * tile[24u];
      sum0 += w0_0_25 * tile[25u];
      sum0 += w0_0_26 * tile[26u];
      sum0 += w0_0_27 * tile[27u];
      sum0 += w0_0_28 * tile[28u];
      sum0 += w0_0_29 * tile[29u];
      sum0 += w0_0_30 * tile[30u];
      sum0 += w0_0_31 * tile[31u];
      if (column0_0 < 128u) {
        set_value(c + column0_0, sum0.x + sum0.y + sum0.z + sum0.w);
      }
    }
    storageBarrier();
    workgroupBarrier();
    {
      let a = call[1].x + r * 128u;
      let c = call[1].z + r * 256u;
      for (var i = lane; i < 32u; i += 256u) {
        tile[i] = vec4f(value(a + i * 4u + 0u), value(a + i * 4u + 1u), value(a + i * 4u + 2u), value(a + i * 4u + 3u));
      }
      workgroupBarrier();
      for (var column = lane; column < 256u; column += 256u) {
        let panel = call[1].y + (column >> 3u) * 1024u + (column & 7u);
        var sum = vec4f();
        for (var i = 0u; i < 32u; i++) { sum += vec4f(weight(panel + i * 32u + 0u), weight(panel + i * 32u + 8u), weight(panel + i * 32u + 16u), weight(panel + i * 32u + 24u)) * tile[i]; }
        set_value(c + column, sum.x + sum.y + sum.z + sum.w);
      }
    }
    {
      if (lane < 128u) {
        let j = lane;
        let v0 = value(call[1].w + start * 128u + r * 128u + j);
        let v1 = value(call[1].z + r * 256u + j);
        let v2 = value(call[0].w + r * 128u + j);
        let v3 = v0 + v1 + v2;
        let v4 = tanh_of(v3);
        let v5 = value(call[1].x + r * 128u + j);
        let v6 = value(call[0].y + r * 128u + j);
        set_value(call[2].x + start * 128u + r * 128u + j, v4);
        set_value(call[0].y + r * 128u + j, v4);
        set_value(call[2].y + start * 128u + r * 128u + j, v5);
        set_value(call[2].z + start * 128u + r * 128u + j, v6);
      }
    }
    storageBarrier();
    workgroupBarrier();
    {
      let a = call[2].x + start * 128u + r * 128u;
      let c = call[3].x + r * 128u;
      for (var i = lane; i < 32u; i += 256u) {
        tile[i] = vec4f(value(a + i * 4u + 0u), value(a + i * 4u + 1u), value(a + i * 4u + 2u), value(a + i * 4u + 3u));
      }
      workgroupBarrier();
      for (var column = lane; column < 128u; column += 256u) {
        let panel = call[2].w + (column >> 3u) * 1024u + (column & 7u);
        var sum = vec4f();
        for (var i = 0u; i < 32u; i++) { sum += vec4f(weight(panel + i * 32u + 0u), weight(panel + i * 32u + 8u), weight(panel + i * 32u + 16u), weight(panel + i * 32u + 24u)) * tile[i]; }
        set_value(c + column, sum.x + sum.y + sum.z + sum.w);
      }
    }
    {
      if (lane < 128u) {
        let j = lane;
        let v0 = value(call[3].x + r * 128u + j);
        let v1 = value(call[3].y + r * 256u + j);
        let v2 = weight(call[3].z + j);
        let v3 = v0 + v1 + v2;
        let v4 = tanh_of(v3);
        set_value(call[3].w + start * 128u + r * 128u + j, v4);
        set_value(call[1].x + r * 128u + j, v4);
      }
    }
  }
}
`,
  },
  map_memory_2_lower_h: {
    across: 1,
    rows: 2,
    words: 10,
    code: `
// pointwise [rows, 128]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 2u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(2u, call[0].x - first) * 128u; e += 64u) {
    let r = first + e / 128u;
    let j = e % 128u;
    let v0 = value(call[0].y + r * 128u + j);
    let v1 = value(call[0].z + r * 256u + j);
    let v2 = value(call[0].w + r * 128u + j);
    let v3 = v0 + v1 + v2;
    let v4 = tanh_of(v3);
    let v5 = value(call[1].x + r * 128u + j);
    let v6 = value(call[1].y + r * 128u + j);
    set_value(call[1].z + r * 128u + j, v4);
    set_value(call[1].w + r * 128u + j, v4);
    set_value(call[2].x + r * 128u + j, v5);
    set_value(call[2].y + r * 128u + j, v6);
  }
}
`,
  },
  map_name_loss_2: {
    across: 1,
    rows: 1,
    words: 6,
    code: `
// map with reductions over rows of 65
var<workgroup> scratch: array<f32, 216>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id);
  if (first >= call[0].x) { return; }
  let r = first;
  let c0 = lane;
  let c1 = min(lane + 64u, 64u);
  let v0 = value(call[0].y + r);
  let v9 = f32(bitcast<i32>(arena[call[0].w + r]));
  let v10 = -v9;
  var r2 = of_bits(0xff800000u);
  let v1_0 = value(call[0].z + r * 65u + c0);
  r2 = max_of(r2, v1_0);
  let v1_1 = value(call[0].z + r * 65u + c1);
  r2 = max_of(r2, select(of_bits(0xff800000u), v1_1, lane + 64u < 65u));
  scratch[lane] = r2;
  workgroupBarrier();
  if (lane < 8u) {
    var p2 = scratch[lane];
    for (var k = 1u; k < 8u; k++) { p2 = max_of(p2, scratch[lane + k * 8u]); }
    scratch[64u + lane] = p2;
  }
  workgroupBarrier();
  var v2 = scratch[64u + 0u];
  for (var k = 1u; k < 8u; k++) { v2 = max_of(v2, scratch[64u + k]); }
  let v3 = -v2;
  var r6 = 0f;
  var r17 = 0f;
  let v4_0 = v1_0 + v3;
  let v5_0 = exp_of(v4_0);
  let v8_0 = f32(c0);
  let v11_0 = v8_0 + v10;
  let v12_0 = -v11_0;
  let v13_0 = max_of(v11_0, v12_0);
  let v15_0 = select(0f, 1f, v13_0 < 0.5f);
  let v16_0 = v15_0 * v4_0;
  r6 = r6 + v5_0;
  r17 = r17 + v16_0;
  let v4_1 = v1_1 + v3;
  let v5_1 = exp_of(v4_1);
  let v8_1 = f32(c1);
  let v11_1 = v8_1 + v10;
  let v12_1 = -v11_1;
  let v13_1 = max_of(v11_1, v12_1);
  let v15_1 = select(0f, 1f, v13_1 < 0.5f);
  let v16_1 = v15_1 * v4_1;
  r6 = r6 + select(0f, v5_1, lane + 64u < 65u);
  r17 = r17 + select(0f, v16_1, lane + 64u < 65u);
  scratch[72u + lane] = r6;
  scratch[144u + lane] = r17;
  workgroupBarrier();
  if (lane < 8u) {
    var p6 = scratch[72u + lane];
    for (var k = 1u; k < 8u; k++) { p6 = p6 + scratch[72u + lane + k * 8u]; }
    scratch[136u + lane] = p6;
    var p17 = scratch[144u + lane];
    for (var k = 1u; k < 8u; k++) { p17 = p17 + scratch[144u + lane + k * 8u]; }
    scratch[208u + lane] = p17;
  }
  workgroupBarrier();
  var v6 = scratch[136u + 0u];
  for (var k = 1u; k < 8u; k++) { v6 = v6 + scratch[136u + k]; }
  var v17 = scratch[208u + 0u];
  for (var k = 1u; k < 8u; k++) { v17 = v17 + scratch[208u + k]; }
  let v7 = log_of(v6);
  let v19 = v7 - v17;
  let v20 = v0 * v19;
  let v23 = 1f / v6;
  let v21_0 = v0 * v15_0;
  let v24_0 = v0 * v23 * v5_0;
  let v25_0 = -v21_0 + v24_0;
  let v21_1 = v0 * v15_1;
  let v24_1 = v0 * v23 * v5_1;
  let v25_1 = -v21_1 + v24_1;
  set_value(call[1].y + r * 65u + c0, v25_0);
  if (lane + 64u < 65u) {
    set_value(call[1].y + r * 65u + c1, v25_1);
  }
  storageBarrier();
  if (lane == 0u) {
    set_value(call[1].x + r, v20);
  }
}
`,
  },
  gemm_65x128: {
    across: 2,
    rows: 32,
    words: 4,
    code: `
// C[r, 128] = A[r, 65] · B[65, 128], in tiles of 32 rows and 64 columns
const K = 65u;
const N = 128u;

const DEPTH = 13u;
const QUAD_STRIDE = 9u;
const ROW_LANES = 8u;
const COLUMN_LANES = 16u;

/** Blocks of A, four rows an element, and of B, the columns of a thread. */
var<workgroup> block_a: array<vec4f, 117>;
var<workgroup> block_b: array<vec4f, 208>;

/** Four rows of A, at position k of the sum: neighbours read neighbouring k. */
fn load_a(first: u32, at: u32, e: u32) -> vec4f {
  let k = at + e % DEPTH;
  let r = first + e / DEPTH * 4u;
  let last = call[0].x - 1u;
  let a = call[0].y + k;
  return vec4f(
    value(a + min(r, last) * 65u),
    value(a + min(r + 1u, last) * 65u),
    value(a + min(r + 2u, last) * 65u),
    value(a + min(r + 3u, last) * 65u),
  );
}
fn place_a(e: u32) -> u32 { return e % DEPTH * QUAD_STRIDE + e / DEPTH; }

/** Columns of B, of as many panels, at position k of the sum: neighbours read neighbouring floats of a panel. */
fn load_b(part: u32, at: u32, e: u32) -> vec4f {
  let k = at + e / 8u % DEPTH;
  let panel = part * 8u + (e / (8u * DEPTH)) * 4u;
  let b = call[0].z + k * 8u + e % 8u;
  return vec4f(
    weight(b + min(panel, 15u) * 520u),
    weight(b + min(panel + 1u, 15u) * 520u),
    weight(b + min(panel + 2u, 15u) * 520u),
    weight(b + min(panel + 3u, 15u) * 520u),
  );
}
fn place_b(e: u32) -> u32 { return e / 8u % DEPTH * COLUMN_LANES + e / (8u * DEPTH) * 8u + e % 8u; }

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r * 128u + column;
  set_value(at, sum);
}

/** A row's columns of a thread, eight apart. */
fn store_row(r: u32, column: u32, sums: vec4f) {
  if (r >= call[0].x) { return; }
  store_c(r, column, sums.x);
  store_c(r, column + 8u, sums.y);
  store_c(r, column + 16u, sums.z);
  store_c(r, column + 24u, sums.w);
}

@compute @workgroup_size(128)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 2u;
  let first = group(id) / 2u * 32u;
  if (first >= call[0].x) { return; }

  let row_lane = lane / COLUMN_LANES;
  let column_lane = lane % COLUMN_LANES;
  var sum_0_0 = vec4f(); var sum_0_1 = vec4f(); var sum_0_2 = vec4f(); var sum_0_3 = vec4f();
  var next_a_0: vec4f;
  var next_b_0: vec4f;
  var next_b_1: vec4f;
  for (var at = 0u; ; at += DEPTH) {
    // the next block is on its way while this thread works on the one before
    if (at < K) {
      next_a_0 = load_a(first, at, lane);
      next_b_0 = load_b(part, at, lane);
      next_b_1 = load_b(part, at, lane + 128u);
    }
    if (at > 0u) {
      for (var k = 0u; k < DEPTH; k++) {
        let b = block_b[k * COLUMN_LANES + column_lane];
        let a_0 = block_a[k * QUAD_STRIDE + row_lane];
        sum_0_0 += a_0 * b.x;
        sum_0_1 += a_0 * b.y;
        sum_0_2 += a_0 * b.z;
        sum_0_3 += a_0 * b.w;
      }
    }
    if (at >= K) { break; }
    workgroupBarrier();
    if (lane < 104u) { block_a[place_a(lane)] = next_a_0; }
    block_b[place_b(lane)] = next_b_0;
    if (lane + 128u < 208u) { block_b[place_b(lane + 128u)] = next_b_1; }
    workgroupBarrier();
  }

  let row = first + row_lane * 4u;
  let column = part * 64u + column_lane / 8u * 32u + column_lane % 8u;
  store_row(row, column, vec4f(sum_0_0.x, sum_0_1.x, sum_0_2.x, sum_0_3.x));
  store_row(row + 1u, column, vec4f(sum_0_0.y, sum_0_1.y, sum_0_2.y, sum_0_3.y));
  store_row(row + 2u, column, vec4f(sum_0_0.z, sum_0_1.z, sum_0_2.z, sum_0_3.z));
  store_row(row + 3u, column, vec4f(sum_0_0.w, sum_0_1.w, sum_0_2.w, sum_0_3.w));
}
`,
  },
  row_product_65x128: {
    across: 192,
    rows: 0,
    words: 4,
    code: `
// C[65, 128] = the sum over rows of A[r, 65] transposed · B[r, 128], in 32 chunks of rows
const M = 65u;
const N = 128u;
const QUADS = 8u;

const DEPTH = 16u;
const QUAD_STRIDE = 9u;
const ROW_LANES = 8u;
const COLUMN_LANES = 16u;

/** Blocks of A, four rows an element, and of B, the columns of a thread. */
var<workgroup> block_a: array<vec4f, 144>;
var<workgroup> block_b: array<vec4f, 256>;

/** Four columns of A, a quarter of the tile apart, so that neighbours read neighbouring floats. Zeros behind the chunk. */
fn load_a(i0: u32, at: u32, end: u32, e: u32) -> vec4f {
  let r = at + e / QUADS;
  if (r >= end) { return vec4f(); }
  let i = i0 + e % QUADS;
  let row = call[0].y + r * 65u;
  return vec4f(
    value(row + min(i, M - 1u)),
    value(row + min(i + QUADS, M - 1u)),
    value(row + min(i + QUADS * 2u, M - 1u)),
    value(row + min(i + QUADS * 3u, M - 1u)),
  );
}
fn place_a(e: u32) -> u32 { return e / QUADS * QUAD_STRIDE + e % QUADS; }

/** Columns of B, likewise. */
fn load_b(j0: u32, at: u32, end: u32, e: u32) -> vec4f {
  let r = at + e / COLUMN_LANES;
  if (r >= end) { return vec4f(); }
  let j = j0 + e % COLUMN_LANES;
  let row = call[0].z + r * 128u;
  return vec4f(
    value(row + j),
    value(row + j + COLUMN_LANES),
    value(row + j + COLUMN_LANES * 2u),
    value(row + j + COLUMN_LANES * 3u),
  );
}
fn place_b(e: u32) -> u32 { return e; }

fn store_row(out: u32, i: u32, j: u32, sums: vec4f) {
  if (i >= M) { return; }
  let at = out + i * 128u;
  set_weight(at + j, sums.x);
  set_weight(at + j + COLUMN_LANES, sums.y);
  set_weight(at + j + COLUMN_LANES * 2u, sums.z);
  set_weight(at + j + COLUMN_LANES * 3u, sums.w);
}

@compute @workgroup_size(128)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  let row_0 = part % 6u / 2u * 32u;
  let column_0 = part % 2u * 64u;
  let chunk = part / 6u;
  let rows = (call[0].x + 31u) / 32u;
  let start = chunk * rows;
  let end = min(start + rows, call[0].x);
  let out = call[0].w + chunk * 8320u;

  let row_lane = lane / COLUMN_LANES;
  let column_lane = lane % COLUMN_LANES;
  var sum_0_0 = vec4f(); var sum_0_1 = vec4f(); var sum_0_2 = vec4f(); var sum_0_3 = vec4f();
  var next_a_0: vec4f;
  var next_b_0: vec4f;
  var next_b_1: vec4f;
  for (var at = start; ; at += DEPTH) {
    // the next block is on its way while this thread works on the one before
    if (at < end) {
      next_a_0 = load_a(row_0, at, end, lane);
      next_b_0 = load_b(column_0, at, end, lane);
      next_b_1 = load_b(column_0, at, end, lane + 128u);
    }
    if (at > start) {
      for (var k = 0u; k < DEPTH; k++) {
        let b = block_b[k * COLUMN_LANES + column_lane];
        let a_0 = block_a[k * QUAD_STRIDE + row_lane];
        sum_0_0 += a_0 * b.x;
        sum_0_1 += a_0 * b.y;
        sum_0_2 += a_0 * b.z;
        sum_0_3 += a_0 * b.w;
      }
    }
    if (at >= end) { break; }
    workgroupBarrier();
    block_a[place_a(lane)] = next_a_0;
    block_b[place_b(lane)] = next_b_0;
    block_b[place_b(lane + 128u)] = next_b_1;
    workgroupBarrier();
  }

  let i = row_0 + row_lane;
  let j = column_0 + column_lane;
  store_row(out, i, j, vec4f(sum_0_0.x, sum_0_1.x, sum_0_2.x, sum_0_3.x));
  store_row(out, i + QUADS, j, vec4f(sum_0_0.y, sum_0_1.y, sum_0_2.y, sum_0_3.y));
  store_row(out, i + QUADS * 2u, j, vec4f(sum_0_0.z, sum_0_1.z, sum_0_2.z, sum_0_3.z));
  store_row(out, i + QUADS * 3u, j, vec4f(sum_0_0.w, sum_0_1.w, sum_0_2.w, sum_0_3.w));
}
`,
  },
  sum_rows_65: {
    across: 9,
    rows: 0,
    words: 3,
    code: `
// out[65] = the sum of source[r, 65] over all rows
const WIDTH = 65u;
const COLUMNS = 8u;
const LANES = 32u;
const PARTS = 8u;
var<workgroup> sums: array<f32, 256>;
var<workgroup> parts: array<f32, 64>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  let count = call[0].x;
  let source = call[0].y;
  let out = call[0].z;
  let column = part * COLUMNS + lane % COLUMNS;
  let j = min(column, WIDTH - 1u);

  // four sums a lane, whose loads don't wait for each other
  var four = vec4f();
  var r = lane / COLUMNS;
  for (; r + 3u * LANES < count; r += 4u * LANES) {
    four += vec4f(
      value(source + r * 65u + j),
      value(source + (r + LANES) * 65u + j),
      value(source + (r + 2u * LANES) * 65u + j),
      value(source + (r + 3u * LANES) * 65u + j),
    );
  }
  for (; r < count; r += LANES) { four.x += value(source + r * 65u + j); }
  sums[lane] = (four.x + four.y) + (four.z + four.w);
  workgroupBarrier();

  // the lanes of a column: parts of them, then the parts
  if (lane < PARTS * COLUMNS) {
    var sum = 0.0;
    for (var i = lane; i < LANES * COLUMNS; i += PARTS * COLUMNS) { sum += sums[i]; }
    parts[lane] = sum;
  }
  workgroupBarrier();
  if (lane < COLUMNS && column < WIDTH) {
    var sum = 0.0;
    for (var i = lane; i < PARTS * COLUMNS; i += COLUMNS) { sum += parts[i]; }
    set_weight(out + column, sum);
  }
}
`,
  },
  loop_memory_2_db_before: {
    across: 1,
    rows: 1,
    words: 19,
    loop: true,
    code: `
// a loop of 7 calls, a sequence a workgroup
var<workgroup> tile: array<vec4f, 32>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id);
  if (first >= call[0].x) { return; }
  let r = first;
  let column1_0 = lane;
  let from1_0 = call[1].y + (column1_0 >> 3u) * 1024u + (column1_0 & 7u);
  let w1_0_0 = vec4f(weight(from1_0 + 0u), weight(from1_0 + 8u), weight(from1_0 + 16u), weight(from1_0 + 24u));
  let w1_0_1 = vec4f(weight(from1_0 + 32u), weight(from1_0 + 40u), weight(from1_0 + 48u), weight(from1_0 + 56u));
  let w1_0_2 = vec4f(weight(from1_0 + 64u), weight(from1_0 + 72u), weight(from1_0 + 80u), weight(from1_0 + 88u));
  let w1_0_3 = vec4f(weight(from1_0 + 96u), weight(from1_0 + 104u), weight(from1_0 + 112u), weight(from1_0 + 120u));
  let w1_0_4 = vec4f(weight(from1_0 + 128u), weight(from1_0 + 136u), weight(from1_0 + 144u), weight(from1_0 + 152u));
  let w1_0_5 = vec4f(weight(from1_0 + 160u), weight(from1_0 + 168u), weight(from1_0 + 176u), weight(from1_0 + 184u));
  let w1_0_6 = vec4f(weight(from1_0 + 192u), weight(from1_0 + 200u), weight(from1_0 + 208u), weight(from1_0 + 216u));
  let w1_0_7 = vec4f(weight(from1_0 + 224u), weight(from1_0 + 232u), weight(from1_0 + 240u), weight(from1_0 + 248u));
  let w1_0_8 = vec4f(weight(from1_0 + 256u), weight(from1_0 + 264u), weight(from1_0 + 272u), weight(from1_0 + 280u));
  let w1_0_9 = vec4f(weight(from1_0 + 288u), weight(from1_0 + 296u), weight(from1_0 + 304u), weight(from1_0 + 312u));
  let w1_0_10 = vec4f(weight(from1_0 + 320u), weight(from1_0 + 328u), weight(from1_0 + 336u), weight(from1_0 + 344u));
  let w1_0_11 = vec4f(weight(from1_0 + 352u), weight(from1_0 + 360u), weight(from1_0 + 368u), weight(from1_0 + 376u));
  let w1_0_12 = vec4f(weight(from1_0 + 384u), weight(from1_0 + 392u), weight(from1_0 + 400u), weight(from1_0 + 408u));
  let w1_0_13 = vec4f(weight(from1_0 + 416u), weight(from1_0 + 424u), weight(from1_0 + 432u), weight(from1_0 + 440u));
  let w1_0_14 = vec4f(weight(from1_0 + 448u), weight(from1_0 + 456u), weight(from1_0 + 464u), weight(from1_0 + 472u));
  let w1_0_15 = vec4f(weight(from1_0 + 480u), weight(from1_0 + 488u), weight(from1_0 + 496u), weight(from1_0 + 504u));
  let w1_0_16 = vec4f(weight(from1_0 + 512u), weight(from1_0 + 520u), weight(from1_0 + 528u), weight(from1_0 + 536u));
  let w1_0_17 = vec4f(weight(from1_0 + 544u), weight(from1_0 + 552u), weight(from1_0 + 560u), weight(from1_0 + 568u));
  let w1_0_18 = vec4f(weight(from1_0 + 576u), weight(from1_0 + 584u), weight(from1_0 + 592u), weight(from1_0 + 600u));
  let w1_0_19 = vec4f(weight(from1_0 + 608u), weight(from1_0 + 616u), weight(from1_0 + 624u), weight(from1_0 + 632u));
  let w1_0_20 = vec4f(weight(from1_0 + 640u), weight(from1_0 + 648u), weight(from1_0 + 656u), weight(from1_0 + 664u));
  let w1_0_21 = vec4f(weight(from1_0 + 672u), weight(from1_0 + 680u), weight(from1_0 + 688u), weight(from1_0 + 696u));
  let w1_0_22 = vec4f(weight(from1_0 + 704u), weight(from1_0 + 712u), weight(from1_0 + 720u), weight(from1_0 + 728u));
  let w1_0_23 = vec4f(weight(from1_0 + 736u), weight(from1_0 + 744u), weight(from1_0 + 752u), weight(from1_0 + 760u));
  let w1_0_24 = vec4f(weight(from1_0 + 768u), weight(from1_0 + 776u), weight(from1_0 + 784u), weight(from1_0 + 792u));
  let w1_0_25 = vec4f(weight(from1_0 + 800u), weight(from1_0 + 808u), weight(from1_0 + 816u), weight(from1_0 + 824u));
  let w1_0_26 = vec4f(weight(from1_0 + 832u), weight(from1_0 + 840u), weight(from1_0 + 848u), weight(from1_0 + 856u));
  let w1_0_27 = vec4f(weight(from1_0 + 864u), weight(from1_0 + 872u), weight(from1_0 + 880u), weight(from1_0 + 888u));
  let w1_0_28 = vec4f(weight(from1_0 + 896u), weight(from1_0 + 904u), weight(from1_0 + 912u), weight(from1_0 + 920u));
  let w1_0_29 = vec4f(weight(from1_0 + 928u), weight(from1_0 + 936u), weight(from1_0 + 944u), weight(from1_0 + 952u));
  let w1_0_30 = vec4f(weight(from1_0 + 960u), weight(from1_0 + 968u), weight(from1_0 + 976u), weight(from1_0 + 984u));
  let w1_0_31 = vec4f(weight(from1_0 + 992u), weight(from1_0 + 1000u), weight(from1_0 + 1008u), weight(from1_0 + 1016u));
  let steps = axes[call[4].x];
  for (var i = call[4].y; i < call[4].z; i++) {
    let t = steps - 1u - i;
    let rows = axes[call[4].x + 3u + t];
    let start = axes[call[4].x + 3u + steps + t];
    if (first < rows) {
      {
        if (lane < 128u) {
          let j = lane;
          let v0 = value(call[0].y + r * 128u + j);
          let v1 = -v0;
          let v2 = max_of(v0, v1);
          let v6 = select(v0, 0f, v2 < 1.0000000031710769e-30f);
          let v7 = value(call[0].z + start * 128u + r * 128u + j);
          let v8 = v6 + v7;
          let v10 = value(call[0].w + start * 128u + r * 128u + j);
          let v11 = v10 * v10;
          let v13 = 1f - v11;
          let v14 = v8 * v13;
          set_value(call[1].x + start * 128u + r * 128u + j, v14);
        }
      }
      storageBarrier();
      {
        let a = call[1].x + start * 128u + r * 128u;
        let c = call[1].z + r * 256u;
        for (var i = lane; i < 32u; i += 256u) {
          tile[i] = vec4f(value(a + i * 4u + 0u), value(a + i * 4u + 1u), value(a + i * 4u + 2u), value(a + i * 4u + 3u));
        }
        workgroupBarrier();
        var sum0 = w1_0_0 * tile[0u];
        sum0 += w1_0_1 * tile[1u];
        sum0 += w1_0_2 * tile[2u];
        sum0 += w1_0_3 * tile[3u];
        sum0 += w1_0_4 * tile[4u];
        sum0 += w1_0_5 * tile[5u];
        sum0 += w1_0_6 * tile[6u];
        sum0 += w1_0_7 * tile[7u];
        sum0 += w1_0_8 * tile[8u];
        sum0 += w1_0_9 * tile[9u];
        sum0 += w1_0_10 * tile[10u];
        sum0 += w1_0_11 * tile[11u];
        sum0 += w1_0_12 * tile[12u];
        sum0 += w1_0_13 * tile[13u];
        sum0 += w1_0_14 * tile[14u];
        sum0 += w1_0_15 * tile[15u];
        sum0 += w1_0_16 * tile[16u];
        sum0 += w1_0_17 * tile[17u];
        sum0 += w1_0_18 * tile[18u];
        sum0 += w1_0_19 * tile[19u];
        sum0 += w1_0_20 * tile[20u];
        sum0 += w1_0_21 * tile[21u];
        sum0 += w1_0_22 * tile[22u];
        sum0 += w1_0_23 * tile[23u];
        sum0 += w1_0_24 * tile[24u];
        sum0 += w1_0_25 * tile[25u];
        sum0 += w1_0_26 * tile[26u];
        sum0 += w1_0_27 * tile[27u];
        sum0 += w1_0_28 * tile[28u];
        sum0 += w1_0_29 * tile[29u];
        sum0 += w1_0_30 * tile[30u];
        sum0 += w1_0_31 * tile[31u];
        set_value(c + column1_0, sum0.x + sum0.y + sum0.z + sum0.w);
      }
      {
        if (lane < 128u) {
          let j = lane;
          let v0 = value(call[1].w + r * 128u + j);
          let v1 = -v0;
          let v2 = max_of(v0, v1);
          let v6 = select(v0, 0f, v2 < 1.0000000031710769e-30f);
          let v7 = value(call[1].z + r * 256u + j);
          let v8 = v6 + v7;
          let v10 = value(call[2].x + start * 128u + r * 128u + j);
          let v11 = v10 * v10;
          let v13 = 1f - v11;
          let v14 = v8 * v13;
          set_value(call[2].y + start * 128u + r * 128u + j, v14);
        }
      }
      storageBarrier();
      workgroupBarrier();
      {
        let a = call[2].y + start * 128u + r * 128u;
        let c = call[2].w + r * 280u;
        for (var i = lane; i < 32u; i += 256u) {
          tile[i] = vec4f(value(a + i * 4u + 0u), value(a + i * 4u + 1u), value(a + i * 4u + 2u), value(a + i * 4u + 3u));
        }
        workgroupBarrier();
        for (var column = lane; column < 280u; column += 256u) {
          let panel = call[2].z + (column >> 3u) * 1024u + (column & 7u);
          var sum = vec4f();
          for (var i = 0u; i < 32u; i++) { sum += vec4f(weight(panel + i * 32u + 0u), weight(panel + i * 32u + 8u), weight(panel + i * 32u + 16u), weight(panel + i * 32u + 24u)) * tile[i]; }
          set_value(c + column, sum.x + sum.y + sum.z + sum.w);
        }
      }
      {
        if (lane < 24u) {
          let j = lane;
          arena[call[3].x + start * 24u + r * 24u + j] = arena[call[2].w + r * 280u + j];
        }
      }
      storageBarrier();
      {
        if (lane < 128u) {
          let j = lane;
          let v0 = value(call[3].y + r * 256u + j);
          let v1 = value(call[3].z + r * 280u + j);
          let v2 = v0 + v1;
          set_value(call[0].y + r * 128u + j, v2);
        }
      }
      {
        if (lane < 128u) {
          let j = lane;
          arena[call[1].w + r * 128u + j] = arena[call[3].w + r * 280u + j];
        }
      }
    }
  }
}
`,
  },
  map_memory_2_upper_dh_pre: {
    across: 1,
    rows: 2,
    words: 5,
    code: `
// pointwise [rows, 128]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 2u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(2u, call[0].x - first) * 128u; e += 64u) {
    let r = first + e / 128u;
    let j = e % 128u;
    let at = r * 128u + j;
    let v0 = value(call[0].y + at);
    let v1 = -v0;
    let v2 = max_of(v0, v1);
    let v6 = select(v0, 0f, v2 < 1.0000000031710769e-30f);
    let v7 = value(call[0].z + at);
    let v8 = v6 + v7;
    let v10 = value(call[0].w + at);
    let v11 = v10 * v10;
    let v13 = 1f - v11;
    let v14 = v8 * v13;
    set_value(call[1].x + at, v14);
  }
}
`,
  },
  map_memory_2_lower_dh_pre: {
    across: 1,
    rows: 2,
    words: 5,
    code: `
// pointwise [rows, 128]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 2u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(2u, call[0].x - first) * 128u; e += 64u) {
    let r = first + e / 128u;
    let j = e % 128u;
    let v0 = value(call[0].y + r * 128u + j);
    let v1 = -v0;
    let v2 = max_of(v0, v1);
    let v6 = select(v0, 0f, v2 < 1.0000000031710769e-30f);
    let v7 = value(call[0].z + r * 256u + j);
    let v8 = v6 + v7;
    let v10 = value(call[0].w + r * 128u + j);
    let v11 = v10 * v10;
    let v13 = 1f - v11;
    let v14 = v8 * v13;
    set_value(call[1].x + r * 128u + j, v14);
  }
}
`,
  },
  gemm_128x280: {
    across: 35,
    rows: 8,
    words: 4,
    code: `
// C[r, 280] = A[r, 128] · B[128, 280], for few rows: 8 rows and 8 columns a workgroup, k in 16 slices
const K = 128u;
const N = 280u;
const CHUNK = 128u;
const SLICES = 16u;
const THREADS = 128u;
/** Rows of A, in fours: rows 0 to 3 of a chunk, then 4 to 7. Then the sums of the slices. */
var<workgroup> shared_quads: array<vec4f, 256>;

/** Four rows of A. */
fn load_a(r: u32, k: u32) -> vec4f {
  let last = call[0].x - 1u;
  let a = call[0].y + k;
  return vec4f(
    value(a + min(r, last) * 128u),
    value(a + min(r + 1u, last) * 128u),
    value(a + min(r + 2u, last) * 128u),
    value(a + min(r + 3u, last) * 128u),
  );
}

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r * 280u + column;
  set_value(at, sum);
}

@compute @workgroup_size(128)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 35u;
  let first = group(id) / 35u * 8u;
  if (first >= call[0].x) { return; }
  let slice = lane / 8u;
  let b_0 = call[0].z + part * 1024u + lane % 8u;
  var sum_0_0 = vec4f();
  var sum_1_0 = vec4f();
  for (var k0 = 0u; k0 < K; k0 += CHUNK) {
    let length = min(CHUNK, K - k0);
    workgroupBarrier();
    for (var i = lane; i < length; i += THREADS) {
      shared_quads[i] = load_a(first, k0 + i);
      shared_quads[CHUNK + i] = load_a(first + 4u, k0 + i);
    }
    workgroupBarrier();
    for (var i = slice; i < length; i += SLICES) {
      let w_0 = weight(b_0 + (k0 + i) * 8u);
      let a_0 = shared_quads[i];
      let a_1 = shared_quads[CHUNK + i];
      sum_0_0 += a_0 * w_0;
      sum_1_0 += a_1 * w_0;
    }
  }
  workgroupBarrier();
  shared_quads[lane] = sum_0_0;
  shared_quads[THREADS + lane] = sum_1_0;
  workgroupBarrier();

  // a number of C for a thread: the sums of its slices, in order
  for (var o = lane; o < 64u; o += THREADS) {
    let column = o % 8u;
    let row = o / 8u;
    let begin = (column / 8u * 2u + row / 4u) * THREADS + column % 8u;
    var sum = 0.0;
    for (var i = 0u; i < SLICES; i++) { sum += shared_quads[begin + i * 8u][row % 4u]; }
    let r = first + row;
    let j = part * 8u + column;
    if (r < call[0].x) { store_c(r, j, sum); }
  }
}
`,
  },
  copy_24_2: {
    across: 1,
    rows: 10,
    words: 3,
    code: `
// copy [24]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 10u;
  if (first >= call[0].x) { return; }
  let source = call[0].y;
  let out = call[0].z;
  for (var e = lane; e < min(10u, call[0].x - first) * 24u; e += 64u) {
    let r = first + e / 24u;
    let j = e % 24u;
    arena[out + r * 24u + j] = arena[source + r * 280u + j];
  }
}
`,
  },
  map_memory_2_db_before_state: {
    across: 1,
    rows: 2,
    words: 4,
    code: `
// pointwise [rows, 128]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 2u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(2u, call[0].x - first) * 128u; e += 64u) {
    let r = first + e / 128u;
    let j = e % 128u;
    let v0 = value(call[0].y + r * 256u + j);
    let v1 = value(call[0].z + r * 280u + j);
    let v2 = v0 + v1;
    set_value(call[0].w + r * 128u + j, v2);
  }
}
`,
  },
  copy_128_2: {
    across: 1,
    rows: 2,
    words: 3,
    code: `
// copy [128]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 2u;
  if (first >= call[0].x) { return; }
  let source = call[0].y;
  let out = call[0].z;
  for (var e = lane; e < min(2u, call[0].x - first) * 128u; e += 64u) {
    let r = first + e / 128u;
    let j = e % 128u;
    arena[out + r * 128u + j] = arena[source + r * 280u + j];
  }
}
`,
  },
  add_up_backward: {
    across: 130,
    rows: 0,
    words: 3,
    code: `
// sums of partial sums: [32, 8320]
fn sum_weights_weights(partials: u32, out: u32, i: u32, size: u32, chunks: u32) {
  if (i >= size) { return; }
  var sum = weight(partials + i);
  for (var chunk = 1u; chunk < chunks; chunk++) { sum += weight(partials + chunk * size + i); }
  set_weight(out + i, sum);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  sum_weights_weights(call[0].y, call[0].z, part * 64u + lane, 8320u, 32u);
}
`,
  },
  scatter_add_24: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// table[ids[r], 24] += values[r], in the order of r
/** What each lane found: whether an earlier row has the id, or how many rows of a block have it. */
var<workgroup> found: array<u32, 64>;
/** Rows of a block that have the id, in order. */
var<workgroup> matches: array<u32, 1024>;
var<workgroup> earlier: u32;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id);
  if (first >= call[0].x) { return; }
  let count = call[0].x;
  let ids = call[0].y;
  let values = call[0].z;
  let table = call[0].w;
  let wanted = bitcast<i32>(arena[ids + first]);

  // whether an earlier row has the id
  found[lane] = 0u;
  if (lane == 0u) { earlier = 0u; }
  for (var begin = 0u; begin < first; begin += 1024u) {
    for (var r = begin + lane; r < min(begin + 1024u, first); r += 64u) {
      if (bitcast<i32>(arena[ids + r]) == wanted) { found[lane] = 1u; }
    }
    workgroupBarrier();
    if (lane == 0u) {
      for (var i = 0u; i < 64u; i++) { earlier |= found[i]; }
    }
    if (workgroupUniformLoad(&earlier) != 0u) { return; }
  }

  let j = lane;
  let column = min(j, 23u);
  let place = table + u32(max(wanted, 0)) * 24u + column;
  var sum = weight(place);
  for (var begin = first; begin < count; begin += 1024u) {
    // each lane looks at 16 rows one after the other, so that what the lanes find is in order
    let mine = begin + lane * 16u;
    let end = min(mine + 16u, count);
    var number = 0u;
    for (var r = mine; r < end; r++) { number += u32(bitcast<i32>(arena[ids + r]) == wanted); }
    found[lane] = number;
    workgroupBarrier();
    var total = 0u;
    var next = 0u;
    for (var i = 0u; i < 64u; i++) {
      next += select(0u, found[i], i < lane);
      total += found[i];
    }
    for (var r = mine; r < end; r++) {
      if (bitcast<i32>(arena[ids + r]) == wanted) {
        matches[next] = r;
        next++;
      }
    }
    workgroupBarrier();
    // four loads under way at a time; the sum is still in order
    var i = 0u;
    for (; i + 4u <= total; i += 4u) {
      let x = vec4f(
        value(values + matches[i] * 24u + column),
        value(values + matches[i + 1u] * 24u + column),
        value(values + matches[i + 2u] * 24u + column),
        value(values + matches[i + 3u] * 24u + column),
      );
      sum = sum + x.x + x.y + x.z + x.w;
    }
    for (; i < total; i++) { sum += value(values + matches[i] * 24u + column); }
  }
  // an id that is no row of the table, which nobody may have checked where data come from the device, adds nothing
  if (j < 24u && bitcast<u32>(wanted) < 65u) { set_weight(place, sum); }
}
`,
  },
  row_product_128x152: {
    across: 192,
    rows: 0,
    words: 4,
    code: `
// C[128, 152] = the sum over rows of A[r, 128] transposed · B[r, 152], in 32 chunks of rows
const M = 128u;
const N = 152u;
const QUADS = 16u;

const DEPTH = 16u;
const QUAD_STRIDE = 17u;
const ROW_LANES = 8u;
const COLUMN_LANES = 16u;

/** Blocks of A, four rows an element, and of B, the columns of a thread. */
var<workgroup> block_a: array<vec4f, 272>;
var<workgroup> block_b: array<vec4f, 256>;

/** Four columns of A, a quarter of the tile apart, so that neighbours read neighbouring floats. Zeros behind the chunk. */
fn load_a(i0: u32, at: u32, end: u32, e: u32) -> vec4f {
  let r = at + e / QUADS;
  if (r >= end) { return vec4f(); }
  let i = i0 + e % QUADS;
  let row = call[0].y + r * 128u;
  return vec4f(
    value(row + i),
    value(row + i + QUADS),
    value(row + i + QUADS * 2u),
    value(row + i + QUADS * 3u),
  );
}
fn place_a(e: u32) -> u32 { return e / QUADS * QUAD_STRIDE + e % QUADS; }

/** Columns of B, likewise. */
fn load_b(j0: u32, at: u32, end: u32, e: u32) -> vec4f {
  let r = at + e / COLUMN_LANES;
  if (r >= end) { return vec4f(); }
  let j = j0 + e % COLUMN_LANES;
  let row = call[0].z + r * 152u;
  return vec4f(
    value(row + min(j, N - 1u)),
    value(row + min(j + COLUMN_LANES, N - 1u)),
    value(row + min(j + COLUMN_LANES * 2u, N - 1u)),
    value(row + min(j + COLUMN_LANES * 3u, N - 1u)),
  );
}
fn place_b(e: u32) -> u32 { return e; }

fn store_row(out: u32, i: u32, j: u32, sums: vec4f) {
  let at = out + i * 152u;
  if (j < N) { set_weight(at + j, sums.x); }
  if (j + COLUMN_LANES < N) { set_weight(at + j + COLUMN_LANES, sums.y); }
  if (j + COLUMN_LANES * 2u < N) { set_weight(at + j + COLUMN_LANES * 2u, sums.z); }
  if (j + COLUMN_LANES * 3u < N) { set_weight(at + j + COLUMN_LANES * 3u, sums.w); }
}

@compute @workgroup_size(128)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  let row_0 = part % 6u / 3u * 64u;
  let column_0 = part % 3u * 64u;
  let chunk = part / 6u;
  let rows = (call[0].x + 31u) / 32u;
  let start = chunk * rows;
  let end = min(start + rows, call[0].x);
  let out = call[0].w + chunk * 19456u;

  let row_lane = lane / COLUMN_LANES;
  let column_lane = lane % COLUMN_LANES;
  var sum_0_0 = vec4f(); var sum_0_1 = vec4f(); var sum_0_2 = vec4f(); var sum_0_3 = vec4f();
  var sum_1_0 = vec4f(); var sum_1_1 = vec4f(); var sum_1_2 = vec4f(); var sum_1_3 = vec4f();
  var next_a_0: vec4f;
  var next_a_1: vec4f;
  var next_b_0: vec4f;
  var next_b_1: vec4f;
  for (var at = start; ; at += DEPTH) {
    // the next block is on its way while this thread works on the one before
    if (at < end) {
      next_a_0 = load_a(row_0, at, end, lane);
      next_a_1 = load_a(row_0, at, end, lane + 128u);
      next_b_0 = load_b(column_0, at, end, lane);
      next_b_1 = load_b(column_0, at, end, lane + 128u);
    }
    if (at > start) {
      for (var k = 0u; k < DEPTH; k++) {
        let b = block_b[k * COLUMN_LANES + column_lane];
        let a_0 = block_a[k * QUAD_STRIDE + row_lane];
        sum_0_0 += a_0 * b.x;
        sum_0_1 += a_0 * b.y;
        sum_0_2 += a_0 * b.z;
        sum_0_3 += a_0 * b.w;
        let a_1 = block_a[k * QUAD_STRIDE + ROW_LANES + row_lane];
        sum_1_0 += a_1 * b.x;
        sum_1_1 += a_1 * b.y;
        sum_1_2 += a_1 * b.z;
        sum_1_3 += a_1 * b.w;
      }
    }
    if (at >= end) { break; }
    workgroupBarrier();
    block_a[place_a(lane)] = next_a_0;
    block_a[place_a(lane + 128u)] = next_a_1;
    block_b[place_b(lane)] = next_b_0;
    block_b[place_b(lane + 128u)] = next_b_1;
    workgroupBarrier();
  }

  let i = row_0 + row_lane;
  let j = column_0 + column_lane;
  store_row(out, i, j, vec4f(sum_0_0.x, sum_0_1.x, sum_0_2.x, sum_0_3.x));
  store_row(out, i + QUADS, j, vec4f(sum_0_0.y, sum_0_1.y, sum_0_2.y, sum_0_3.y));
  store_row(out, i + QUADS * 2u, j, vec4f(sum_0_0.z, sum_0_1.z, sum_0_2.z, sum_0_3.z));
  store_row(out, i + QUADS * 3u, j, vec4f(sum_0_0.w, sum_0_1.w, sum_0_2.w, sum_0_3.w));
  store_row(out, i + ROW_LANES, j, vec4f(sum_1_0.x, sum_1_1.x, sum_1_2.x, sum_1_3.x));
  store_row(out, i + QUADS + ROW_LANES, j, vec4f(sum_1_0.y, sum_1_1.y, sum_1_2.y, sum_1_3.y));
  store_row(out, i + QUADS * 2u + ROW_LANES, j, vec4f(sum_1_0.z, sum_1_1.z, sum_1_2.z, sum_1_3.z));
  store_row(out, i + QUADS * 3u + ROW_LANES, j, vec4f(sum_1_0.w, sum_1_1.w, sum_1_2.w, sum_1_3.w));
}
`,
  },
  row_product_128x128: {
    across: 128,
    rows: 0,
    words: 4,
    code: `
// C[128, 128] = the sum over rows of A[r, 128] transposed · B[r, 128], in 32 chunks of rows
const M = 128u;
const N = 128u;
const QUADS = 16u;

const DEPTH = 16u;
const QUAD_STRIDE = 17u;
const ROW_LANES = 8u;
const COLUMN_LANES = 16u;

/** Blocks of A, four rows an element, and of B, the columns of a thread. */
var<workgroup> block_a: array<vec4f, 272>;
var<workgroup> block_b: array<vec4f, 256>;

/** Four columns of A, a quarter of the tile apart, so that neighbours read neighbouring floats. Zeros behind the chunk. */
fn load_a(i0: u32, at: u32, end: u32, e: u32) -> vec4f {
  let r = at + e / QUADS;
  if (r >= end) { return vec4f(); }
  let i = i0 + e % QUADS;
  let row = call[0].y + r * 128u;
  return vec4f(
    value(row + i),
    value(row + i + QUADS),
    value(row + i + QUADS * 2u),
    value(row + i + QUADS * 3u),
  );
}
fn place_a(e: u32) -> u32 { return e / QUADS * QUAD_STRIDE + e % QUADS; }

/** Columns of B, likewise. */
fn load_b(j0: u32, at: u32, end: u32, e: u32) -> vec4f {
  let r = at + e / COLUMN_LANES;
  if (r >= end) { return vec4f(); }
  let j = j0 + e % COLUMN_LANES;
  let row = call[0].z + r * 128u;
  return vec4f(
    value(row + j),
    value(row + j + COLUMN_LANES),
    value(row + j + COLUMN_LANES * 2u),
    value(row + j + COLUMN_LANES * 3u),
  );
}
fn place_b(e: u32) -> u32 { return e; }

fn store_row(out: u32, i: u32, j: u32, sums: vec4f) {
  let at = out + i * 128u;
  set_weight(at + j, sums.x);
  set_weight(at + j + COLUMN_LANES, sums.y);
  set_weight(at + j + COLUMN_LANES * 2u, sums.z);
  set_weight(at + j + COLUMN_LANES * 3u, sums.w);
}

@compute @workgroup_size(128)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  let row_0 = part % 4u / 2u * 64u;
  let column_0 = part % 2u * 64u;
  let chunk = part / 4u;
  let rows = (call[0].x + 31u) / 32u;
  let start = chunk * rows;
  let end = min(start + rows, call[0].x);
  let out = call[0].w + chunk * 16384u;

  let row_lane = lane / COLUMN_LANES;
  let column_lane = lane % COLUMN_LANES;
  var sum_0_0 = vec4f(); var sum_0_1 = vec4f(); var sum_0_2 = vec4f(); var sum_0_3 = vec4f();
  var sum_1_0 = vec4f(); var sum_1_1 = vec4f(); var sum_1_2 = vec4f(); var sum_1_3 = vec4f();
  var next_a_0: vec4f;
  var next_a_1: vec4f;
  var next_b_0: vec4f;
  var next_b_1: vec4f;
  for (var at = start; ; at += DEPTH) {
    // the next block is on its way while this thread works on the one before
    if (at < end) {
      next_a_0 = load_a(row_0, at, end, lane);
      next_a_1 = load_a(row_0, at, end, lane + 128u);
      next_b_0 = load_b(column_0, at, end, lane);
      next_b_1 = load_b(column_0, at, end, lane + 128u);
    }
    if (at > start) {
      for (var k = 0u; k < DEPTH; k++) {
        let b = block_b[k * COLUMN_LANES + column_lane];
        let a_0 = block_a[k * QUAD_STRIDE + row_lane];
        sum_0_0 += a_0 * b.x;
        sum_0_1 += a_0 * b.y;
        sum_0_2 += a_0 * b.z;
        sum_0_3 += a_0 * b.w;
        let a_1 = block_a[k * QUAD_STRIDE + ROW_LANES + row_lane];
        sum_1_0 += a_1 * b.x;
        sum_1_1 += a_1 * b.y;
        sum_1_2 += a_1 * b.z;
        sum_1_3 += a_1 * b.w;
      }
    }
    if (at >= end) { break; }
    workgroupBarrier();
    block_a[place_a(lane)] = next_a_0;
    block_a[place_a(lane + 128u)] = next_a_1;
    block_b[place_b(lane)] = next_b_0;
    block_b[place_b(lane + 128u)] = next_b_1;
    workgroupBarrier();
  }

  let i = row_0 + row_lane;
  let j = column_0 + column_lane;
  store_row(out, i, j, vec4f(sum_0_0.x, sum_0_1.x, sum_0_2.x, sum_0_3.x));
  store_row(out, i + QUADS, j, vec4f(sum_0_0.y, sum_0_1.y, sum_0_2.y, sum_0_3.y));
  store_row(out, i + QUADS * 2u, j, vec4f(sum_0_0.z, sum_0_1.z, sum_0_2.z, sum_0_3.z));
  store_row(out, i + QUADS * 3u, j, vec4f(sum_0_0.w, sum_0_1.w, sum_0_2.w, sum_0_3.w));
  store_row(out, i + ROW_LANES, j, vec4f(sum_1_0.x, sum_1_1.x, sum_1_2.x, sum_1_3.x));
  store_row(out, i + QUADS + ROW_LANES, j, vec4f(sum_1_0.y, sum_1_1.y, sum_1_2.y, sum_1_3.y));
  store_row(out, i + QUADS * 2u + ROW_LANES, j, vec4f(sum_1_0.z, sum_1_1.z, sum_1_2.z, sum_1_3.z));
  store_row(out, i + QUADS * 3u + ROW_LANES, j, vec4f(sum_1_0.w, sum_1_1.w, sum_1_2.w, sum_1_3.w));
}
`,
  },
  sum_rows_128: {
    across: 16,
    rows: 0,
    words: 3,
    code: `
// out[128] = the sum of source[r, 128] over all rows
const WIDTH = 128u;
const COLUMNS = 8u;
const LANES = 32u;
const PARTS = 8u;
var<workgroup> sums: array<f32, 256>;
var<workgroup> parts: array<f32, 64>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  let count = call[0].x;
  let source = call[0].y;
  let out = call[0].z;
  let column = part * COLUMNS + lane % COLUMNS;
  let j = min(column, WIDTH - 1u);

  // four sums a lane, whose loads don't wait for each other
  var four = vec4f();
  var r = lane / COLUMNS;
  for (; r + 3u * LANES < count; r += 4u * LANES) {
    four += vec4f(
      value(source + r * 128u + j),
      value(source + (r + LANES) * 128u + j),
      value(source + (r + 2u * LANES) * 128u + j),
      value(source + (r + 3u * LANES) * 128u + j),
    );
  }
  for (; r < count; r += LANES) { four.x += value(source + r * 128u + j); }
  sums[lane] = (four.x + four.y) + (four.z + four.w);
  workgroupBarrier();

  // the lanes of a column: parts of them, then the parts
  if (lane < PARTS * COLUMNS) {
    var sum = 0.0;
    for (var i = lane; i < LANES * COLUMNS; i += PARTS * COLUMNS) { sum += sums[i]; }
    parts[lane] = sum;
  }
  workgroupBarrier();
  if (lane < COLUMNS && column < WIDTH) {
    var sum = 0.0;
    for (var i = lane; i < PARTS * COLUMNS; i += COLUMNS) { sum += parts[i]; }
    set_weight(out + column, sum);
  }
}
`,
  },
  add_up_backward_2: {
    across: 1072,
    rows: 0,
    words: 9,
    code: `
// sums of partial sums: [32, 19456], [32, 16384], [32, 16384], [32, 16384]
fn sum_weights_weights(partials: u32, out: u32, i: u32, size: u32, chunks: u32) {
  if (i >= size) { return; }
  var sum = weight(partials + i);
  for (var chunk = 1u; chunk < chunks; chunk++) { sum += weight(partials + chunk * size + i); }
  set_weight(out + i, sum);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  if (part < 304u) {
    sum_weights_weights(call[0].y, call[0].z, part * 64u + lane, 19456u, 32u);
  } else if (part < 560u) {
    sum_weights_weights(call[0].w, call[1].x, (part - 304u) * 64u + lane, 16384u, 32u);
  } else if (part < 816u) {
    sum_weights_weights(call[1].y, call[1].z, (part - 560u) * 64u + lane, 16384u, 32u);
  } else {
    sum_weights_weights(call[1].w, call[2].x, (part - 816u) * 64u + lane, 16384u, 32u);
  }
}
`,
  },
  moves_backward: {
    across: 2,
    rows: 2,
    words: 5,
    code: `
// copy [24], copy [128]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 2u;
  let first = group(id) / 2u * 2u;
  if (first >= call[0].x) { return; }
  if (part < 1u) {
    let source = call[0].y;
    let out = call[0].z;
    for (var e = lane; e < min(2u, call[0].x - first) * 24u; e += 64u) {
      let r = first + e / 24u;
      let j = e % 24u;
      arena[out + r * 152u + j] = arena[source + r * 24u + j];
    }
  } else {
    let source = call[0].w;
    let out = call[1].x;
    for (var e = lane; e < min(2u, call[0].x - first) * 128u; e += 64u) {
      let r = first + e / 128u;
      let j = e % 128u;
      arena[out + r * 152u + j] = arena[source + r * 128u + j];
    }
  }
}
`,
  },
  zero_1560: {
    across: 7,
    rows: 1,
    words: 2,
    code: `
// zero [1560]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 7u;
  let first = group(id) / 7u;
  if (first >= call[0].x) { return; }
  let out = call[0].y;
  let r = first;
  for (var j = part * 256u + lane; j < min(part * 256u + 256u, 1560u); j += 64u) {
    weights[out + r * 1560u + j] = 0u;
  }
}
`,
  },
  map_norm_pass_1: {
    across: 77,
    rows: 0,
    words: 13,
    code: `
// pass 1 of 2 over a row of 78809
var<workgroup> scratch: array<f32, 72>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  let v25 = weight(call[1].y);
  let v26 = weight(call[1].z);
  let v28 = weight(call[1].w);
  var r2 = 0f;
  for (var c = part * 64u + lane; c < 78809u; c += 4928u) {
    let v0 = weight(call[0].y + c);
    let v1 = v0 * v0;
    r2 = r2 + v1;
  }
  scratch[lane] = r2;
  workgroupBarrier();
  if (lane < 8u) {
    var p2 = scratch[lane];
    for (var k = 1u; k < 8u; k++) { p2 = p2 + scratch[lane + k * 8u]; }
    scratch[64u + lane] = p2;
  }
  workgroupBarrier();
  var v2 = scratch[64u + 0u];
  for (var k = 1u; k < 8u; k++) { v2 = v2 + scratch[64u + k]; }
  if (lane == 0u) {
    set_weight(call[3].x + 0u + part, v2);
  }
}
`,
  },
  map_norm_pass_2: {
    across: 77,
    rows: 0,
    words: 13,
    code: `
// pass 2 of 2 over a row of 78809
var<workgroup> scratch: array<f32, 72>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  var r2 = 0f;
  for (var g = lane; g < 77u; g += 64u) { r2 = r2 + weight(call[3].x + 0u + g); }
  scratch[lane] = r2;
  workgroupBarrier();
  if (lane < 8u) {
    var p2 = scratch[lane];
    for (var k = 1u; k < 8u; k++) { p2 = p2 + scratch[lane + k * 8u]; }
    scratch[64u + lane] = p2;
  }
  workgroupBarrier();
  var v2 = scratch[64u + 0u];
  for (var k = 1u; k < 8u; k++) { v2 = v2 + scratch[64u + k]; }
  let v25 = weight(call[1].y);
  let v26 = weight(call[1].z);
  let v28 = weight(call[1].w);
  let v3 = sqrt(v2);
  let v10 = 9.999999974752427e-7f + v3;
  let v11 = 1f / v10;
  let v12 = -v11;
  let v13 = max_of((-1f), v12);
  for (var c = part * 64u + lane; c < 78809u; c += 4928u) {
    let v5 = weight(call[0].z + c);
    let v6 = 0.8999999761581421f * v5;
    let v0 = weight(call[0].y + c);
    let v14 = v0 * v13;
    let v15 = 0.10000000149011612f * v14;
    let v17 = v6 - v15;
    let v19 = weight(call[0].w + c);
    let v20 = 0.9990000128746033f * v19;
    let v22 = 0.0010000000474974513f * v14 * v14;
    let v23 = v20 + v22;
    let v24 = weight(call[1].x + c);
    let v29 = v23 * v28;
    let v30 = sqrt(v29);
    let v31 = 9.99999993922529e-9f + v30;
    let v33 = v25 * v17 * v26 / v31;
    let v35 = v24 - v33;
    set_weight(call[2].y + c, v17);
    set_weight(call[2].z + c, v23);
    set_weight(call[2].w + c, v35);
  }
  if (part == 0u && lane == 0u) {
    set_weight(call[2].x, v3);
  }
}
`,
  },
  gather_24_2: {
    across: 1,
    rows: 10,
    words: 4,
    code: `
// out[r, 24] = table[ids[r]]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 10u;
  if (first >= call[0].x) { return; }
  let table = call[0].y;
  let ids = call[0].z;
  let out = call[0].w;
  for (var e = lane; e < min(10u, call[0].x - first) * 24u; e += 64u) {
    let r = first + e / 24u;
    let j = e % 24u;
    // ids are checked where data come in; a bad one reads something of the buffer, never outside of it
    let row = u32(max(bitcast<i32>(arena[ids + r]), 0));
    arena[out + r * 152u + j] = weights[table + row * 24u + j];
  }
}
`,
  },
  gemm_152x128: {
    across: 16,
    rows: 8,
    words: 4,
    code: `
// C[r, 128] = A[r, 152] · B[152, 128], for few rows: 8 rows and 8 columns a workgroup, k in 32 slices
const K = 152u;
const N = 128u;
const CHUNK = 152u;
const SLICES = 32u;
const THREADS = 256u;
/** Rows of A, in fours: rows 0 to 3 of a chunk, then 4 to 7. Then the sums of the slices. */
var<workgroup> shared_quads: array<vec4f, 512>;

/** Four rows of A. */
fn load_a(r: u32, k: u32) -> vec4f {
  let last = call[0].x - 1u;
  let a = call[0].y + k;
  return vec4f(
    value(a + min(r, last) * 152u),
    value(a + min(r + 1u, last) * 152u),
    value(a + min(r + 2u, last) * 152u),
    value(a + min(r + 3u, last) * 152u),
  );
}

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r * 128u + column;
  set_value(at, sum);
}

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 16u;
  let first = group(id) / 16u * 8u;
  if (first >= call[0].x) { return; }
  let slice = lane / 8u;
  let b_0 = call[0].z + part * 1216u + lane % 8u;
  var sum_0_0 = vec4f();
  var sum_1_0 = vec4f();
  for (var k0 = 0u; k0 < K; k0 += CHUNK) {
    let length = min(CHUNK, K - k0);
    workgroupBarrier();
    for (var i = lane; i < length; i += THREADS) {
      shared_quads[i] = load_a(first, k0 + i);
      shared_quads[CHUNK + i] = load_a(first + 4u, k0 + i);
    }
    workgroupBarrier();
    for (var i = slice; i < length; i += SLICES) {
      let w_0 = weight(b_0 + (k0 + i) * 8u);
      let a_0 = shared_quads[i];
      let a_1 = shared_quads[CHUNK + i];
      sum_0_0 += a_0 * w_0;
      sum_1_0 += a_1 * w_0;
    }
  }
  workgroupBarrier();
  shared_quads[lane] = sum_0_0;
  shared_quads[THREADS + lane] = sum_1_0;
  workgroupBarrier();

  // a number of C for a thread: the sums of its slices, in order
  for (var o = lane; o < 64u; o += THREADS) {
    let column = o % 8u;
    let row = o / 8u;
    let begin = (column / 8u * 2u + row / 4u) * THREADS + column % 8u;
    var sum = 0.0;
    for (var i = 0u; i < SLICES; i++) { sum += shared_quads[begin + i * 8u][row % 4u]; }
    let r = first + row;
    let j = part * 8u + column;
    if (r < call[0].x) { store_c(r, j, sum); }
  }
}
`,
  },
  map_final_memory_2_lower_h: {
    across: 1,
    rows: 2,
    words: 5,
    code: `
// pointwise [rows, 128]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 2u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(2u, call[0].x - first) * 128u; e += 64u) {
    let r = first + e / 128u;
    let j = e % 128u;
    let v0 = value(call[0].y + r * 128u + j);
    let v1 = value(call[0].z + r * 128u + j);
    let v2 = weight(call[0].w + j);
    let v3 = v0 + v1 + v2;
    let v4 = tanh_of(v3);
    set_value(call[1].x + r * 128u + j, v4);
  }
}
`,
  },
  gemm_128x65_bias_2: {
    across: 9,
    rows: 8,
    words: 5,
    code: `
// C[r, 65] = A[r, 128] · B[128, 65] + bias, for few rows: 8 rows and 8 columns a workgroup, k in 16 slices
const K = 128u;
const N = 65u;
const CHUNK = 128u;
const SLICES = 16u;
const THREADS = 128u;
/** Rows of A, in fours: rows 0 to 3 of a chunk, then 4 to 7. Then the sums of the slices. */
var<workgroup> shared_quads: array<vec4f, 256>;

/** Four rows of A. */
fn load_a(r: u32, k: u32) -> vec4f {
  let last = call[0].x - 1u;
  let a = call[0].y + k;
  return vec4f(
    value(a + min(r, last) * 128u),
    value(a + min(r + 1u, last) * 128u),
    value(a + min(r + 2u, last) * 128u),
    value(a + min(r + 3u, last) * 128u),
  );
}

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r * 65u + column;
  set_value(at, sum + weight(call[1].x + column));
}

@compute @workgroup_size(128)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 9u;
  let first = group(id) / 9u * 8u;
  if (first >= call[0].x) { return; }
  let slice = lane / 8u;
  let b_0 = call[0].z + part * 1024u + lane % 8u;
  var sum_0_0 = vec4f();
  var sum_1_0 = vec4f();
  for (var k0 = 0u; k0 < K; k0 += CHUNK) {
    let length = min(CHUNK, K - k0);
    workgroupBarrier();
    for (var i = lane; i < length; i += THREADS) {
      shared_quads[i] = load_a(first, k0 + i);
      shared_quads[CHUNK + i] = load_a(first + 4u, k0 + i);
    }
    workgroupBarrier();
    for (var i = slice; i < length; i += SLICES) {
      let w_0 = weight(b_0 + (k0 + i) * 8u);
      let a_0 = shared_quads[i];
      let a_1 = shared_quads[CHUNK + i];
      sum_0_0 += a_0 * w_0;
      sum_1_0 += a_1 * w_0;
    }
  }
  workgroupBarrier();
  shared_quads[lane] = sum_0_0;
  shared_quads[THREADS + lane] = sum_1_0;
  workgroupBarrier();

  // a number of C for a thread: the sums of its slices, in order
  for (var o = lane; o < 64u; o += THREADS) {
    let column = o % 8u;
    let row = o / 8u;
    let begin = (column / 8u * 2u + row / 4u) * THREADS + column % 8u;
    var sum = 0.0;
    for (var i = 0u; i < SLICES; i++) { sum += shared_quads[begin + i * 8u][row % 4u]; }
    let r = first + row;
    let j = part * 8u + column;
    if (r < call[0].x && j < N) { store_c(r, j, sum); }
  }
}
`,
  },
  map_output_name_2: {
    across: 1,
    rows: 1,
    words: 3,
    code: `
// map with reductions over rows of 65
var<workgroup> scratch: array<f32, 144>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id);
  if (first >= call[0].x) { return; }
  let r = first;
  let c0 = lane;
  let c1 = min(lane + 64u, 64u);
  var r1 = of_bits(0xff800000u);
  let v0_0 = value(call[0].y + r * 65u + c0);
  r1 = max_of(r1, v0_0);
  let v0_1 = value(call[0].y + r * 65u + c1);
  r1 = max_of(r1, select(of_bits(0xff800000u), v0_1, lane + 64u < 65u));
  scratch[lane] = r1;
  workgroupBarrier();
  if (lane < 8u) {
    var p1 = scratch[lane];
    for (var k = 1u; k < 8u; k++) { p1 = max_of(p1, scratch[lane + k * 8u]); }
    scratch[64u + lane] = p1;
  }
  workgroupBarrier();
  var v1 = scratch[64u + 0u];
  for (var k = 1u; k < 8u; k++) { v1 = max_of(v1, scratch[64u + k]); }
  let v2 = -v1;
  var r5 = 0f;
  let v3_0 = v0_0 + v2;
  let v4_0 = exp_of(v3_0);
  r5 = r5 + v4_0;
  let v3_1 = v0_1 + v2;
  let v4_1 = exp_of(v3_1);
  r5 = r5 + select(0f, v4_1, lane + 64u < 65u);
  scratch[72u + lane] = r5;
  workgroupBarrier();
  if (lane < 8u) {
    var p5 = scratch[72u + lane];
    for (var k = 1u; k < 8u; k++) { p5 = p5 + scratch[72u + lane + k * 8u]; }
    scratch[136u + lane] = p5;
  }
  workgroupBarrier();
  var v5 = scratch[136u + 0u];
  for (var k = 1u; k < 8u; k++) { v5 = v5 + scratch[136u + k]; }
  let v6 = 1f / v5;
  let v7_0 = v4_0 * v6;
  let v7_1 = v4_1 * v6;
  set_value(call[0].z + r * 65u + c0, v7_0);
  if (lane + 64u < 65u) {
    set_value(call[0].z + r * 65u + c1, v7_1);
  }
}
`,
  },
  copy_128: {
    across: 1,
    rows: 2,
    words: 3,
    code: `
// copy [128]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 2u;
  if (first >= call[0].x) { return; }
  let source = call[0].y;
  let out = call[0].z;
  for (var e = lane; e < min(2u, call[0].x - first) * 128u; e += 64u) {
    let r = first + e / 128u;
    let j = e % 128u;
    arena[out + r * 152u + j] = arena[source + r * 128u + j];
  }
}
`,
  },
} satisfies WebGpuPrograms["kernels"];
