// Made by rnnc from the model `captions` in specs/models/captions.rnn. Change the spec and compile it again, not this file.
// @ts-nocheck
// The programs on WASM: one function each, in the order of the work. `k` holds the kernels, `m` the byte addresses of buffers, `batch`
// the packed rows. Shapes: B sequences, N the steps of all of them. Sequences are sorted, longest first: step t of an axis holds
// `rows[t]` rows, from row `start[t]` on. Addresses are in bytes, 4 a number.

import { expand, type Arena, type Kernels, type Packed, type WasmPrograms } from "@rnnc/runtime";
export { kernels } from "./wasm.binary.js";

/**
 * Packs the weights for products and computes what depends on weights alone; after every change of the parameters.
 * Reads parameters [201921].
 */
export function prepare(k: Kernels, m: Arena): void {
  k.copy_192_3(m.parameters + offset.decoder_2_h_initial_b, m.decoder_2_h_initial_b_c_initial_b, 1); // decoder.2.h.initial.b [192]
  k.copy_192_3(m.parameters + offset.decoder_2_c_initial_b, m.decoder_2_h_initial_b_c_initial_b + 768, 1); // decoder.2.c.initial.b [192]
  k.copy_192_3(m.parameters + offset.decoder_2_b_i, m.decoder_2_b, 1); // decoder.2.b_i [192]
  k.copy_192_3(m.parameters + offset.decoder_2_b_f, m.decoder_2_b + 768, 1); // decoder.2.b_f [192]
  k.copy_192_3(m.parameters + offset.decoder_2_b_g, m.decoder_2_b + 1536, 1); // decoder.2.b_g [192]
  k.copy_192_3(m.parameters + offset.decoder_2_b_o, m.decoder_2_b + 2304, 1); // decoder.2.b_o [192]
  k.pack_18x192(m.parameters + offset.decoder_2_h_initial_W, m.decoder_2_h_initial_W_c_initial_W_packed); // decoder.2.h.initial.W_c.initial.W for products
  k.pack_18x192(m.parameters + offset.decoder_2_c_initial_W, m.decoder_2_h_initial_W_c_initial_W_packed + 13824); // decoder.2.h.initial.W_c.initial.W for products
  k.pack_32x192(m.parameters + offset.decoder_2_W_i, m.decoder_2_W_packed); // decoder.2.W for products
  k.pack_32x192(m.parameters + offset.decoder_2_W_f, m.decoder_2_W_packed + 24576); // decoder.2.W for products
  k.pack_32x192(m.parameters + offset.decoder_2_W_g, m.decoder_2_W_packed + 49152); // decoder.2.W for products
  k.pack_32x192(m.parameters + offset.decoder_2_W_o, m.decoder_2_W_packed + 73728); // decoder.2.W for products
  k.pack_192x192(m.parameters + offset.decoder_2_U_i, m.decoder_2_U_packed); // decoder.2.U for products
  k.pack_192x192(m.parameters + offset.decoder_2_U_f, m.decoder_2_U_packed + 147456); // decoder.2.U for products
  k.pack_192x192(m.parameters + offset.decoder_2_U_g, m.decoder_2_U_packed + 294912); // decoder.2.U for products
  k.pack_192x192(m.parameters + offset.decoder_2_U_o, m.decoder_2_U_packed + 442368); // decoder.2.U for products
  k.pack_192x97(m.parameters + offset.caption_W, m.caption_W_packed); // caption.W for products
  k.pack_97x192(m.parameters + offset.caption_W, m.caption_W_packed_2); // caption.W for products
  k.pack_192x192_2(m.parameters + offset.decoder_2_U_i, m.decoder_2_U_packed_2); // decoder.2.U for products
  k.pack_192x192_2(m.parameters + offset.decoder_2_U_f, m.decoder_2_U_packed_2 + 6144); // decoder.2.U for products
  k.pack_192x192_2(m.parameters + offset.decoder_2_U_g, m.decoder_2_U_packed_2 + 12288); // decoder.2.U for products
  k.pack_192x192_2(m.parameters + offset.decoder_2_U_o, m.decoder_2_U_packed_2 + 18432); // decoder.2.U for products
  k.pack_192x32(m.parameters + offset.decoder_2_W_i, m.decoder_2_W_packed_2); // decoder.2.W for products
  k.pack_192x32(m.parameters + offset.decoder_2_W_f, m.decoder_2_W_packed_2 + 6144); // decoder.2.W for products
  k.pack_192x32(m.parameters + offset.decoder_2_W_g, m.decoder_2_W_packed_2 + 12288); // decoder.2.W for products
  k.pack_192x32(m.parameters + offset.decoder_2_W_o, m.decoder_2_W_packed_2 + 18432); // decoder.2.W for products
}

