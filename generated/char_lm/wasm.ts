// Made by rnnc from the model `char_lm` in specs/models/char_lm.rnn. Change the spec and compile it again, not this file.
// The programs on WASM: one function each, in the order of the work. `k` holds the kernels, `m` the byte addresses of buffers, `batch`
// the packed rows. Shapes: B sequences, N the steps of all of them. Sequences are sorted, longest first: step t of an axis holds
// `rows[t]` rows, from row `start[t]` on. Addresses are in bytes, 4 a number.

import { type Arena, type Kernels, type Packed, type WasmPrograms } from "@rnnc/runtime";
export { plain, relaxed } from "./wasm.binary.js";

/**
 * Packs the weights for products and computes what depends on weights alone; after every change of the parameters.
 * Reads parameters [497280].
 */
export function prepare(k: Kernels, m: Arena): void {
  k.pack_32x192(m.parameters + offset.memory_2_W_o, m.memory_2_W_o_W_f_W_i_W_g_packed); // memory.2.W_o_W_f_W_i_W_g for products
  k.pack_32x192_2(m.parameters + offset.memory_2_W_f, m.memory_2_W_o_W_f_W_i_W_g_packed); // memory.2.W_o_W_f_W_i_W_g for products
  k.pack_32x192_3(m.parameters + offset.memory_2_W_i, m.memory_2_W_o_W_f_W_i_W_g_packed); // memory.2.W_o_W_f_W_i_W_g for products
  k.pack_32x192_4(m.parameters + offset.memory_2_W_g, m.memory_2_W_o_W_f_W_i_W_g_packed); // memory.2.W_o_W_f_W_i_W_g for products
  k.pack_192x192(m.parameters + offset.memory_2_U_o, m.memory_2_U_o_U_f_U_i_U_g_packed); // memory.2.U_o_U_f_U_i_U_g for products
  k.pack_192x192_2(m.parameters + offset.memory_2_U_f, m.memory_2_U_o_U_f_U_i_U_g_packed); // memory.2.U_o_U_f_U_i_U_g for products
  k.pack_192x192_3(m.parameters + offset.memory_2_U_i, m.memory_2_U_o_U_f_U_i_U_g_packed); // memory.2.U_o_U_f_U_i_U_g for products
  k.pack_192x192_4(m.parameters + offset.memory_2_U_g, m.memory_2_U_o_U_f_U_i_U_g_packed); // memory.2.U_o_U_f_U_i_U_g for products
  k.pack_192x192(m.parameters + offset.memory_3_W_o, m.memory_3_W_o_W_f_W_i_W_g_packed); // memory.3.W_o_W_f_W_i_W_g for products
  k.pack_192x192_2(m.parameters + offset.memory_3_W_f, m.memory_3_W_o_W_f_W_i_W_g_packed); // memory.3.W_o_W_f_W_i_W_g for products
  k.pack_192x192_3(m.parameters + offset.memory_3_W_i, m.memory_3_W_o_W_f_W_i_W_g_packed); // memory.3.W_o_W_f_W_i_W_g for products
  k.pack_192x192_4(m.parameters + offset.memory_3_W_g, m.memory_3_W_o_W_f_W_i_W_g_packed); // memory.3.W_o_W_f_W_i_W_g for products
  k.pack_192x192(m.parameters + offset.memory_3_U_o, m.memory_3_U_o_U_f_U_i_U_g_packed); // memory.3.U_o_U_f_U_i_U_g for products
  k.pack_192x192_2(m.parameters + offset.memory_3_U_f, m.memory_3_U_o_U_f_U_i_U_g_packed); // memory.3.U_o_U_f_U_i_U_g for products
  k.pack_192x192_3(m.parameters + offset.memory_3_U_i, m.memory_3_U_o_U_f_U_i_U_g_packed); // memory.3.U_o_U_f_U_i_U_g for products
  k.pack_192x192_4(m.parameters + offset.memory_3_U_g, m.memory_3_U_o_U_f_U_i_U_g_packed); // memory.3.U_o_U_f_U_i_U_g for products
  k.pack_192x128(m.parameters + offset.text_W, m.text_W_packed); // text.W for products
  k.pack_128x192(m.parameters + offset.text_W, m.text_W_packed_2); // text.W for products
  k.pack_192x192_5(m.parameters + offset.memory_3_U_g, m.memory_3_U_g_U_i_U_f_U_o_packed); // memory.3.U_g_U_i_U_f_U_o for products
  k.pack_192x192_6(m.parameters + offset.memory_3_U_i, m.memory_3_U_g_U_i_U_f_U_o_packed); // memory.3.U_g_U_i_U_f_U_o for products
  k.pack_192x192_7(m.parameters + offset.memory_3_U_f, m.memory_3_U_g_U_i_U_f_U_o_packed); // memory.3.U_g_U_i_U_f_U_o for products
  k.pack_192x192_8(m.parameters + offset.memory_3_U_o, m.memory_3_U_g_U_i_U_f_U_o_packed); // memory.3.U_g_U_i_U_f_U_o for products
  k.pack_192x192_5(m.parameters + offset.memory_3_W_g, m.memory_3_W_g_W_i_W_f_W_o_packed); // memory.3.W_g_W_i_W_f_W_o for products
  k.pack_192x192_6(m.parameters + offset.memory_3_W_i, m.memory_3_W_g_W_i_W_f_W_o_packed); // memory.3.W_g_W_i_W_f_W_o for products
  k.pack_192x192_7(m.parameters + offset.memory_3_W_f, m.memory_3_W_g_W_i_W_f_W_o_packed); // memory.3.W_g_W_i_W_f_W_o for products
  k.pack_192x192_8(m.parameters + offset.memory_3_W_o, m.memory_3_W_g_W_i_W_f_W_o_packed); // memory.3.W_g_W_i_W_f_W_o for products
  k.pack_192x192_5(m.parameters + offset.memory_2_U_g, m.memory_2_U_g_U_i_U_f_U_o_packed); // memory.2.U_g_U_i_U_f_U_o for products
  k.pack_192x192_6(m.parameters + offset.memory_2_U_i, m.memory_2_U_g_U_i_U_f_U_o_packed); // memory.2.U_g_U_i_U_f_U_o for products
  k.pack_192x192_7(m.parameters + offset.memory_2_U_f, m.memory_2_U_g_U_i_U_f_U_o_packed); // memory.2.U_g_U_i_U_f_U_o for products
  k.pack_192x192_8(m.parameters + offset.memory_2_U_o, m.memory_2_U_g_U_i_U_f_U_o_packed); // memory.2.U_g_U_i_U_f_U_o for products
  k.pack_192x32(m.parameters + offset.memory_2_W_g, m.memory_2_W_g_W_i_W_f_W_o_packed); // memory.2.W_g_W_i_W_f_W_o for products
  k.pack_192x32_2(m.parameters + offset.memory_2_W_i, m.memory_2_W_g_W_i_W_f_W_o_packed); // memory.2.W_g_W_i_W_f_W_o for products
  k.pack_192x32_3(m.parameters + offset.memory_2_W_f, m.memory_2_W_g_W_i_W_f_W_o_packed); // memory.2.W_g_W_i_W_f_W_o for products
  k.pack_192x32_4(m.parameters + offset.memory_2_W_o, m.memory_2_W_g_W_i_W_f_W_o_packed); // memory.2.W_g_W_i_W_f_W_o for products
  k.pack_192x192_9(m.parameters + offset.memory_2_U_o, m.memory_2_U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g_packed); // memory.2.U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g for products
  k.pack_32x192_5(m.parameters + offset.memory_2_W_o, m.memory_2_U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g_packed); // memory.2.U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g for products
  k.pack_192x192_10(m.parameters + offset.memory_2_U_f, m.memory_2_U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g_packed); // memory.2.U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g for products
  k.pack_32x192_6(m.parameters + offset.memory_2_W_f, m.memory_2_U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g_packed); // memory.2.U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g for products
  k.pack_192x192_11(m.parameters + offset.memory_2_U_i, m.memory_2_U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g_packed); // memory.2.U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g for products
  k.pack_32x192_7(m.parameters + offset.memory_2_W_i, m.memory_2_U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g_packed); // memory.2.U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g for products
  k.pack_192x192_12(m.parameters + offset.memory_2_U_g, m.memory_2_U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g_packed); // memory.2.U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g for products
  k.pack_32x192_8(m.parameters + offset.memory_2_W_g, m.memory_2_U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g_packed); // memory.2.U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g for products
  k.pack_192x192_13(m.parameters + offset.memory_3_U_o, m.memory_3_U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g_packed); // memory.3.U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g for products
  k.pack_192x192_14(m.parameters + offset.memory_3_W_o, m.memory_3_U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g_packed); // memory.3.U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g for products
  k.pack_192x192_15(m.parameters + offset.memory_3_U_f, m.memory_3_U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g_packed); // memory.3.U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g for products
  k.pack_192x192_16(m.parameters + offset.memory_3_W_f, m.memory_3_U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g_packed); // memory.3.U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g for products
  k.pack_192x192_17(m.parameters + offset.memory_3_U_i, m.memory_3_U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g_packed); // memory.3.U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g for products
  k.pack_192x192_18(m.parameters + offset.memory_3_W_i, m.memory_3_U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g_packed); // memory.3.U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g for products
  k.pack_192x192_19(m.parameters + offset.memory_3_U_g, m.memory_3_U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g_packed); // memory.3.U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g for products
  k.pack_192x192_20(m.parameters + offset.memory_3_W_g, m.memory_3_U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g_packed); // memory.3.U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g for products
}

