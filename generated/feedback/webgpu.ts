// Made by rnnc from the model `feedback` in specs/models/feedback.rnn. Change the spec and compile it again, not this file.
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
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"pack","k":24,"n":128,"K":24,"k0":0,"n0":0,"rowStride":1,"columnStride":152},"spaces":["weights","weights"]},{"kernel":{"kind":"pack","k":128,"n":128,"K":128,"k0":0,"n0":0,"rowStride":1,"columnStride":128},"spaces":["weights","weights"]},{"kernel":{"kind":"
`,
  },
  gather_24: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gather","width":24,"ldTable":24,"ldOut":24},"spaces":["weights","arena","arena"],"many":true}
`,
  },
  gemm_24x128_bias: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":24,"n":128,"lda":24,"ldc":128,"accumulate":false,"bias":true},"spaces":["arena","weights","arena","weights"],"many":true}
`,
  },
  loop_memory_2_upper_h: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"loop","reverse":false,"calls":[{"kernel":{"kind":"gemm","k":128,"n":128,"lda":128,"ldc":128,"accumulate":false,"bias":false},"operands":[{"word":0,"step":false,"stride":0},{"word":1,"step":false,"stride":0},{"word":2,"step":false,"stride":0}]},{"kernel":{"kind":"gemm","k":128,"n":256,"lda":
`,
  },
  gemm_128x128: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":128,"n":128,"lda":128,"ldc":128,"accumulate":false,"bias":false},"spaces":["arena","weights","arena"],"many":false}
`,
  },
  gemm_128x256: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":128,"n":256,"lda":128,"ldc":256,"accumulate":false,"bias":false},"spaces":["arena","weights","arena"],"many":false}
`,
  },
  map_memory_2_lower_h_state: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":128,"inputs":[{"stride":128,"scalar":false,"integer":false},{"stride":256,"scalar":false,"integer":false},{"stride":128,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"load","input":1},{"op":"load","input":2},{"op":"add","args":
`,
  },
  gemm_128x128_map_memory_2_upper_h: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"product_map","gemm":{"kind":"gemm","k":128,"n":128,"lda":128,"ldc":128,"accumulate":false,"bias":false},"map":{"kind":"map","width":128,"inputs":[{"stride":128,"scalar":false,"integer":false},{"stride":256,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false}],"code":[
`,
  },
  gemm_128x65_bias: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":128,"n":65,"lda":128,"ldc":65,"accumulate":false,"bias":true},"spaces":["arena","weights","arena","weights"],"many":true}
`,
  },
  map_name_logits_add: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":65,"inputs":[{"stride":65,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"reduce_max","args":[0]},{"op":"neg","args":[1]},{"op":"add","args":[0,2]},{"op":"exp","args":[3]},{"op":"reduce_sum","args":[4]},{"op":"recip","args":[5]}
`,
  },
  moves_predict: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"zero","width":128},"spaces":["arena"]},{"kernel":{"kind":"zero","width":128},"spaces":["arena"]}]}
`,
  },
  map_name_loss: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":65,"inputs":[{"stride":1,"scalar":true,"integer":false},{"stride":1,"scalar":true,"integer":false},{"stride":1,"scalar":true,"integer":true},{"stride":65,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"load","input":1},{"op":"in
`,
  },
  sum_rows_1: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"sum_rows","width":1,"ld":1},"spaces":["arena","weights"],"many":true}
`,
  },
  loop_memory_2_upper_h_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"loop","reverse":false,"calls":[{"kernel":{"kind":"gemm","k":128,"n":128,"lda":128,"ldc":128,"accumulate":false,"bias":false},"operands":[{"word":0,"step":false,"stride":0},{"word":1,"step":false,"stride":0},{"word":2,"step":false,"stride":0}]},{"kernel":{"kind":"gemm","k":128,"n":256,"lda":
`,
  },
  map_memory_2_lower_h: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":128,"inputs":[{"stride":128,"scalar":false,"integer":false},{"stride":256,"scalar":false,"integer":false},{"stride":128,"scalar":false,"integer":false},{"stride":128,"scalar":false,"integer":false},{"stride":128,"scalar":false,"integer":false}],"code":
`,
  },
  map_name_loss_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":65,"inputs":[{"stride":1,"scalar":true,"integer":false},{"stride":65,"scalar":false,"integer":false},{"stride":1,"scalar":true,"integer":true}],"code":[{"op":"load","input":0},{"op":"load","input":1},{"op":"reduce_max","args":[1]},{"op":"neg","args":[2
`,
  },
  gemm_65x128: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":65,"n":128,"lda":65,"ldc":128,"accumulate":false,"bias":false},"spaces":["arena","weights","arena"],"many":true}
`,
  },
  row_product_65x128: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"partial_product","kernel":{"kind":"row_product","m":65,"n":128,"lda":65,"ldb":128,"ldc":128},"chunks":32,"spaces":["arena","arena","weights"]}
`,
  },
  sum_rows_65: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"sum_rows","width":65,"ld":65},"spaces":["arena","weights"],"many":true}