/**
 * From inputs to outputs; keeps nothing but them.
 * Reads caption [N], language [B, 18].
 * Gives output.caption [N, 97].
 */
export function predict(k: Kernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.gather_32(m.parameters + offset.decoder_1_E, m.caption, m.decoder_1, T.total); // decoder.1 [N, 32]
  k.gemm_18x384_bias(
    m.language,
    m.decoder_2_h_initial_W_c_initial_W_packed,
    m.decoder_2_h_initial_pre,
    m.decoder_2_h_initial_b_c_initial_b,
    batch.size,
  ); // decoder.2.h.initial.pre [B, 384]
  k.gemm_32x768_bias(m.decoder_1, m.decoder_2_W_packed, m.decoder_2_pre, m.decoder_2_b, T.total); // decoder.2.pre [N, 768]
  k.copy_192(m.decoder_2_h_initial_pre, m.decoder_2_h_state, batch.size); // the state at the start
  k.copy_192(m.decoder_2_h_initial_pre + 768, m.decoder_2_c_state, batch.size); // the state at the start

  // decoder.2.h, decoder.2.c
  const { decoder_2_h_state, decoder_2_U_packed, decoder_2_U_h_before, decoder_2_pre, decoder_2_c_state, decoder_2_h } = m;
  for (let t = 0; t < T.steps; t++) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.gemm_192x768(decoder_2_h_state, decoder_2_U_packed, decoder_2_U_h_before, rows); // decoder.2.U_h_before [B, 768]
    k.map_decoder_2_c_state(
      decoder_2_pre + 768 + at * 3072,
      decoder_2_U_h_before + 768,
      decoder_2_c_state,
      decoder_2_pre + at * 3072,
      decoder_2_U_h_before,
      decoder_2_pre + 1536 + at * 3072,
      decoder_2_U_h_before + 1536,
      decoder_2_pre + 2304 + at * 3072,
      decoder_2_U_h_before + 2304,
      decoder_2_c_state,
      decoder_2_h + at * 768,
      decoder_2_h_state,
      rows,
    ); // decoder.2.c [B, 192], decoder.2.h [B, 192]
  }

  k.gemm_192x97_bias(m.decoder_2_h, m.caption_W_packed, m.caption_logits, m.parameters + offset.caption_b, T.total); // caption.logits [N, 97]
  k.map_caption_logits_add(m.caption_logits, m.caption_logits_add, m.output_caption, m.log, T.total); // caption.logits.add [N, 97], mul [N, 97], log [N]
}

/**
 * After `predict`, on the same batch: how far the outputs are from the targets.
 * Reads weight.caption [N], target.caption [N].
 * Gives loss.caption [], loss [].
 */
export function score(k: Kernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.map_caption_loss(m.weight_caption, m.log, m.target_caption, m.caption_logits_add, m.caption_loss, T.total); // caption.loss [N]
  k.sum_rows_1(m.caption_loss, m.loss_caption, T.total); // caption.loss.sum_rows []
}

/**
 * The loss, keeping what `backward` needs.
 * Reads caption [N], language [B, 18], random.key [], random.sequence [B], weight.caption [N], target.caption [N].
 * Gives loss.caption [], loss [].
 */