/**
 * From inputs to outputs; keeps nothing but them.
 * Reads text [N], state.memory.2.h [B, 192], state.memory.2.c [B, 192], state.memory.3.h [B, 192], state.memory.3.c [B, 192].
 * Gives output.text [N, 128], final.memory.2.h [B, 192], final.memory.2.c [B, 192], final.memory.3.h [B, 192], final.memory.3.c [B, 192].
 */
export function predict(k: Kernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.gather_32(m.parameters + offset.memory_1_E, m.text, m.memory_1, T.total); // memory.1 [N, 32]
  k.gemm_32x768(m.memory_1, m.memory_2_W_o_W_f_W_i_W_g_packed, m.memory_2_W_o_W_f_W_i_W_g_1, T.total); // memory.2.W_o_W_f_W_i_W_g_1 [N, 768]
  k.map_memory_2_b_o_add(
    m.memory_2_W_o_W_f_W_i_W_g_1,
    m.parameters + offset.memory_2_b_o,
    m.memory_2_W_o_W_f_W_i_W_g_1 + 768,
    m.parameters + offset.memory_2_b_f,
    m.memory_2_W_o_W_f_W_i_W_g_1 + 1536,
    m.parameters + offset.memory_2_b_i,
    m.memory_2_W_o_W_f_W_i_W_g_1 + 2304,
    m.parameters + offset.memory_2_b_g,
    m.memory_2_b_o_add,
    m.memory_2_b_f_add,
    m.memory_2_b_i_add,
    m.memory_2_b_g_add,
    T.total,
  ); // memory.2.b_o.add [N, 192], memory.2.b_f.add [N, 192], memory.2.b_i.add [N, 192], memory.2.b_g.add [N, 192]
  k.copy_192(m.state_memory_2_h, m.memory_2_h_state, batch.size); // the state at the start
  k.copy_192(m.state_memory_2_c, m.memory_2_c_state, batch.size); // the state at the start

  // memory.2.h, memory.2.c
  const {
    memory_2_h_state,
    memory_2_U_o_U_f_U_i_U_g_packed,
    memory_2_U_o_U_f_U_i_U_g_carry,
    memory_2_b_f_add,
    memory_2_c_state,
    memory_2_b_i_add,
    memory_2_b_g_add,
    memory_2_b_o_add,
    memory_2_h,
  } = m;
  for (let t = 0; t < T.steps; t++) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.gemm_192x768(memory_2_h_state, memory_2_U_o_U_f_U_i_U_g_packed, memory_2_U_o_U_f_U_i_U_g_carry, rows); // memory.2.U_o_U_f_U_i_U_g_carry [B, 768]
    k.map_memory_2_c_state(
      memory_2_b_f_add + at * 768,
      memory_2_U_o_U_f_U_i_U_g_carry + 768,
      memory_2_c_state,
      memory_2_b_i_add + at * 768,
      memory_2_U_o_U_f_U_i_U_g_carry + 1536,
      memory_2_b_g_add + at * 768,
      memory_2_U_o_U_f_U_i_U_g_carry + 2304,
      memory_2_b_o_add + at * 768,
      memory_2_U_o_U_f_U_i_U_g_carry,
      memory_2_c_state,
      memory_2_h + at * 768,
      memory_2_h_state,
      rows,
    ); // memory.2.c [B, 192], memory.2.h [B, 192]
  }

  k.gemm_192x768(m.memory_2_h, m.memory_3_W_o_W_f_W_i_W_g_packed, m.memory_3_W_o_W_f_W_i_W_g_h, T.total); // memory.3.W_o_W_f_W_i_W_g_h [N, 768]
  k.copy_192(m.memory_2_h_state, m.final_memory_2_h, batch.size); // memory.2.h [B, 192]
  k.copy_192(m.memory_2_c_state, m.final_memory_2_c, batch.size); // memory.2.c [B, 192]
  k.map_memory_2_b_o_add(
    m.memory_3_W_o_W_f_W_i_W_g_h,
    m.parameters + offset.memory_3_b_o,
    m.memory_3_W_o_W_f_W_i_W_g_h + 768,
    m.parameters + offset.memory_3_b_f,
    m.memory_3_W_o_W_f_W_i_W_g_h + 1536,
    m.parameters + offset.memory_3_b_i,
    m.memory_3_W_o_W_f_W_i_W_g_h + 2304,
    m.parameters + offset.memory_3_b_g,
    m.memory_3_b_o_add,
    m.memory_3_b_f_add,
    m.memory_3_b_i_add,
    m.memory_3_b_g_add,
    T.total,
  ); // memory.3.b_o.add [N, 192], memory.3.b_f.add [N, 192], memory.3.b_i.add [N, 192], memory.3.b_g.add [N, 192]
  k.copy_192(m.state_memory_3_h, m.memory_3_h_state, batch.size); // the state at the start
  k.copy_192(m.state_memory_3_c, m.memory_3_c_state, batch.size); // the state at the start

  // memory.3.h, memory.3.c
  const {
    memory_3_h_state,
    memory_3_U_o_U_f_U_i_U_g_packed,
    memory_3_U_o_U_f_U_i_U_g_carry,
    memory_3_b_f_add,
    memory_3_c_state,
    memory_3_b_i_add,
    memory_3_b_g_add,
    memory_3_b_o_add,
    memory_3_h,
  } = m;
  for (let t = 0; t < T.steps; t++) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.gemm_192x768(memory_3_h_state, memory_3_U_o_U_f_U_i_U_g_packed, memory_3_U_o_U_f_U_i_U_g_carry, rows); // memory.3.U_o_U_f_U_i_U_g_carry [B, 768]
    k.map_memory_2_c_state(
      memory_3_b_f_add + at * 768,
      memory_3_U_o_U_f_U_i_U_g_carry + 768,
      memory_3_c_state,
      memory_3_b_i_add + at * 768,
      memory_3_U_o_U_f_U_i_U_g_carry + 1536,
      memory_3_b_g_add + at * 768,
      memory_3_U_o_U_f_U_i_U_g_carry + 2304,
      memory_3_b_o_add + at * 768,
      memory_3_U_o_U_f_U_i_U_g_carry,
      memory_3_c_state,
      memory_3_h + at * 768,
      memory_3_h_state,
      rows,
    ); // memory.3.c [B, 192], memory.3.h [B, 192]
  }

  k.gemm_192x128(m.memory_3_h, m.text_W_packed, m.text_W_h, T.total); // text.W_h [N, 128]
  k.copy_192(m.memory_3_h_state, m.final_memory_3_h, batch.size); // memory.3.h [B, 192]
  k.copy_192(m.memory_3_c_state, m.final_memory_3_c, batch.size); // memory.3.c [B, 192]
  k.map_text_logits_add(m.text_W_h, m.parameters + offset.text_b, m.text_logits_add, m.output_text, m.log, T.total); // text.logits.add [N, 128], mul [N, 128], log [N]
}