`,
  },
  loop_memory_2_db_before: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"loop","reverse":true,"calls":[{"kernel":{"kind":"map","width":128,"inputs":[{"stride":128,"scalar":false,"integer":false},{"stride":128,"scalar":false,"integer":false},{"stride":128,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"neg","args":[0]},{"op":"max","args":[
`,
  },
  map_memory_2_upper_dh_pre: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":128,"inputs":[{"stride":128,"scalar":false,"integer":false},{"stride":128,"scalar":false,"integer":false},{"stride":128,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"neg","args":[0]},{"op":"max","args":[0,1]},{"op":"const","va
`,
  },
  map_memory_2_lower_dh_pre: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":128,"inputs":[{"stride":128,"scalar":false,"integer":false},{"stride":256,"scalar":false,"integer":false},{"stride":128,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"neg","args":[0]},{"op":"max","args":[0,1]},{"op":"const","va
`,
  },
  gemm_128x280: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":128,"n":280,"lda":128,"ldc":280,"accumulate":false,"bias":false},"spaces":["arena","weights","arena"],"many":false}
`,
  },
  copy_24_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"copy","width":24,"ldSource":280,"ldTarget":24,"accumulate":false},"spaces":["arena","arena"]}]}
`,
  },
  map_memory_2_db_before_state: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":128,"inputs":[{"stride":256,"scalar":false,"integer":false},{"stride":280,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"load","input":1},{"op":"add","args":[0,1]}],"outputs":[{"value":2,"stride":128,"scalar":false}]},"spaces":
`,
  },
  copy_128_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"copy","width":128,"ldSource":280,"ldTarget":128,"accumulate":false},"spaces":["arena","arena"]}]}
`,
  },
  add_up_backward: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"sum_partials","items":[{"size":8320,"chunks":32,"spaces":["weights","weights"]}]}
`,
  },
  scatter_add_24: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"scatter_add","width":24,"ldValues":24},"spaces":["arena","arena","weights"],"many":true}
`,
  },
  row_product_128x152: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"partial_product","kernel":{"kind":"row_product","m":128,"n":152,"lda":128,"ldb":152,"ldc":152},"chunks":32,"spaces":["arena","arena","weights"]}
`,
  },
  row_product_128x128: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"partial_product","kernel":{"kind":"row_product","m":128,"n":128,"lda":128,"ldb":128,"ldc":128},"chunks":32,"spaces":["arena","arena","weights"]}
`,
  },
  sum_rows_128: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"sum_rows","width":128,"ld":128},"spaces":["arena","weights"],"many":true}
`,
  },
  add_up_backward_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"sum_partials","items":[{"size":19456,"chunks":32,"spaces":["weights","weights"]},{"size":16384,"chunks":32,"spaces":["weights","weights"]},{"size":16384,"chunks":32,"spaces":["weights","weights"]},{"size":16384,"chunks":32,"spaces":["weights","weights"]}]}
`,
  },
  moves_backward: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"copy","width":24,"ldSource":24,"ldTarget":152,"accumulate":false},"spaces":["arena","arena"]},{"kernel":{"kind":"copy","width":128,"ldSource":128,"ldTarget":152,"accumulate":false},"spaces":["arena","arena"]}]}
`,
  },
  zero_1560: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"zero","width":1560},"spaces":["weights"]}]}
`,
  },
  map_norm_pass_1: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"map_stage","map":{"kind":"map","width":78809,"inputs":[{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":true,"integer":false},{"stride":0,"scal
`,
  },
  map_norm_pass_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"map_stage","map":{"kind":"map","width":78809,"inputs":[{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":true,"integer":false},{"stride":0,"scal
`,
  },
  gather_24_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gather","width":24,"ldTable":24,"ldOut":152},"spaces":["weights","arena","arena"],"many":false}
`,
  },
  gemm_152x128: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":152,"n":128,"lda":152,"ldc":128,"accumulate":false,"bias":false},"spaces":["arena","weights","arena"],"many":false}
`,
  },
  map_final_memory_2_lower_h: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":128,"inputs":[{"stride":128,"scalar":false,"integer":false},{"stride":128,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"load","input":1},{"op":"load","input":2},{"op":"add","args":[0
`,
  },
  gemm_128x65_bias_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":128,"n":65,"lda":128,"ldc":65,"accumulate":false,"bias":true},"spaces":["arena","weights","arena","weights"],"many":false}
`,
  },
  map_output_name_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":65,"inputs":[{"stride":65,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"reduce_max","args":[0]},{"op":"neg","args":[1]},{"op":"add","args":[0,2]},{"op":"exp","args":[3]},{"op":"reduce_sum","args":[4]},{"op":"recip","args":[5]}
`,
  },
  copy_128: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"copy","width":128,"ldSource":128,"ldTarget":152,"accumulate":false},"spaces":["arena","arena"]}]}
`,
  },
} satisfies WebGpuPrograms["kernels"];