export function forward(k: Kernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.gather_32(m.parameters + offset.decoder_1_E, m.caption_2, m.decoder_1_2, T.total); // decoder.1 [N, 32]
  k.gemm_18x384_bias(
    m.language_2,
    m.decoder_2_h_initial_W_c_initial_W_packed,
    m.decoder_2_h_initial_pre_2,
    m.decoder_2_h_initial_b_c_initial_b,
    batch.size,
  ); // decoder.2.h.initial.pre [B, 384]
  k.map_mul(m.random_key, m.random_sequence, m.mul, batch.size); // mul [B, 32]
  expand(k.copy_32, m.mul, m.expand_2, 128, 128, T); // expand [N, 32]
  k.map_decoder_1_mul(m.decoder_1_2, m.expand_2, m.decoder_1_mul, T.total); // decoder.1.mul [N, 32]
  k.gemm_32x768_bias(m.decoder_1_mul, m.decoder_2_W_packed, m.decoder_2_pre_2, m.decoder_2_b, T.total); // decoder.2.pre [N, 768]
  k.copy_192(m.decoder_2_h_initial_pre_2, m.decoder_2_h_state_2, batch.size); // the state at the start
  k.copy_192(m.decoder_2_h_initial_pre_2 + 768, m.decoder_2_c_state_2, batch.size); // the state at the start

  // decoder.2.h, decoder.2.c
  const {
    decoder_2_h_state_2,
    decoder_2_U_packed,
    decoder_2_U_h_before_2,
    decoder_2_pre_2,
    decoder_2_c_state_2,
    decoder_2_o,
    decoder_2_f,
    decoder_2_i,
    decoder_2_g,
    decoder_2_h_2,
    decoder_2_c_before,
    decoder_2_h_before,
  } = m;
  for (let t = 0; t < T.steps; t++) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.gemm_192x768(decoder_2_h_state_2, decoder_2_U_packed, decoder_2_U_h_before_2, rows); // decoder.2.U_h_before [B, 768]
    k.map_decoder_2_o(
      decoder_2_pre_2 + 2304 + at * 3072,
      decoder_2_U_h_before_2 + 2304,
      decoder_2_pre_2 + 768 + at * 3072,
      decoder_2_U_h_before_2 + 768,
      decoder_2_pre_2 + at * 3072,
      decoder_2_U_h_before_2,
      decoder_2_pre_2 + 1536 + at * 3072,
      decoder_2_U_h_before_2 + 1536,
      decoder_2_c_state_2,
      decoder_2_h_state_2,
      decoder_2_o + at * 768,
      decoder_2_f + at * 768,
      decoder_2_i + at * 768,
      decoder_2_g + at * 768,
      decoder_2_c_state_2,
      decoder_2_h_2 + at * 768,
      decoder_2_h_state_2,
      decoder_2_c_before + at * 768,
      decoder_2_h_before + at * 768,
      rows,
    ); // decoder.2.o [B, 192], decoder.2.f [B, 192], decoder.2.i [B, 192], decoder.2.g [B, 192], decoder.2.c [B, 192], decoder.2.h [B, 192], decoder.2.c_before [B, 192], decoder.2.h_before [B, 192]
  }

  k.gemm_192x97_bias(m.decoder_2_h_2, m.caption_W_packed, m.caption_logits_2, m.parameters + offset.caption_b, T.total); // caption.logits [N, 97]
  k.map_caption_loss_2(m.weight_caption_2, m.caption_logits_2, m.target_caption_2, m.caption_loss_2, m.caption_dlogits, T.total); // caption.loss [N], caption.dlogits [N, 97]
  k.sum_rows_1(m.caption_loss_2, m.loss_caption_2, T.total); // caption.loss.sum_rows []
}

/**
 * After `forward`, on the same batch: the gradient of the loss by every parameter.
 * Reads caption [N], language [B, 18].
 * Gives gradients [201921].
 */