/**
 * After `predict`, on the same batch: how far the outputs are from the targets.
 * Reads weight.text [N], target.text [N].
 * Gives loss.text [], loss [].
 */
export function score(k: Kernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.map_text_loss(m.weight_text, m.log, m.target_text, m.text_logits_add, m.text_loss, T.total); // text.loss [N]
  k.sum_rows_1(m.text_loss, m.loss_text, T.total); // text.loss.sum_rows []
}

/**
 * The loss, keeping what `backward` needs.
 * Reads text [N], state.memory.2.h [B, 192], state.memory.2.c [B, 192], state.memory.3.h [B, 192], state.memory.3.c [B, 192], random.key [], random.T [N], weight.text [N], target.text [N].
 * Gives loss.text [], loss [], final.memory.2.h [B, 192], final.memory.2.c [B, 192], final.memory.3.h [B, 192], final.memory.3.c [B, 192].
 */
export function forward(k: Kernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.gather_32(m.parameters + offset.memory_1_E, m.text_2, m.memory_1_2, T.total); // memory.1 [N, 32]
  k.gemm_32x768(m.memory_1_2, m.memory_2_W_o_W_f_W_i_W_g_packed, m.memory_2_W_o_W_f_W_i_W_g_1_2, T.total); // memory.2.W_o_W_f_W_i_W_g_1 [N, 768]
  k.map_memory_2_b_o_add(
    m.memory_2_W_o_W_f_W_i_W_g_1_2,
    m.parameters + offset.memory_2_b_o,
    m.memory_2_W_o_W_f_W_i_W_g_1_2 + 768,
    m.parameters + offset.memory_2_b_f,
    m.memory_2_W_o_W_f_W_i_W_g_1_2 + 1536,
    m.parameters + offset.memory_2_b_i,
    m.memory_2_W_o_W_f_W_i_W_g_1_2 + 2304,
    m.parameters + offset.memory_2_b_g,
    m.memory_2_b_o_add_2,
    m.memory_2_b_f_add_2,
    m.memory_2_b_i_add_2,
    m.memory_2_b_g_add_2,
    T.total,
  ); // memory.2.b_o.add [N, 192], memory.2.b_f.add [N, 192], memory.2.b_i.add [N, 192], memory.2.b_g.add [N, 192]
  k.copy_192(m.state_memory_2_h_2, m.memory_2_h_state_2, batch.size); // the state at the start
  k.copy_192(m.state_memory_2_c_2, m.memory_2_c_state_2, batch.size); // the state at the start

  // memory.2.h, memory.2.c
  const {
    memory_2_h_state_2,
    memory_2_U_o_U_f_U_i_U_g_packed,
    memory_2_U_o_U_f_U_i_U_g_carry_2,
    memory_2_b_o_add_2,
    memory_2_b_f_add_2,
    memory_2_b_i_add_2,
    memory_2_b_g_add_2,
    memory_2_c_state_2,
    memory_2_o,
    memory_2_f,
    memory_2_i,
    memory_2_g,
    memory_2_h_2,
    carry,
    carry_2,
  } = m;
  for (let t = 0; t < T.steps; t++) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.gemm_192x768(memory_2_h_state_2, memory_2_U_o_U_f_U_i_U_g_packed, memory_2_U_o_U_f_U_i_U_g_carry_2, rows); // memory.2.U_o_U_f_U_i_U_g_carry [B, 768]
    k.map_memory_2_o(
      memory_2_b_o_add_2 + at * 768,
      memory_2_U_o_U_f_U_i_U_g_carry_2,
      memory_2_b_f_add_2 + at * 768,
      memory_2_U_o_U_f_U_i_U_g_carry_2 + 768,
      memory_2_b_i_add_2 + at * 768,
      memory_2_U_o_U_f_U_i_U_g_carry_2 + 1536,
      memory_2_b_g_add_2 + at * 768,
      memory_2_U_o_U_f_U_i_U_g_carry_2 + 2304,
      memory_2_c_state_2,
      memory_2_h_state_2,
      memory_2_o + at * 768,
      memory_2_f + at * 768,
      memory_2_i + at * 768,
      memory_2_g + at * 768,
      memory_2_c_state_2,
      memory_2_h_2 + at * 768,
      memory_2_h_state_2,
      carry + at * 768,
      carry_2 + at * 768,
      rows,
    ); // memory.2.o [B, 192], memory.2.f [B, 192], memory.2.i [B, 192], memory.2.g [B, 192], memory.2.c [B, 192], memory.2.h [B, 192], carry [B, 192]
  }

  k.gemm_192x768(m.memory_2_h_2, m.memory_3_W_o_W_f_W_i_W_g_packed, m.memory_3_W_o_W_f_W_i_W_g_h_2, T.total); // memory.3.W_o_W_f_W_i_W_g_h [N, 768]
  k.copy_192(m.memory_2_h_state_2, m.final_memory_2_h_2, batch.size); // memory.2.h [B, 192]
  k.copy_192(m.memory_2_c_state_2, m.final_memory_2_c_2, batch.size); // memory.2.c [B, 192]
  k.map_memory_2_b_o_add(
    m.memory_3_W_o_W_f_W_i_W_g_h_2,
    m.parameters + offset.memory_3_b_o,
    m.memory_3_W_o_W_f_W_i_W_g_h_2 + 768,
    m.parameters + offset.memory_3_b_f,
    m.memory_3_W_o_W_f_W_i_W_g_h_2 + 1536,
    m.parameters + offset.memory_3_b_i,
    m.memory_3_W_o_W_f_W_i_W_g_h_2 + 2304,
    m.parameters + offset.memory_3_b_g,
    m.memory_3_b_o_add_2,
    m.memory_3_b_f_add_2,
    m.memory_3_b_i_add_2,
    m.memory_3_b_g_add_2,
    T.total,
  ); // memory.3.b_o.add [N, 192], memory.3.b_f.add [N, 192], memory.3.b_i.add [N, 192], memory.3.b_g.add [N, 192]
  k.copy_192(m.state_memory_3_h_2, m.memory_3_h_state_2, batch.size); // the state at the start
  k.copy_192(m.state_memory_3_c_2, m.memory_3_c_state_2, batch.size); // the state at the start

  // memory.3.h, memory.3.c
  const {
    memory_3_h_state_2,
    memory_3_U_o_U_f_U_i_U_g_packed,
    memory_3_U_o_U_f_U_i_U_g_carry_2,
    memory_3_b_o_add_2,
    memory_3_b_f_add_2,
    memory_3_b_i_add_2,
    memory_3_b_g_add_2,
    memory_3_c_state_2,
    memory_3_o,
    memory_3_f,
    memory_3_i,
    memory_3_g,
    memory_3_h_2,
    carry_3,
    carry_4,
  } = m;
  for (let t = 0; t < T.steps; t++) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.gemm_192x768(memory_3_h_state_2, memory_3_U_o_U_f_U_i_U_g_packed, memory_3_U_o_U_f_U_i_U_g_carry_2, rows); // memory.3.U_o_U_f_U_i_U_g_carry [B, 768]
    k.map_memory_2_o(
      memory_3_b_o_add_2 + at * 768,
      memory_3_U_o_U_f_U_i_U_g_carry_2,
      memory_3_b_f_add_2 + at * 768,
      memory_3_U_o_U_f_U_i_U_g_carry_2 + 768,
      memory_3_b_i_add_2 + at * 768,
      memory_3_U_o_U_f_U_i_U_g_carry_2 + 1536,
      memory_3_b_g_add_2 + at * 768,
      memory_3_U_o_U_f_U_i_U_g_carry_2 + 2304,
      memory_3_c_state_2,
      memory_3_h_state_2,
      memory_3_o + at * 768,
      memory_3_f + at * 768,
      memory_3_i + at * 768,
      memory_3_g + at * 768,
      memory_3_c_state_2,
      memory_3_h_2 + at * 768,
      memory_3_h_state_2,
      carry_3 + at * 768,
      carry_4 + at * 768,
      rows,
    ); // memory.3.o [B, 192], memory.3.f [B, 192], memory.3.i [B, 192], memory.3.g [B, 192], memory.3.c [B, 192], memory.3.h [B, 192], carry [B, 192]
  }

  k.map_memory(m.memory_3_h_2, m.random_key, m.random_T, m.memory, T.total); // memory [N, 192]
  k.gemm_192x128(m.memory, m.text_W_packed, m.text_W_memory, T.total); // text.W_memory [N, 128]
  k.copy_192(m.memory_3_h_state_2, m.final_memory_3_h_2, batch.size); // memory.3.h [B, 192]
  k.copy_192(m.memory_3_c_state_2, m.final_memory_3_c_2, batch.size); // memory.3.c [B, 192]
  k.map_text_loss_2(m.weight_text_2, m.text_W_memory, m.parameters + offset.text_b, m.target_text_2, m.text_loss_2, m.add, T.total); // text.loss [N], add [N, 128]
  k.sum_rows_1(m.text_loss_2, m.loss_text_2, T.total); // text.loss.sum_rows []
}