export function backward(k: Kernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.gemm_97x192(m.caption_dlogits, m.caption_W_packed_2, m.decoder_2_dh, T.total); // decoder.2.dh [N, 192]
  k.row_product_97x192(m.caption_dlogits, m.decoder_2_h_2, m.gradients + offset.caption_W, T.total); // caption.dW [97, 192]
  k.sum_rows_97(m.caption_dlogits, m.gradients + offset.caption_b, T.total); // caption.db [97]
  k.zero_192(m.decoder_2_dc_before_state, batch.size); // decoder.2.dc_after starts at zeros
  k.zero_192(m.decoder_2_dh_before_state, batch.size); // decoder.2.dh_after starts at zeros

  // decoder.2.dc_before, decoder.2.dh_before
  const {
    decoder_2_dc_before_state,
    decoder_2_dh_before_state,
    decoder_2_dh,
    decoder_2_o,
    decoder_2_f,
    decoder_2_c_before,
    decoder_2_i,
    decoder_2_g,
    decoder_2_di_pre_df_pre_dg_pre_do_pre,
    decoder_2_U_packed_2,
  } = m;
  for (let t = T.steps - 1; t >= 0; t--) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.map_decoder_2_dc_before_state(
      decoder_2_dc_before_state,
      decoder_2_dh_before_state,
      decoder_2_dh + at * 768,
      decoder_2_o + at * 768,
      decoder_2_f + at * 768,
      decoder_2_c_before + at * 768,
      decoder_2_i + at * 768,
      decoder_2_g + at * 768,
      decoder_2_dc_before_state,
      decoder_2_di_pre_df_pre_dg_pre_do_pre + at * 3072,
      decoder_2_di_pre_df_pre_dg_pre_do_pre + 768 + at * 3072,
      decoder_2_di_pre_df_pre_dg_pre_do_pre + 1536 + at * 3072,
      decoder_2_di_pre_df_pre_dg_pre_do_pre + 2304 + at * 3072,
      rows,
    ); // decoder.2.dc_before [B, 192], decoder.2.di_pre [B, 192], decoder.2.df_pre [B, 192], decoder.2.dg_pre [B, 192], decoder.2.do_pre [B, 192]
    k.gemm_768x192(decoder_2_di_pre_df_pre_dg_pre_do_pre + at * 3072, decoder_2_U_packed_2, decoder_2_dh_before_state, rows); // decoder.2.dh_before [B, 192]
  }

  k.copy_192_2(m.decoder_2_dh_before_state, m.decoder_2_dh_before_dc_before, batch.size); // decoder.2.dh_before [B, 192]
  k.copy_192_2(m.decoder_2_dc_before_state, m.decoder_2_dh_before_dc_before + 768, batch.size); // decoder.2.dc_before [B, 192]
  k.row_product_384x18(m.decoder_2_dh_before_dc_before, m.language_2, m.language_row_product, batch.size); // language.row_product [384, 18]
  k.sum_rows_384(m.decoder_2_dh_before_dc_before, m.sum_rows, batch.size); // sum_rows [384]
  k.gemm_768x32(m.decoder_2_di_pre_df_pre_dg_pre_do_pre, m.decoder_2_W_packed_2, m.decoder_2_W_di_pre_df_pre_dg_pre_do_pre, T.total); // decoder.2.W_di_pre_df_pre_dg_pre_do_pre [N, 32]
  k.row_product_768x32(m.decoder_2_di_pre_df_pre_dg_pre_do_pre, m.decoder_1_mul, m.gradients + offset.decoder_2_W_i, T.total); // row_product [768, 32]
  k.row_product_768x192(m.decoder_2_di_pre_df_pre_dg_pre_do_pre, m.decoder_2_h_before, m.gradients + offset.decoder_2_U_i, T.total); // row_product [768, 192]
  k.sum_rows_768(m.decoder_2_di_pre_df_pre_dg_pre_do_pre, m.sum_rows_2, T.total); // sum_rows [768]
  k.copy_192_3(m.sum_rows_2, m.gradients + offset.decoder_2_b_i, 1); // decoder.2.db_i [192]
  k.copy_192_3(m.sum_rows_2 + 1536, m.gradients + offset.decoder_2_b_g, 1); // decoder.2.db_g [192]
  k.copy_192_3(m.sum_rows_2 + 2304, m.gradients + offset.decoder_2_b_o, 1); // decoder.2.db_o [192]
  k.copy_192_3(m.sum_rows_2 + 768, m.gradients + offset.decoder_2_b_f, 1); // decoder.2.db_f [192]
  k.copy_3456(m.language_row_product, m.gradients + offset.decoder_2_h_initial_W, 1); // decoder.2.h.initial.dW [192, 18]
  k.copy_192_3(m.sum_rows, m.gradients + offset.decoder_2_h_initial_b, 1); // decoder.2.h.initial.db [192]
  k.copy_3456(m.language_row_product + 13824, m.gradients + offset.decoder_2_c_initial_W, 1); // decoder.2.c.initial.dW [192, 18]
  k.copy_192_3(m.sum_rows + 768, m.gradients + offset.decoder_2_c_initial_b, 1); // decoder.2.c.initial.db [192]
  k.map_decoder_1_mul(m.decoder_2_W_di_pre_df_pre_dg_pre_do_pre, m.expand_2, m.decoder_d1, T.total); // decoder.d1 [N, 32]
  k.zero_3104(m.gradients, 1); // decoder.1.dE [97, 32]
  k.scatter_add_32(m.caption_2, m.decoder_d1, m.gradients + offset.decoder_1_E, T.total); // decoder.1.dE [97, 32]
}

/**
 * Clipping and one step of the optimiser, over the flat buffers.
 * Reads gradients [201921], moment1 [201921], moment2 [201921], parameters [201921], update.rate [], update.bias1 [], update.bias2 [].
 * Gives norm [], moment1 [201921], moment2 [201921], parameters [201921].
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
  ); // sqrt [], add [201921], parameters.add [201921]
}

/**
 * Once a sequence, before its steps: the states it starts from, and what `step` reads at every step.
 * Reads language [B, 18].
 * Gives state.decoder.2.h [B, 192], state.decoder.2.c [B, 192].
 */
export function begin(k: Kernels, m: Arena, batch: Packed): void {
  k.gemm_18x384_bias(
    m.language_3,
    m.decoder_2_h_initial_W_c_initial_W_packed,
    m.decoder_2_h_initial_pre_3,
    m.decoder_2_h_initial_b_c_initial_b,
    batch.size,
  ); // decoder.2.h.initial.pre [B, 384]
  k.copy_192(m.decoder_2_h_initial_pre_3, m.state_decoder_2_h, batch.size); // decoder.2.h.initial.pre [B, 192]
  k.copy_192(m.decoder_2_h_initial_pre_3 + 768, m.state_decoder_2_c, batch.size); // decoder.2.h.initial.pre [B, 192]
}

/**
 * One step of every sequence: states in and out.
 * Reads caption [B], state.decoder.2.h [B, 192], state.decoder.2.c [B, 192].
 * Gives output.caption [B, 97], final.decoder.2.h [B, 192], final.decoder.2.c [B, 192].
 */
export function step(k: Kernels, m: Arena, batch: Packed): void {
  k.gather_32(m.parameters + offset.decoder_1_E, m.caption_3, m.decoder_1_3, batch.size); // decoder.1 [B, 32]
  k.gemm_192x768(m.state_decoder_2_h_2, m.decoder_2_U_packed, m.decoder_2_U_initial, batch.size); // decoder.2.U_initial [B, 768]
  k.gemm_32x768(m.decoder_1_3, m.decoder_2_W_packed, m.decoder_2_W_1, batch.size); // decoder.2.W_1 [B, 768]
  k.map_final_decoder_2_c(
    m.decoder_2_W_1 + 768,
    m.decoder_2_U_initial + 768,
    m.parameters + offset.decoder_2_b_f,
    m.state_decoder_2_c_2,
    m.decoder_2_W_1,
    m.decoder_2_U_initial,
    m.parameters + offset.decoder_2_b_i,
    m.decoder_2_W_1 + 1536,
    m.decoder_2_U_initial + 1536,
    m.parameters + offset.decoder_2_b_g,
    m.decoder_2_W_1 + 2304,
    m.decoder_2_U_initial + 2304,
    m.parameters + offset.decoder_2_b_o,
    m.final_decoder_2_c,
    m.final_decoder_2_h,
    batch.size,
  ); // decoder.2.c [B, 192], decoder.2.h [B, 192]
  k.gemm_192x97_bias(m.final_decoder_2_h, m.caption_W_packed, m.caption_logits_3, m.parameters + offset.caption_b, batch.size); // caption.logits [B, 97]
  k.map_output_caption_2(m.caption_logits_3, m.output_caption_2, batch.size); // mul [B, 97]
}

/** Bytes from the start of the flat buffers to each parameter. */
const offset = {
  decoder_1_E: 0,
  decoder_2_W_i: 12416,
  decoder_2_W_f: 36992,
  decoder_2_W_g: 61568,
  decoder_2_W_o: 86144,
  decoder_2_U_i: 110720,
  decoder_2_U_f: 258176,
  decoder_2_U_g: 405632,
  decoder_2_U_o: 553088,
  decoder_2_b_i: 700544,
  decoder_2_b_g: 701312,
  decoder_2_b_o: 702080,
  decoder_2_b_f: 702848,
  decoder_2_h_initial_W: 703616,
  decoder_2_h_initial_b: 717440,
  decoder_2_c_initial_W: 718208,
  decoder_2_c_initial_b: 732032,
  caption_W: 732800,
  caption_b: 807296,
} as const;