/**
 * After `forward`, on the same batch: the gradient of the loss by every parameter.
 * Reads text [N], random.key [], random.T [N].
 * Gives gradients [497280].
 */
export function backward(k: Kernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.gemm_128x192(m.add, m.text_W_packed_2, m.text_W_add, T.total); // text.W_add [N, 192]
  k.row_product_128x192(m.add, m.memory, m.gradients + offset.text_W, T.total); // memory.row_product [128, 192]
  k.sum_rows_128(m.add, m.gradients + offset.text_b, T.total); // sum_rows [128]
  k.map_memory(m.text_W_add, m.random_key, m.random_T, m.mul, T.total); // mul [N, 192]
  k.zero_192(m.mul_state, batch.size); // carry starts at zeros
  k.zero_192(m.memory_3_U_g_U_i_U_f_U_o_mul_mul_mul_mul_state, batch.size); // carry starts at zeros

  // mul, memory.3.U_g_U_i_U_f_U_o_mul_mul_mul_mul
  const {
    mul_state,
    memory_3_U_g_U_i_U_f_U_o_mul_mul_mul_mul_state,
    mul,
    memory_3_o,
    memory_3_f,
    carry_3,
    memory_3_i,
    memory_3_g,
    mul_mul_mul_mul,
    memory_3_U_g_U_i_U_f_U_o_packed,
  } = m;
  for (let t = T.steps - 1; t >= 0; t--) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.map_mul_state(
      mul_state,
      memory_3_U_g_U_i_U_f_U_o_mul_mul_mul_mul_state,
      mul + at * 768,
      memory_3_o + at * 768,
      memory_3_f + at * 768,
      carry_3 + at * 768,
      memory_3_i + at * 768,
      memory_3_g + at * 768,
      mul_state,
      mul_mul_mul_mul + at * 3072,
      mul_mul_mul_mul + 768 + at * 3072,
      mul_mul_mul_mul + 1536 + at * 3072,
      mul_mul_mul_mul + 2304 + at * 3072,
      rows,
    ); // mul [B, 192]
    k.gemm_768x192(mul_mul_mul_mul + at * 3072, memory_3_U_g_U_i_U_f_U_o_packed, memory_3_U_g_U_i_U_f_U_o_mul_mul_mul_mul_state, rows); // memory.3.U_g_U_i_U_f_U_o_mul_mul_mul_mul [B, 192]
  }

  k.gemm_768x192(m.mul_mul_mul_mul, m.memory_3_W_g_W_i_W_f_W_o_packed, m.memory_3_W_g_W_i_W_f_W_o_mul_mul_mul_mul, T.total); // memory.3.W_g_W_i_W_f_W_o_mul_mul_mul_mul [N, 192]
  k.row_product_768x192(m.mul_mul_mul_mul, m.memory_2_h_2, m.row_product_2, T.total); // row_product [768, 192]
  k.row_product_768x192(m.mul_mul_mul_mul, m.carry_4, m.row_product, T.total); // row_product [768, 192]
  k.sum_rows_768(m.mul_mul_mul_mul, m.sum_rows, T.total); // sum_rows [768]
  k.zero_192(m.mul_state_2, batch.size); // carry starts at zeros
  k.zero_192(m.memory_2_U_g_U_i_U_f_U_o_mul_mul_mul_mul_state, batch.size); // carry starts at zeros

  // mul, memory.2.U_g_U_i_U_f_U_o_mul_mul_mul_mul
  const {
    mul_state_2,
    memory_2_U_g_U_i_U_f_U_o_mul_mul_mul_mul_state,
    memory_3_W_g_W_i_W_f_W_o_mul_mul_mul_mul,
    memory_2_o,
    memory_2_f,
    carry,
    memory_2_i,
    memory_2_g,
    mul_mul_mul_mul_2,
    memory_2_U_g_U_i_U_f_U_o_packed,
  } = m;
  for (let t = T.steps - 1; t >= 0; t--) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.map_mul_state(
      mul_state_2,
      memory_2_U_g_U_i_U_f_U_o_mul_mul_mul_mul_state,
      memory_3_W_g_W_i_W_f_W_o_mul_mul_mul_mul + at * 768,
      memory_2_o + at * 768,
      memory_2_f + at * 768,
      carry + at * 768,
      memory_2_i + at * 768,
      memory_2_g + at * 768,
      mul_state_2,
      mul_mul_mul_mul_2 + at * 3072,
      mul_mul_mul_mul_2 + 768 + at * 3072,
      mul_mul_mul_mul_2 + 1536 + at * 3072,
      mul_mul_mul_mul_2 + 2304 + at * 3072,
      rows,
    ); // mul [B, 192]
    k.gemm_768x192(mul_mul_mul_mul_2 + at * 3072, memory_2_U_g_U_i_U_f_U_o_packed, memory_2_U_g_U_i_U_f_U_o_mul_mul_mul_mul_state, rows); // memory.2.U_g_U_i_U_f_U_o_mul_mul_mul_mul [B, 192]
  }

  k.copy_36864(m.row_product_2 + 147456, m.gradients + offset.memory_3_W_i, 1); // row_product [192, 192]
  k.copy_36864(m.row_product_2 + 294912, m.gradients + offset.memory_3_W_f, 1); // row_product [192, 192]
  k.copy_36864(m.row_product_2, m.gradients + offset.memory_3_W_g, 1); // row_product [192, 192]
  k.copy_36864(m.row_product_2 + 442368, m.gradients + offset.memory_3_W_o, 1); // row_product [192, 192]
  k.copy_36864(m.row_product + 147456, m.gradients + offset.memory_3_U_i, 1); // row_product [192, 192]
  k.copy_36864(m.row_product + 294912, m.gradients + offset.memory_3_U_f, 1); // row_product [192, 192]
  k.copy_36864(m.row_product, m.gradients + offset.memory_3_U_g, 1); // row_product [192, 192]
  k.copy_36864(m.row_product + 442368, m.gradients + offset.memory_3_U_o, 1); // row_product [192, 192]
  k.copy_192_2(m.sum_rows + 768, m.gradients + offset.memory_3_b_i, 1); // sum_rows [192]
  k.copy_192_2(m.sum_rows, m.gradients + offset.memory_3_b_g, 1); // sum_rows [192]
  k.copy_192_2(m.sum_rows + 2304, m.gradients + offset.memory_3_b_o, 1); // sum_rows [192]
  k.copy_192_2(m.sum_rows + 1536, m.gradients + offset.memory_3_b_f, 1); // sum_rows [192]
  k.gemm_768x32(m.mul_mul_mul_mul_2, m.memory_2_W_g_W_i_W_f_W_o_packed, m.memory_2_W_g_W_i_W_f_W_o_mul_mul_mul_mul, T.total); // memory.2.W_g_W_i_W_f_W_o_mul_mul_mul_mul [N, 32]
  k.row_product_768x32(m.mul_mul_mul_mul_2, m.memory_1_2, m.memory_1_row_product, T.total); // memory.1.row_product [768, 32]
  k.row_product_768x192(m.mul_mul_mul_mul_2, m.carry_2, m.row_product_3, T.total); // row_product [768, 192]
  k.sum_rows_768(m.mul_mul_mul_mul_2, m.sum_rows_2, T.total); // sum_rows [768]
  k.zero_4096(m.gradients, 1); // text.scatter_add [128, 32]
  k.scatter_add_32(m.text_2, m.memory_2_W_g_W_i_W_f_W_o_mul_mul_mul_mul, m.gradients + offset.memory_1_E, T.total); // text.scatter_add [128, 32]
  k.copy_6144(m.memory_1_row_product + 24576, m.gradients + offset.memory_2_W_i, 1); // memory.1.row_product [192, 32]
  k.copy_6144(m.memory_1_row_product + 49152, m.gradients + offset.memory_2_W_f, 1); // memory.1.row_product [192, 32]
  k.copy_6144(m.memory_1_row_product, m.gradients + offset.memory_2_W_g, 1); // memory.1.row_product [192, 32]
  k.copy_6144(m.memory_1_row_product + 73728, m.gradients + offset.memory_2_W_o, 1); // memory.1.row_product [192, 32]
  k.copy_36864(m.row_product_3 + 147456, m.gradients + offset.memory_2_U_i, 1); // row_product [192, 192]
  k.copy_36864(m.row_product_3 + 294912, m.gradients + offset.memory_2_U_f, 1); // row_product [192, 192]
  k.copy_36864(m.row_product_3, m.gradients + offset.memory_2_U_g, 1); // row_product [192, 192]
  k.copy_36864(m.row_product_3 + 442368, m.gradients + offset.memory_2_U_o, 1); // row_product [192, 192]
  k.copy_192_2(m.sum_rows_2 + 768, m.gradients + offset.memory_2_b_i, 1); // sum_rows [192]
  k.copy_192_2(m.sum_rows_2, m.gradients + offset.memory_2_b_g, 1); // sum_rows [192]
  k.copy_192_2(m.sum_rows_2 + 2304, m.gradients + offset.memory_2_b_o, 1); // sum_rows [192]
  k.copy_192_2(m.sum_rows_2 + 1536, m.gradients + offset.memory_2_b_f, 1); // sum_rows [192]
}