/** Bytes at the bottom of memory that hold the kernels' constants. */
export const reserved = 26816;

/** Floats that each region of the arena has: in all for `none`, a row for the others. */
export const regions = {
  none: 1206470,
  "N:T": 2979,
  B: 2434,
} satisfies WasmPrograms["regions"];

/** Where buffers lie: floats from the start of their region (times the rows the arena is made for), floats from one row to the next. */
export const buffers = {
  parameters: { rows: "none", offset: 0, width: 201921, integer: false }, // [201921]
  gradients: { rows: "none", offset: 201921, width: 201921, integer: false }, // [201921]
  moment1: { rows: "none", offset: 403842, width: 201921, integer: false }, // [201921]
  moment2: { rows: "none", offset: 605763, width: 201921, integer: false }, // [201921]
  output_caption: { rows: "N:T", offset: 3, width: 97, integer: false }, // [N, 97] output.caption
  log: { rows: "N:T", offset: 0, width: 1, integer: false }, // [N]
  caption_logits_add: { rows: "N:T", offset: 197, width: 97, integer: false }, // [N, 97] caption.logits.add
  caption_logits: { rows: "N:T", offset: 100, width: 97, integer: false }, // [N, 97] caption.logits
  decoder_2_pre: { rows: "N:T", offset: 132, width: 768, integer: false }, // [N, 768] decoder.2.pre
  decoder_1: { rows: "N:T", offset: 100, width: 32, integer: false }, // [N, 32] decoder.1
  decoder_2_h_initial_pre: { rows: "B", offset: 18, width: 384, integer: false }, // [B, 384] decoder.2.h.initial.pre
  caption: { rows: "N:T", offset: 0, width: 1, integer: true }, // [N]
  language: { rows: "B", offset: 0, width: 18, integer: false }, // [B, 18]
  decoder_2_h_initial_W_c_initial_W_packed: { rows: "none", offset: 807684, width: 6912, integer: false }, // [18, 384] packed decoder.2.h.initial.W_c.initial.W.packed
  decoder_2_h_initial_b_c_initial_b: { rows: "none", offset: 814596, width: 384, integer: false }, // [384] decoder.2.h.initial.b_c.initial.b
  decoder_2_W_packed: { rows: "none", offset: 814980, width: 24576, integer: false }, // [32, 768] packed decoder.2.W.packed
  decoder_2_b: { rows: "none", offset: 839556, width: 768, integer: false }, // [768] decoder.2.b
  decoder_2_h_state: { rows: "B", offset: 1170, width: 192, integer: false }, // [B, 192] decoder.2.h.state
  decoder_2_c_state: { rows: "B", offset: 1362, width: 192, integer: false }, // [B, 192] decoder.2.c.state
  decoder_2_h: { rows: "N:T", offset: 900, width: 192, integer: false }, // [N, 192] decoder.2.h
  decoder_2_U_h_before: { rows: "B", offset: 402, width: 768, integer: false }, // [B, 768] decoder.2.U_h_before
  decoder_2_U_packed: { rows: "none", offset: 840324, width: 147456, integer: false }, // [192, 768] packed decoder.2.U.packed
  caption_W_packed: { rows: "none", offset: 987780, width: 19968, integer: false }, // [192, 97] packed caption.W.packed
  loss_caption: { rows: "none", offset: 1198404, width: 1, integer: false }, // [] loss.caption
  caption_loss: { rows: "N:T", offset: 100, width: 1, integer: false }, // [N] caption.loss
  weight_caption: { rows: "N:T", offset: 1, width: 1, integer: false }, // [N] weight.caption
  target_caption: { rows: "N:T", offset: 2, width: 1, integer: true }, // [N] target.caption
  loss_caption_2: { rows: "none", offset: 1198405, width: 1, integer: false }, // [] loss.caption_2
  caption_dlogits: { rows: "N:T", offset: 196, width: 97, integer: false }, // [N, 97] caption.dlogits
  caption_loss_2: { rows: "N:T", offset: 3, width: 1, integer: false }, // [N] caption.loss_2
  caption_logits_2: { rows: "N:T", offset: 99, width: 97, integer: false }, // [N, 97] caption.logits_2
  decoder_2_pre_2: { rows: "N:T", offset: 99, width: 768, integer: false }, // [N, 768] decoder.2.pre_2
  decoder_1_mul: { rows: "N:T", offset: 67, width: 32, integer: false }, // [N, 32] decoder.1.mul
  expand_2: { rows: "N:T", offset: 35, width: 32, integer: false }, // [N, 32] expand
  mul: { rows: "B", offset: 403, width: 32, integer: false }, // [B, 32]
  decoder_1_2: { rows: "N:T", offset: 3, width: 32, integer: false }, // [N, 32] decoder.1_2
  decoder_2_h_initial_pre_2: { rows: "B", offset: 19, width: 384, integer: false }, // [B, 384] decoder.2.h.initial.pre_2
  caption_2: { rows: "N:T", offset: 0, width: 1, integer: true }, // [N]
  language_2: { rows: "B", offset: 0, width: 18, integer: false }, // [B, 18]
  random_key: { rows: "none", offset: 1198404, width: 1, integer: true }, // [] random.key
  random_sequence: { rows: "B", offset: 18, width: 1, integer: true }, // [B] random.sequence
  decoder_2_h_state_2: { rows: "B", offset: 1171, width: 192, integer: false }, // [B, 192] decoder.2.h.state_2
  decoder_2_c_state_2: { rows: "B", offset: 1363, width: 192, integer: false }, // [B, 192] decoder.2.c.state_2
  decoder_2_h_2: { rows: "N:T", offset: 867, width: 192, integer: false }, // [N, 192] decoder.2.h_2
  decoder_2_f: { rows: "N:T", offset: 1059, width: 192, integer: false }, // [N, 192] decoder.2.f
  decoder_2_o: { rows: "N:T", offset: 1251, width: 192, integer: false }, // [N, 192] decoder.2.o
  decoder_2_c_before: { rows: "N:T", offset: 1443, width: 192, integer: false }, // [N, 192] decoder.2.c_before
  decoder_2_i: { rows: "N:T", offset: 1635, width: 192, integer: false }, // [N, 192] decoder.2.i
  decoder_2_g: { rows: "N:T", offset: 1827, width: 192, integer: false }, // [N, 192] decoder.2.g
  decoder_2_h_before: { rows: "N:T", offset: 2019, width: 192, integer: false }, // [N, 192] decoder.2.h_before
  decoder_2_U_h_before_2: { rows: "B", offset: 403, width: 768, integer: false }, // [B, 768] decoder.2.U_h_before_2
  weight_caption_2: { rows: "N:T", offset: 1, width: 1, integer: false }, // [N] weight.caption_2
  target_caption_2: { rows: "N:T", offset: 2, width: 1, integer: true }, // [N] target.caption_2
  decoder_2_dh_before_dc_before: { rows: "B", offset: 402, width: 384, integer: false }, // [B, 384] decoder.2.dh_before_dc_before
  sum_rows: { rows: "none", offset: 1205318, width: 384, integer: false }, // [384]
  language_row_product: { rows: "none", offset: 1198406, width: 6912, integer: false }, // [384, 18] language.row_product
  sum_rows_2: { rows: "none", offset: 1205702, width: 768, integer: false }, // [768]
  decoder_d1: { rows: "N:T", offset: 67, width: 32, integer: false }, // [N, 32] decoder.d1
  decoder_2_W_di_pre_df_pre_dg_pre_do_pre: { rows: "N:T", offset: 1, width: 32, integer: false }, // [N, 32] decoder.2.W_di_pre_df_pre_dg_pre_do_pre
  decoder_2_dh: { rows: "N:T", offset: 293, width: 192, integer: false }, // [N, 192] decoder.2.dh
  caption_W_packed_2: { rows: "none", offset: 1007748, width: 18624, integer: false }, // [97, 192] packed caption.W.packed_2
  decoder_2_dc_before_state: { rows: "B", offset: 18, width: 192, integer: false }, // [B, 192] decoder.2.dc_before.state
  decoder_2_dh_before_state: { rows: "B", offset: 210, width: 192, integer: false }, // [B, 192] decoder.2.dh_before.state
  decoder_2_di_pre_df_pre_dg_pre_do_pre: { rows: "N:T", offset: 2211, width: 768, integer: false }, // [N, 768] decoder.2.di_pre_df_pre_dg_pre_do_pre
  decoder_2_U_packed_2: { rows: "none", offset: 1026372, width: 147456, integer: false }, // [768, 192] packed decoder.2.U.packed_2
  decoder_2_W_packed_2: { rows: "none", offset: 1173828, width: 24576, integer: false }, // [768, 32] packed decoder.2.W.packed_2
  norm: { rows: "none", offset: 1198407, width: 1, integer: false }, // []
  update_rate: { rows: "none", offset: 1198404, width: 1, integer: false }, // [] update.rate
  update_bias1: { rows: "none", offset: 1198405, width: 1, integer: false }, // [] update.bias1
  update_bias2: { rows: "none", offset: 1198406, width: 1, integer: false }, // [] update.bias2
  state_decoder_2_h: { rows: "B", offset: 18, width: 192, integer: false }, // [B, 192] state.decoder.2.h
  state_decoder_2_c: { rows: "B", offset: 210, width: 192, integer: false }, // [B, 192] state.decoder.2.c
  decoder_2_h_initial_pre_3: { rows: "B", offset: 402, width: 384, integer: false }, // [B, 384] decoder.2.h.initial.pre_3
  language_3: { rows: "B", offset: 0, width: 18, integer: false }, // [B, 18]
  output_caption_2: { rows: "B", offset: 769, width: 97, integer: false }, // [B, 97] output.caption_2
  final_decoder_2_h: { rows: "B", offset: 385, width: 192, integer: false }, // [B, 192] final.decoder.2.h
  final_decoder_2_c: { rows: "B", offset: 577, width: 192, integer: false }, // [B, 192] final.decoder.2.c
  caption_logits_3: { rows: "B", offset: 0, width: 97, integer: false }, // [B, 97] caption.logits_3
  decoder_2_U_initial: { rows: "B", offset: 898, width: 768, integer: false }, // [B, 768] decoder.2.U_initial
  decoder_2_W_1: { rows: "B", offset: 1666, width: 768, integer: false }, // [B, 768] decoder.2.W_1
  decoder_1_3: { rows: "B", offset: 866, width: 32, integer: false }, // [B, 32] decoder.1_3
  caption_3: { rows: "B", offset: 384, width: 1, integer: true }, // [B]
  state_decoder_2_h_2: { rows: "B", offset: 0, width: 192, integer: false }, // [B, 192] state.decoder.2.h_2
  state_decoder_2_c_2: { rows: "B", offset: 192, width: 192, integer: false }, // [B, 192] state.decoder.2.c_2
} satisfies WasmPrograms["buffers"];