/**
 * Clipping and one step of the optimiser, over the flat buffers.
 * Reads gradients [497280], moment1 [497280], moment2 [497280], parameters [497280], rate [], bias1 [], bias2 [].
 * Gives norm [], moment1 [497280], moment2 [497280], parameters [497280].
 */
export function update(k: Kernels, m: Arena): void {
  k.map_norm(m.gradients, m.moment1, m.moment2, m.parameters, m.rate, m.bias1, m.bias2, m.norm, m.moment1, m.moment2, m.parameters, 1); // sqrt [], add [497280], parameters.add [497280]
}

/**
 * One step of every sequence: states in and out.
 * Reads text [B], state.memory.2.h [B, 192], state.memory.3.h [B, 192], state.memory.2.c [B, 192], state.memory.3.c [B, 192].
 * Gives output.text [B, 128], final.memory.2.h [B, 192], final.memory.2.c [B, 192], final.memory.3.h [B, 192], final.memory.3.c [B, 192].
 */
export function step(k: Kernels, m: Arena, batch: Packed): void {
  k.gather_32_2(m.parameters + offset.memory_1_E, m.text_3, m.memory_2_h_initial_1 + 768, batch.size); // memory.1 [B, 32]
  k.copy_192_3(m.state_memory_2_h_3, m.memory_2_h_initial_1, batch.size); // memory.2.h.initial [B, 192]
  k.copy_192_4(m.state_memory_3_h_3, m.memory_3_h_initial_2_h, batch.size); // memory.3.h.initial [B, 192]
  k.gemm_224x768(
    m.memory_2_h_initial_1,
    m.memory_2_U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g_packed,
    m.memory_2_U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g_initial,
    batch.size,
  ); // memory.2.U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g_initial [B, 768]
  k.map_final_memory_2_c_3(
    m.memory_2_U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g_initial + 768,
    m.parameters + offset.memory_2_b_f,
    m.state_memory_2_c_3,
    m.memory_2_U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g_initial + 1536,
    m.parameters + offset.memory_2_b_i,
    m.memory_2_U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g_initial + 2304,
    m.parameters + offset.memory_2_b_g,
    m.memory_2_U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g_initial,
    m.parameters + offset.memory_2_b_o,
    m.final_memory_2_c_3,
    m.final_memory_2_h_3,
    m.memory_3_h_initial_2_h + 768,
    batch.size,
  ); // memory.2.c [B, 192], memory.2.h [B, 192]
  k.gemm_384x768(
    m.memory_3_h_initial_2_h,
    m.memory_3_U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g_packed,
    m.memory_3_U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g_h,
    batch.size,
  ); // memory.3.U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g_h [B, 768]
  k.map_final_memory_3_c_3(
    m.memory_3_U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g_h + 768,
    m.parameters + offset.memory_3_b_f,
    m.state_memory_3_c_3,
    m.memory_3_U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g_h + 1536,
    m.parameters + offset.memory_3_b_i,
    m.memory_3_U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g_h + 2304,
    m.parameters + offset.memory_3_b_g,
    m.memory_3_U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g_h,
    m.parameters + offset.memory_3_b_o,
    m.final_memory_3_c_3,
    m.final_memory_3_h_3,
    batch.size,
  ); // memory.3.c [B, 192], memory.3.h [B, 192]
  k.gemm_192x128(m.final_memory_3_h_3, m.text_W_packed, m.text_W_h_2, batch.size); // text.W_h [B, 128]
  k.map_output_text_2(m.text_W_h_2, m.parameters + offset.text_b, m.output_text_2, batch.size); // mul [B, 128]
}

/** Bytes from the start of the flat buffers to each parameter. */
const offset = {
  memory_1_E: 0,
  memory_2_W_i: 16384,
  memory_2_W_f: 40960,
  memory_2_W_g: 65536,
  memory_2_W_o: 90112,
  memory_2_U_i: 114688,
  memory_2_U_f: 262144,
  memory_2_U_g: 409600,
  memory_2_U_o: 557056,
  memory_2_b_i: 704512,
  memory_2_b_g: 705280,
  memory_2_b_o: 706048,
  memory_2_b_f: 706816,
  memory_3_W_i: 707584,
  memory_3_W_f: 855040,
  memory_3_W_g: 1002496,
  memory_3_W_o: 1149952,
  memory_3_U_i: 1297408,
  memory_3_U_f: 1444864,
  memory_3_U_g: 1592320,
  memory_3_U_o: 1739776,
  memory_3_b_i: 1887232,
  memory_3_b_g: 1888000,
  memory_3_b_o: 1888768,
  memory_3_b_f: 1889536,
  text_W: 1890304,
  text_b: 1988608,
} as const;

/** Bytes at the bottom of memory that hold the kernels' constants. */
export const reserved = 18560;

/** Floats that each region of the arena has: in all for `none`, a row for the others. */
export const regions = {
  none: 3734786,
  "N:T": 4260,
  B: 3041,
} satisfies WasmPrograms["regions"];