/** The programs, and which buffers hold what they read and give. */
export const programs = {
  prepare: { run: prepare, inputs: { parameters: "parameters" }, outputs: {} },
  predict: { run: predict, inputs: { caption: "caption", language: "language" }, outputs: { "output.caption": "output_caption" } },
  score: {
    run: score,
    inputs: { "weight.caption": "weight_caption", "target.caption": "target_caption" },
    outputs: { "loss.caption": "loss_caption", loss: "loss_caption" },
  },
  forward: {
    run: forward,
    inputs: {
      caption: "caption_2",
      language: "language_2",
      "random.key": "random_key",
      "random.sequence": "random_sequence",
      "weight.caption": "weight_caption_2",
      "target.caption": "target_caption_2",
    },
    outputs: { "loss.caption": "loss_caption_2", loss: "loss_caption_2" },
  },
  backward: { run: backward, inputs: { caption: "caption_2", language: "language_2" }, outputs: { gradients: "gradients" } },
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
  begin: {
    run: begin,
    inputs: { language: "language_3" },
    outputs: { "state.decoder.2.h": "state_decoder_2_h", "state.decoder.2.c": "state_decoder_2_c" },
  },
  step: {
    run: step,
    inputs: { caption: "caption_3", "state.decoder.2.h": "state_decoder_2_h_2", "state.decoder.2.c": "state_decoder_2_c_2" },
    outputs: { "output.caption": "output_caption_2", "final.decoder.2.h": "final_decoder_2_h", "final.decoder.2.c": "final_decoder_2_c" },
  },
} satisfies WasmPrograms["programs"];