/** Where buffers lie: floats from the start of their region (times the rows the arena is made for), floats from one row to the next. */
export const buffers = {
  parameters: { rows: "none", offset: 0, width: 497280, integer: false }, // [497280]
  gradients: { rows: "none", offset: 497280, width: 497280, integer: false }, // [497280]
  moment1: { rows: "none", offset: 994560, width: 497280, integer: false }, // [497280]
  moment2: { rows: "none", offset: 1491840, width: 497280, integer: false }, // [497280]
  output_text: { rows: "N:T", offset: 3, width: 128, integer: false }, // [N, 128] output.text
  final_memory_2_h: { rows: "B", offset: 768, width: 192, integer: false }, // [B, 192] final.memory.2.h
  final_memory_2_c: { rows: "B", offset: 960, width: 192, integer: false }, // [B, 192] final.memory.2.c
  final_memory_3_h: { rows: "B", offset: 1152, width: 192, integer: false }, // [B, 192] final.memory.3.h
  final_memory_3_c: { rows: "B", offset: 1344, width: 192, integer: false }, // [B, 192] final.memory.3.c
  log: { rows: "N:T", offset: 0, width: 1, integer: false }, // [N]
  text_logits_add: { rows: "N:T", offset: 259, width: 128, integer: false }, // [N, 128] text.logits.add
  text_W_h: { rows: "N:T", offset: 131, width: 128, integer: false }, // [N, 128] text.W_h
  memory_3_b_g_add: { rows: "N:T", offset: 131, width: 192, integer: false }, // [N, 192] memory.3.b_g.add
  memory_3_b_i_add: { rows: "N:T", offset: 1091, width: 192, integer: false }, // [N, 192] memory.3.b_i.add
  memory_3_b_f_add: { rows: "N:T", offset: 1283, width: 192, integer: false }, // [N, 192] memory.3.b_f.add
  memory_3_b_o_add: { rows: "N:T", offset: 1475, width: 192, integer: false }, // [N, 192] memory.3.b_o.add
  memory_3_W_o_W_f_W_i_W_g_h: { rows: "N:T", offset: 323, width: 768, integer: false }, // [N, 768] memory.3.W_o_W_f_W_i_W_g_h
  memory_2_b_g_add: { rows: "N:T", offset: 931, width: 192, integer: false }, // [N, 192] memory.2.b_g.add
  memory_2_b_i_add: { rows: "N:T", offset: 1123, width: 192, integer: false }, // [N, 192] memory.2.b_i.add
  memory_2_b_f_add: { rows: "N:T", offset: 1315, width: 192, integer: false }, // [N, 192] memory.2.b_f.add
  memory_2_b_o_add: { rows: "N:T", offset: 1507, width: 192, integer: false }, // [N, 192] memory.2.b_o.add
  memory_2_W_o_W_f_W_i_W_g_1: { rows: "N:T", offset: 163, width: 768, integer: false }, // [N, 768] memory.2.W_o_W_f_W_i_W_g_1
  memory_1: { rows: "N:T", offset: 131, width: 32, integer: false }, // [N, 32] memory.1
  text: { rows: "N:T", offset: 0, width: 1, integer: true }, // [N]
  memory_2_W_o_W_f_W_i_W_g_packed: { rows: "none", offset: 1989120, width: 24576, integer: false }, // [32, 768] packed memory.2.W_o_W_f_W_i_W_g.packed
  memory_2_h_state: { rows: "B", offset: 2304, width: 192, integer: false }, // [B, 192] memory.2.h.state
  state_memory_2_h: { rows: "B", offset: 0, width: 192, integer: false }, // [B, 192] state.memory.2.h
  memory_2_c_state: { rows: "B", offset: 2496, width: 192, integer: false }, // [B, 192] memory.2.c.state
  state_memory_2_c: { rows: "B", offset: 192, width: 192, integer: false }, // [B, 192] state.memory.2.c
  memory_2_h: { rows: "N:T", offset: 131, width: 192, integer: false }, // [N, 192] memory.2.h
  memory_2_U_o_U_f_U_i_U_g_carry: { rows: "B", offset: 1536, width: 768, integer: false }, // [B, 768] memory.2.U_o_U_f_U_i_U_g_carry
  memory_2_U_o_U_f_U_i_U_g_packed: { rows: "none", offset: 2013696, width: 147456, integer: false }, // [192, 768] packed memory.2.U_o_U_f_U_i_U_g.packed
  memory_3_W_o_W_f_W_i_W_g_packed: { rows: "none", offset: 2161152, width: 147456, integer: false }, // [192, 768] packed memory.3.W_o_W_f_W_i_W_g.packed
  memory_3_h_state: { rows: "B", offset: 0, width: 192, integer: false }, // [B, 192] memory.3.h.state
  state_memory_3_h: { rows: "B", offset: 384, width: 192, integer: false }, // [B, 192] state.memory.3.h
  memory_3_c_state: { rows: "B", offset: 192, width: 192, integer: false }, // [B, 192] memory.3.c.state
  state_memory_3_c: { rows: "B", offset: 576, width: 192, integer: false }, // [B, 192] state.memory.3.c
  memory_3_h: { rows: "N:T", offset: 323, width: 192, integer: false }, // [N, 192] memory.3.h
  memory_3_U_o_U_f_U_i_U_g_carry: { rows: "B", offset: 1536, width: 768, integer: false }, // [B, 768] memory.3.U_o_U_f_U_i_U_g_carry
  memory_3_U_o_U_f_U_i_U_g_packed: { rows: "none", offset: 2308608, width: 147456, integer: false }, // [192, 768] packed memory.3.U_o_U_f_U_i_U_g.packed
  text_W_packed: { rows: "none", offset: 2456064, width: 24576, integer: false }, // [192, 128] packed text.W.packed
  loss_text: { rows: "none", offset: 3439104, width: 1, integer: false }, // [] loss.text
  text_loss: { rows: "N:T", offset: 131, width: 1, integer: false }, // [N] text.loss
  weight_text: { rows: "N:T", offset: 1, width: 1, integer: false }, // [N] weight.text
  target_text: { rows: "N:T", offset: 2, width: 1, integer: true }, // [N] target.text
  loss_text_2: { rows: "none", offset: 3439105, width: 1, integer: false }, // [] loss.text_2
  final_memory_2_h_2: { rows: "B", offset: 768, width: 192, integer: false }, // [B, 192] final.memory.2.h_2
  final_memory_2_c_2: { rows: "B", offset: 960, width: 192, integer: false }, // [B, 192] final.memory.2.c_2
  final_memory_3_h_2: { rows: "B", offset: 1152, width: 192, integer: false }, // [B, 192] final.memory.3.h_2
  final_memory_3_c_2: { rows: "B", offset: 1344, width: 192, integer: false }, // [B, 192] final.memory.3.c_2
  add: { rows: "N:T", offset: 2340, width: 128, integer: false }, // [N, 128]
  text_loss_2: { rows: "N:T", offset: 932, width: 1, integer: false }, // [N] text.loss_2
  text_W_memory: { rows: "N:T", offset: 804, width: 128, integer: false }, // [N, 128] text.W_memory
  memory: { rows: "N:T", offset: 2148, width: 192, integer: false }, // [N, 192]
  memory_3_b_g_add_2: { rows: "N:T", offset: 2148, width: 192, integer: false }, // [N, 192] memory.3.b_g.add_2
  memory_3_b_i_add_2: { rows: "N:T", offset: 2340, width: 192, integer: false }, // [N, 192] memory.3.b_i.add_2
  memory_3_b_f_add_2: { rows: "N:T", offset: 2532, width: 192, integer: false }, // [N, 192] memory.3.b_f.add_2
  memory_3_b_o_add_2: { rows: "N:T", offset: 2724, width: 192, integer: false }, // [N, 192] memory.3.b_o.add_2
  memory_3_W_o_W_f_W_i_W_g_h_2: { rows: "N:T", offset: 804, width: 768, integer: false }, // [N, 768] memory.3.W_o_W_f_W_i_W_g_h_2
  memory_2_b_g_add_2: { rows: "N:T", offset: 804, width: 192, integer: false }, // [N, 192] memory.2.b_g.add_2
  memory_2_b_i_add_2: { rows: "N:T", offset: 996, width: 192, integer: false }, // [N, 192] memory.2.b_i.add_2
  memory_2_b_f_add_2: { rows: "N:T", offset: 1188, width: 192, integer: false }, // [N, 192] memory.2.b_f.add_2
  memory_2_b_o_add_2: { rows: "N:T", offset: 1380, width: 192, integer: false }, // [N, 192] memory.2.b_o.add_2
  memory_2_W_o_W_f_W_i_W_g_1_2: { rows: "N:T", offset: 36, width: 768, integer: false }, // [N, 768] memory.2.W_o_W_f_W_i_W_g_1_2
  memory_1_2: { rows: "N:T", offset: 4, width: 32, integer: false }, // [N, 32] memory.1_2
  text_2: { rows: "N:T", offset: 0, width: 1, integer: true }, // [N]
  memory_2_h_state_2: { rows: "B", offset: 2304, width: 192, integer: false }, // [B, 192] memory.2.h.state_2
  state_memory_2_h_2: { rows: "B", offset: 0, width: 192, integer: false }, // [B, 192] state.memory.2.h_2
  memory_2_c_state_2: { rows: "B", offset: 2496, width: 192, integer: false }, // [B, 192] memory.2.c.state_2
  state_memory_2_c_2: { rows: "B", offset: 192, width: 192, integer: false }, // [B, 192] state.memory.2.c_2
  memory_2_h_2: { rows: "N:T", offset: 36, width: 192, integer: false }, // [N, 192] memory.2.h_2
  memory_2_f: { rows: "N:T", offset: 228, width: 192, integer: false }, // [N, 192] memory.2.f
  memory_2_o: { rows: "N:T", offset: 420, width: 192, integer: false }, // [N, 192] memory.2.o
  carry: { rows: "N:T", offset: 612, width: 192, integer: false }, // [N, 192]
  memory_2_i: { rows: "N:T", offset: 1572, width: 192, integer: false }, // [N, 192] memory.2.i
  memory_2_g: { rows: "N:T", offset: 1764, width: 192, integer: false }, // [N, 192] memory.2.g
  carry_2: { rows: "N:T", offset: 1956, width: 192, integer: false }, // [N, 192]
  memory_2_U_o_U_f_U_i_U_g_carry_2: { rows: "B", offset: 1536, width: 768, integer: false }, // [B, 768] memory.2.U_o_U_f_U_i_U_g_carry_2
  memory_3_h_state_2: { rows: "B", offset: 0, width: 192, integer: false }, // [B, 192] memory.3.h.state_2
  state_memory_3_h_2: { rows: "B", offset: 384, width: 192, integer: false }, // [B, 192] state.memory.3.h_2
  memory_3_c_state_2: { rows: "B", offset: 192, width: 192, integer: false }, // [B, 192] memory.3.c.state_2
  state_memory_3_c_2: { rows: "B", offset: 576, width: 192, integer: false }, // [B, 192] state.memory.3.c_2
  memory_3_h_2: { rows: "N:T", offset: 804, width: 192, integer: false }, // [N, 192] memory.3.h_2
  memory_3_f: { rows: "N:T", offset: 996, width: 192, integer: false }, // [N, 192] memory.3.f
  memory_3_o: { rows: "N:T", offset: 1188, width: 192, integer: false }, // [N, 192] memory.3.o
  carry_3: { rows: "N:T", offset: 1380, width: 192, integer: false }, // [N, 192]
  memory_3_i: { rows: "N:T", offset: 2916, width: 192, integer: false }, // [N, 192] memory.3.i
  memory_3_g: { rows: "N:T", offset: 3108, width: 192, integer: false }, // [N, 192] memory.3.g
  carry_4: { rows: "N:T", offset: 3300, width: 192, integer: false }, // [N, 192]
  memory_3_U_o_U_f_U_i_U_g_carry_2: { rows: "B", offset: 1536, width: 768, integer: false }, // [B, 768] memory.3.U_o_U_f_U_i_U_g_carry_2
  random_key: { rows: "none", offset: 3439104, width: 1, integer: true }, // [] random.key
  random_T: { rows: "N:T", offset: 1, width: 1, integer: true }, // [N] random.T
  weight_text_2: { rows: "N:T", offset: 2, width: 1, integer: false }, // [N] weight.text_2
  target_text_2: { rows: "N:T", offset: 3, width: 1, integer: true }, // [N] target.text_2
  sum_rows: { rows: "none", offset: 3734018, width: 768, integer: false }, // [768]
  row_product: { rows: "none", offset: 3586562, width: 147456, integer: false }, // [768, 192]
  row_product_2: { rows: "none", offset: 3439106, width: 147456, integer: false }, // [768, 192]
  sum_rows_2: { rows: "none", offset: 3611138, width: 768, integer: false }, // [768]
  row_product_3: { rows: "none", offset: 3463682, width: 147456, integer: false }, // [768, 192]
  memory_1_row_product: { rows: "none", offset: 3439106, width: 24576, integer: false }, // [768, 32] memory.1.row_product
  memory_2_W_g_W_i_W_f_W_o_mul_mul_mul_mul: { rows: "N:T", offset: 36, width: 32, integer: false }, // [N, 32] memory.2.W_g_W_i_W_f_W_o_mul_mul_mul_mul
  memory_3_W_g_W_i_W_f_W_o_mul_mul_mul_mul: { rows: "N:T", offset: 804, width: 192, integer: false }, // [N, 192] memory.3.W_g_W_i_W_f_W_o_mul_mul_mul_mul
  mul: { rows: "N:T", offset: 2148, width: 192, integer: false }, // [N, 192]
  text_W_add: { rows: "N:T", offset: 804, width: 192, integer: false }, // [N, 192] text.W_add
  text_W_packed_2: { rows: "none", offset: 2480640, width: 24576, integer: false }, // [128, 192] packed text.W.packed_2
  mul_state: { rows: "B", offset: 0, width: 192, integer: false }, // [B, 192] mul.state
  memory_3_U_g_U_i_U_f_U_o_mul_mul_mul_mul_state: { rows: "B", offset: 192, width: 192, integer: false }, // [B, 192] memory.3.U_g_U_i_U_f_U_o_mul_mul_mul_mul.state
  mul_mul_mul_mul: { rows: "N:T", offset: 3492, width: 768, integer: false }, // [N, 768]
  memory_3_U_g_U_i_U_f_U_o_packed: { rows: "none", offset: 2505216, width: 147456, integer: false }, // [768, 192] packed memory.3.U_g_U_i_U_f_U_o.packed
  memory_3_W_g_W_i_W_f_W_o_packed: { rows: "none", offset: 2652672, width: 147456, integer: false }, // [768, 192] packed memory.3.W_g_W_i_W_f_W_o.packed
  mul_state_2: { rows: "B", offset: 0, width: 192, integer: false }, // [B, 192] mul.state_2
  memory_2_U_g_U_i_U_f_U_o_mul_mul_mul_mul_state: { rows: "B", offset: 192, width: 192, integer: false }, // [B, 192] memory.2.U_g_U_i_U_f_U_o_mul_mul_mul_mul.state
  mul_mul_mul_mul_2: { rows: "N:T", offset: 2148, width: 768, integer: false }, // [N, 768]
  memory_2_U_g_U_i_U_f_U_o_packed: { rows: "none", offset: 2800128, width: 147456, integer: false }, // [768, 192] packed memory.2.U_g_U_i_U_f_U_o.packed
  memory_2_W_g_W_i_W_f_W_o_packed: { rows: "none", offset: 2947584, width: 24576, integer: false }, // [768, 32] packed memory.2.W_g_W_i_W_f_W_o.packed
  norm: { rows: "none", offset: 3439107, width: 1, integer: false }, // []
  rate: { rows: "none", offset: 3439104, width: 1, integer: false }, // []
  bias1: { rows: "none", offset: 3439105, width: 1, integer: false }, // []
  bias2: { rows: "none", offset: 3439106, width: 1, integer: false }, // []
  output_text_2: { rows: "B", offset: 1537, width: 128, integer: false }, // [B, 128] output.text_2
  final_memory_2_h_3: { rows: "B", offset: 769, width: 192, integer: false }, // [B, 192] final.memory.2.h_3
  final_memory_2_c_3: { rows: "B", offset: 961, width: 192, integer: false }, // [B, 192] final.memory.2.c_3
  final_memory_3_h_3: { rows: "B", offset: 1153, width: 192, integer: false }, // [B, 192] final.memory.3.h_3
  final_memory_3_c_3: { rows: "B", offset: 1345, width: 192, integer: false }, // [B, 192] final.memory.3.c_3
  memory_3_h_initial_2_h: { rows: "B", offset: 1889, width: 384, integer: false }, // [B, 384] memory.3.h.initial_2.h
  memory_2_h_initial_1: { rows: "B", offset: 1665, width: 224, integer: false }, // [B, 224] memory.2.h.initial_1
  text_W_h_2: { rows: "B", offset: 0, width: 128, integer: false }, // [B, 128] text.W_h_2
  memory_3_U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g_h: { rows: "B", offset: 2273, width: 768, integer: false }, // [B, 768] memory.3.U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g_h
  memory_2_U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g_initial: { rows: "B", offset: 2273, width: 768, integer: false }, // [B, 768] memory.2.U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g_initial
  text_3: { rows: "B", offset: 768, width: 1, integer: true }, // [B]
  state_memory_2_h_3: { rows: "B", offset: 0, width: 192, integer: false }, // [B, 192] state.memory.2.h_3
  state_memory_3_h_3: { rows: "B", offset: 192, width: 192, integer: false }, // [B, 192] state.memory.3.h_3
  memory_2_U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g_packed: { rows: "none", offset: 2972160, width: 172032, integer: false }, // [224, 768] packed memory.2.U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g.packed
  state_memory_2_c_3: { rows: "B", offset: 384, width: 192, integer: false }, // [B, 192] state.memory.2.c_3
  memory_3_U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g_packed: { rows: "none", offset: 3144192, width: 294912, integer: false }, // [384, 768] packed memory.3.U_o_W_o_U_f_W_f_U_i_W_i_U_g_W_g.packed
  state_memory_3_c_3: { rows: "B", offset: 576, width: 192, integer: false }, // [B, 192] state.memory.3.c_3
} satisfies WasmPrograms["buffers"];

/** The programs, and which buffers hold what they read and give. */
export const programs = {
  prepare: { run: prepare, inputs: { parameters: "parameters" }, outputs: {} },
  predict: {
    run: predict,
    inputs: {
      text: "text",
      "state.memory.2.h": "state_memory_2_h",
      "state.memory.2.c": "state_memory_2_c",
      "state.memory.3.h": "state_memory_3_h",
      "state.memory.3.c": "state_memory_3_c",
    },
    outputs: {
      "output.text": "output_text",
      "final.memory.2.h": "final_memory_2_h",
      "final.memory.2.c": "final_memory_2_c",
      "final.memory.3.h": "final_memory_3_h",
      "final.memory.3.c": "final_memory_3_c",
    },
  },
  score: {
    run: score,
    inputs: { "weight.text": "weight_text", "target.text": "target_text" },
    outputs: { "loss.text": "loss_text", loss: "loss_text" },
  },
  forward: {
    run: forward,
    inputs: {
      text: "text_2",
      "state.memory.2.h": "state_memory_2_h_2",
      "state.memory.2.c": "state_memory_2_c_2",
      "state.memory.3.h": "state_memory_3_h_2",
      "state.memory.3.c": "state_memory_3_c_2",
      "random.key": "random_key",
      "random.T": "random_T",
      "weight.text": "weight_text_2",
      "target.text": "target_text_2",
    },
    outputs: {
      "loss.text": "loss_text_2",
      loss: "loss_text_2",
      "final.memory.2.h": "final_memory_2_h_2",
      "final.memory.2.c": "final_memory_2_c_2",
      "final.memory.3.h": "final_memory_3_h_2",
      "final.memory.3.c": "final_memory_3_c_2",
    },
  },
  backward: {
    run: backward,
    inputs: { text: "text_2", "random.key": "random_key", "random.T": "random_T" },
    outputs: { gradients: "gradients" },
  },
  update: {
    run: update,
    inputs: {
      gradients: "gradients",
      moment1: "moment1",
      moment2: "moment2",
      parameters: "parameters",
      rate: "rate",
      bias1: "bias1",
      bias2: "bias2",
    },
    outputs: { norm: "norm", moment1: "moment1", moment2: "moment2", parameters: "parameters" },
  },
  step: {
    run: step,
    inputs: {
      text: "text_3",
      "state.memory.2.h": "state_memory_2_h_3",
      "state.memory.3.h": "state_memory_3_h_3",
      "state.memory.2.c": "state_memory_2_c_3",
      "state.memory.3.c": "state_memory_3_c_3",
    },
    outputs: {
      "output.text": "output_text_2",
      "final.memory.2.h": "final_memory_2_h_3",
      "final.memory.2.c": "final_memory_2_c_3",
      "final.memory.3.h": "final_memory_3_h_3",
      "final.memory.3.c": "final_memory_3_c_3",
    },
  },
} satisfies WasmPrograms["programs"];
