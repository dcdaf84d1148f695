// Made by rnnc from the model `newsgroups` in specs/models/newsgroups.rnn. Change the spec and compile it again, not this file.
// The programs on WebGPU: one function each, in the order of the work. `k` notes down what is to be dispatched, `m` holds places of
// buffers, `batch` the packed rows; `together` says which loops run as one dispatch. Shapes and rows as in wasm.ts; places are in floats.

import { type Arena, type GpuKernels, type Packed, type Recurrences, type WebGpuPrograms } from "@rnnc/runtime";
export { createWebGpuExecutor as createExecutor } from "@rnnc/runtime/webgpu";

/**
 * Packs the weights for products and computes what depends on weights alone; after every change of the parameters.
 * Reads parameters [1029570].
 */
export function prepare(k: GpuKernels, m: Arena): void {
  k.moves_prepare(
    m.parameters + offset.reader_2_W,
    m.reader_2_W_packed,
    m.parameters + offset.reader_2_U,
    m.reader_2_U_packed,
    m.parameters + offset.label_W,
    m.label_W_packed,
    m.parameters + offset.label_W,
    m.label_W_packed_2,
    m.parameters + offset.reader_2_U,
    m.reader_2_U_packed_2,
    m.parameters + offset.reader_2_W,
    m.reader_2_W_packed_2,
    1,
  ); // reader.2.W for products, reader.2.U for products, label.W for products
}

/**
 * From inputs to outputs; keeps nothing but them.
 * Reads text [N].
 * Gives output.label [B, 2].
 */
export function predict(k: GpuKernels, m: Arena, batch: Packed, together: Recurrences): void {
  const T = batch.axes.T;
  k.gather_100(m.parameters + offset.reader_1_E, m.text, m.reader_1, T.total); // reader.1 [N, 100]
  k.map_expand(m.expand, T.total); // expand [N]
  k.sum_steps_1(m.expand, m.sum_steps, T, batch.size); // sum_steps [B]
  k.gemm_100x128_bias(m.reader_1, m.reader_2_W_packed, m.reader_2_pre, m.parameters + offset.reader_2_b, T.total); // reader.2.pre [N, 128]
  k.zero_128(m.reader_2_h_state, batch.size); // reader.2.h_before starts at zeros

  // reader.2.h
  if (together("loop_reader_2_h")) {
    k.loop_reader_2_h(m.reader_2_h_state, m.reader_2_U_packed, m.reader_2_U_h_before, m.reader_2_pre, m.reader_2_h, T, batch.size);
  } else {
    k.copy_128_twice(m.reader_2_h_state, m.reader_2_h_state_turns, m.reader_2_h_state, m.reader_2_h_state_turns + 128, batch.size); // two copies that steps take turns to read and write
    for (let t = 0; t < T.steps; t++) {
      const at = T.start[t];
      const rows = T.rows[t];
      k.gemm_128x128_map_reader_2_h(
        m.reader_2_h_state_turns + (t & 1) * 128,
        m.reader_2_U_packed,
        m.reader_2_U_h_before,
        m.reader_2_pre + at * 128,
        m.reader_2_U_h_before,
        m.reader_2_h + at * 128,
        m.reader_2_h_state,
        m.reader_2_h_state_turns + (~t & 1) * 128,
        rows,
        rows,
      ); // reader.2.U_h_before [B, 128], reader.2.h [B, 128]
    }
  }

  k.sum_steps_128(m.reader_2_h, m.sum_steps_2, T, batch.size); // sum_steps [B, 128]
  k.map_reader(m.sum_steps_2, m.sum_steps, m.reader, batch.size); // reader [B, 128]
  k.gemm_128x2_bias(m.reader, m.label_W_packed, m.label_logits, m.parameters + offset.label_b, batch.size); // label.logits [B, 2]
  k.map_label_logits_add(m.label_logits, m.label_logits_add, m.output_label, m.log, batch.size); // label.logits.add [B, 2], mul [B, 2], log [B]
}

/**
 * After `predict`, on the same batch: how far the outputs are from the targets.
 * Reads weight.label [B], target.label [B].
 * Gives loss.label [], loss [].
 */
export function score(k: GpuKernels, m: Arena, batch: Packed): void {
  k.map_label_loss(m.weight_label, m.log, m.target_label, m.label_logits_add, m.label_loss, batch.size); // label.loss [B]
  k.sum_rows_1(m.label_loss, m.loss_label, batch.size); // label.loss.sum_rows []
}

/**
 * The loss, keeping what `backward` needs.
 * Reads text [N], random.key [], random.sequence [B], weight.label [B], target.label [B].
 * Gives loss.label [], loss [].
 */
export function forward(k: GpuKernels, m: Arena, batch: Packed, together: Recurrences): void {
  const T = batch.axes.T;
  k.gather_100(m.parameters + offset.reader_1_E, m.text_2, m.reader_1_2, T.total); // reader.1 [N, 100]
  k.map_expand(m.expand_2, T.total); // expand [N]
  k.map_mul(m.random_key, m.random_sequence, m.mul, batch.size); // mul [B, 100]
  k.sum_steps_1(m.expand_2, m.sum_steps_3, T, batch.size); // sum_steps [B]
  k.expand_100(m.mul, m.expand_3, T, T.total); // expand [N, 100]
  k.map_recip(m.sum_steps_3, m.recip, batch.size); // recip [B]
  k.map_reader_1_mul(m.reader_1_2, m.expand_3, m.reader_1_mul, T.total); // reader.1.mul [N, 100]
  k.gemm_100x128_bias(m.reader_1_mul, m.reader_2_W_packed, m.reader_2_pre_2, m.parameters + offset.reader_2_b, T.total); // reader.2.pre [N, 128]
  k.zero_128(m.reader_2_h_state_2, batch.size); // reader.2.h_before starts at zeros

  // reader.2.h
  if (together("loop_reader_2_h_2")) {
    k.loop_reader_2_h_2(
      m.reader_2_h_state_2,
      m.reader_2_U_packed,
      m.reader_2_U_h_before_2,
      m.reader_2_pre_2,
      m.reader_2_h_2,
      m.reader_2_h_before,
      T,
      batch.size,
    );
  } else {
    k.copy_128_twice(m.reader_2_h_state_2, m.reader_2_h_state_2_turns, m.reader_2_h_state_2, m.reader_2_h_state_2_turns + 128, batch.size); // two copies that steps take turns to read and write
    for (let t = 0; t < T.steps; t++) {
      const at = T.start[t];
      const rows = T.rows[t];
      k.gemm_128x128_map_reader_2_h_2(
        m.reader_2_h_state_2_turns + (t & 1) * 128,
        m.reader_2_U_packed,
        m.reader_2_U_h_before_2,
        m.reader_2_pre_2 + at * 128,
        m.reader_2_U_h_before_2,
        m.reader_2_h_state_2,
        m.reader_2_h_2 + at * 128,
        m.reader_2_h_state_2,
        m.reader_2_h_before + at * 128,
        m.reader_2_h_state_2_turns + (~t & 1) * 128,
        rows,
        rows,
      ); // reader.2.U_h_before [B, 128], reader.2.h [B, 128], reader.2.h_before [B, 128]
    }
  }

  k.sum_steps_128(m.reader_2_h_2, m.sum_steps_4, T, batch.size); // sum_steps [B, 128]
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
export function backward(k: GpuKernels, m: Arena, batch: Packed, together: Recurrences): void {
  const T = batch.axes.T;
  k.gemm_2x128(m.label_dlogits, m.label_W_packed_2, m.dreader, batch.size); // dreader [B, 128]
  k.row_product_2x128(m.label_dlogits, m.reader_2, m.gradients + offset.label_W, batch.size); // label.dW [2, 128]
  k.sum_rows_2(m.label_dlogits, m.gradients + offset.label_b, batch.size); // label.db [2]
  k.map_reader_2(m.dreader, m.recip, m.dreader_mul, batch.size); // dreader.mul [B, 128]
  k.expand_128(m.dreader_mul, m.reader_2_dh, T, T.total); // reader.2.dh [N, 128]
  k.zero_128(m.reader_2_dh_before_state, batch.size); // reader.2.dh_after starts at zeros

  // reader.2.dh_before
  if (together("loop_reader_2_dh_before")) {
    k.loop_reader_2_dh_before(
      m.reader_2_dh_before_state,
      m.reader_2_dh,
      m.reader_2_h_2,
      m.reader_2_dh_pre,
      m.reader_2_U_packed_2,
      T,
      batch.size,
    );
  } else {
    let atBefore = 0;
    let rowsBefore = 0;
    for (let t = T.steps - 1; t >= 0; t--) {
      const at = T.start[t];
      const rows = T.rows[t];
      if (t === T.steps - 1) {
        k.map_reader_2_dh_pre(
          m.reader_2_dh_before_state,
          m.reader_2_dh + at * 128,
          m.reader_2_h_2 + at * 128,
          m.reader_2_dh_pre + at * 128,
          rows,
        ); // reader.2.dh_pre [B, 128]
      } else {
        k.gemm_128x128_map_reader_2_dh_pre(
          m.reader_2_dh_pre + atBefore * 128,
          m.reader_2_U_packed_2,
          m.reader_2_dh_before_state,
          m.reader_2_dh_before_state,
          m.reader_2_dh + at * 128,
          m.reader_2_h_2 + at * 128,
          m.reader_2_dh_pre + at * 128,
          rowsBefore,
          rows,
        ); // reader.2.dh_before [B, 128], reader.2.dh_pre [B, 128]
      }
      atBefore = at;
      rowsBefore = rows;
    }
    if (rowsBefore > 0) {
      k.gemm_128x128(m.reader_2_dh_pre + atBefore * 128, m.reader_2_U_packed_2, m.reader_2_dh_before_state, rowsBefore); // reader.2.dh_before [B, 128]
    }
  }

  k.gemm_128x100(m.reader_2_dh_pre, m.reader_2_W_packed_2, m.reader_2_W_dh_pre, T.total); // reader.2.W_dh_pre [N, 100]
  k.row_product_128x100(m.reader_2_dh_pre, m.reader_1_mul, m.backward_partials, T.total); // reader.2.dW [128, 100]
  k.row_product_128x128(m.reader_2_dh_pre, m.reader_2_h_before, m.backward_partials_2, T.total); // reader.2.dU [128, 128]
  k.sum_rows_128(m.reader_2_dh_pre, m.gradients + offset.reader_2_b, T.total); // reader.2.db [128]
  k.map_reader_1_mul(m.reader_2_W_dh_pre, m.expand_3, m.reader_d1, T.total); // reader.d1 [N, 100]
  k.zero_1000000(m.gradients, 1); // reader.1.dE [10000, 100]
  k.add_up_backward(m.backward_partials, m.gradients + offset.reader_2_W, m.backward_partials_2, m.gradients + offset.reader_2_U, 1); // the parts of reader.2.dW [128, 100], reader.2.dU [128, 128]
  k.scatter_add_100(m.text_2, m.reader_d1, m.gradients + offset.reader_1_E, T.total); // reader.1.dE [10000, 100]
}

/**
 * Clipping and one step of the optimiser, over the flat buffers.
 * Reads gradients [1029570], moment1 [1029570], moment2 [1029570], parameters [1029570], update.rate [], update.bias1 [], update.bias2 [].
 * Gives norm [], moment1 [1029570], moment2 [1029570], parameters [1029570].
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
  ); // sqrt [], add [1029570], parameters.add [1029570]
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
  ); // sqrt [], add [1029570], parameters.add [1029570]
}

/** Floats from the start of the flat buffers to each parameter. */
const offset = {
  reader_1_E: 0,
  reader_2_W: 1000000,
  reader_2_U: 1012800,
  reader_2_b: 1029184,
  label_W: 1029312,
  label_b: 1029568,
} as const;

/** Floats that each region of the arena has: in all for `none`, a row for the others. */
export const regions = {
  none: 5112332,
  B: 900,
  "N:T": 813,
} satisfies WebGpuPrograms["regions"];

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
  expand: { rows: "N:T", offset: 0, width: 1, integer: false }, // [N]
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
  expand_2: { rows: "N:T", offset: 101, width: 1, integer: false }, // [N]
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
  reader_2_h_state_turns: { rows: "B", offset: 388, width: 256, integer: false }, // [B, 2·128] reader.2.h.state.turns
  reader_2_h_state_2_turns: { rows: "B", offset: 644, width: 256, integer: false }, // [B, 2·128] reader.2.h.state_2.turns
  backward_partials: { rows: "none", offset: 4178444, width: 409600, integer: false }, // [32, 128, 100] backward.partials
  backward_partials_2: { rows: "none", offset: 4588044, width: 524288, integer: false }, // [32, 128, 128] backward.partials_2
  update_partials: { rows: "none", offset: 4178444, width: 256, integer: false }, // [1, 256] update.partials
} satisfies WebGpuPrograms["buffers"];

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
} satisfies WebGpuPrograms["programs"];

/** The kernels, without what stands before each of them (runtime/webgpu/prelude.ts). */
export const kernels = {
  moves_prepare: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"pack","k":100,"n":128,"K":100,"k0":0,"n0":0,"rowStride":1,"columnStride":100},"spaces":["weights","weights"]},{"kernel":{"kind":"pack","k":128,"n":128,"K":128,"k0":0,"n0":0,"rowStride":1,"columnStride":128},"spaces":["weights","weights"]},{"kernel":{"kind"
`,
  },
  gather_100: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gather","width":100,"ldTable":100,"ldOut":100},"spaces":["weights","arena","arena"],"many":true}
`,
  },
  map_expand: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":1,"inputs":[],"code":[{"op":"const","value":1}],"outputs":[{"value":0,"stride":1,"scalar":true}]},"spaces":["arena"],"many":true}
`,
  },
  sum_steps_1: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"axis_move","move":"sum_steps","width":1,"strides":[1,1],"spaces":["arena","arena"]}
`,
  },
  gemm_100x128_bias: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":100,"n":128,"lda":100,"ldc":128,"accumulate":false,"bias":true},"spaces":["arena","weights","arena","weights"],"many":true}
`,
  },
  loop_reader_2_h: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"loop","reverse":false,"calls":[{"kernel":{"kind":"gemm","k":128,"n":128,"lda":128,"ldc":128,"accumulate":false,"bias":false},"operands":[{"word":0,"step":false,"stride":0},{"word":1,"step":false,"stride":0},{"word":2,"step":false,"stride":0}]},{"kernel":{"kind":"map","width":128,"inputs":[{
`,
  },
  copy_128_twice: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"copy","width":128,"ldSource":128,"ldTarget":256,"accumulate":false},"spaces":["arena","arena"]},{"kernel":{"kind":"copy","width":128,"ldSource":128,"ldTarget":256,"accumulate":false},"spaces":["arena","arena"]}]}
`,
  },
  gemm_128x128_map_reader_2_h: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"product_map","gemm":{"kind":"gemm","k":128,"n":128,"lda":256,"ldc":128,"accumulate":false,"bias":false},"map":{"kind":"map","width":128,"inputs":[{"stride":128,"scalar":false,"integer":false},{"stride":128,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"load","input"
`,
  },
  sum_steps_128: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"axis_move","move":"sum_steps","width":128,"strides":[128,128],"spaces":["arena","arena"]}
`,
  },
  map_reader: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":128,"inputs":[{"stride":128,"scalar":false,"integer":false},{"stride":1,"scalar":true,"integer":false}],"code":[{"op":"load","input":0},{"op":"load","input":1},{"op":"const","value":1},{"op":"max","args":[1,2]},{"op":"recip","args":[3]},{"op":"mul","ar
`,
  },
  gemm_128x2_bias: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":128,"n":2,"lda":128,"ldc":2,"accumulate":false,"bias":true},"spaces":["arena","weights","arena","weights"],"many":false}
`,
  },
  map_label_logits_add: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":2,"inputs":[{"stride":2,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"reduce_max","args":[0]},{"op":"neg","args":[1]},{"op":"add","args":[0,2]},{"op":"exp","args":[3]},{"op":"reduce_sum","args":[4]},{"op":"recip","args":[5]},{
`,
  },
  zero_128: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"zero","width":128},"spaces":["arena"]}]}
`,
  },
  map_label_loss: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":2,"inputs":[{"stride":1,"scalar":true,"integer":false},{"stride":1,"scalar":true,"integer":false},{"stride":1,"scalar":true,"integer":true},{"stride":2,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"load","input":1},{"op":"inde
`,
  },
  sum_rows_1: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"sum_rows","width":1,"ld":1},"spaces":["arena","weights"],"many":false}
`,
  },
  map_mul: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":100,"inputs":[{"stride":0,"scalar":true,"integer":true},{"stride":1,"scalar":true,"integer":true}],"code":[{"op":"const","value":2},{"op":"const","value":1},{"op":"random","key":0,"row":1,"site":0},{"op":"const","value":0.5},{"op":"less","args":[2,3]},
`,
  },
  expand_100: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"axis_move","move":"expand","width":100,"strides":[100,100],"spaces":["arena","arena"]}
`,
  },
  map_recip: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":128,"inputs":[{"stride":1,"scalar":true,"integer":false}],"code":[{"op":"load","input":0},{"op":"const","value":1},{"op":"max","args":[0,1]},{"op":"recip","args":[2]}],"outputs":[{"value":3,"stride":1,"scalar":true}]},"spaces":["arena","arena"],"many":
`,
  },
  map_reader_1_mul: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":100,"inputs":[{"stride":100,"scalar":false,"integer":false},{"stride":100,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"load","input":1},{"op":"mul","args":[0,1]}],"outputs":[{"value":2,"stride":100,"scalar":false}]},"spaces":
`,
  },
  loop_reader_2_h_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"loop","reverse":false,"calls":[{"kernel":{"kind":"gemm","k":128,"n":128,"lda":128,"ldc":128,"accumulate":false,"bias":false},"operands":[{"word":0,"step":false,"stride":0},{"word":1,"step":false,"stride":0},{"word":2,"step":false,"stride":0}]},{"kernel":{"kind":"map","width":128,"inputs":[{
`,
  },
  gemm_128x128_map_reader_2_h_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"product_map","gemm":{"kind":"gemm","k":128,"n":128,"lda":256,"ldc":128,"accumulate":false,"bias":false},"map":{"kind":"map","width":128,"inputs":[{"stride":128,"scalar":false,"integer":false},{"stride":128,"scalar":false,"integer":false},{"stride":128,"scalar":false,"integer":false}],"code"
`,
  },
  map_reader_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":128,"inputs":[{"stride":128,"scalar":false,"integer":false},{"stride":1,"scalar":true,"integer":false}],"code":[{"op":"load","input":0},{"op":"load","input":1},{"op":"mul","args":[0,1]}],"outputs":[{"value":2,"stride":128,"scalar":false}]},"spaces":["a
`,
  },
  map_label_loss_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":2,"inputs":[{"stride":1,"scalar":true,"integer":false},{"stride":2,"scalar":false,"integer":false},{"stride":1,"scalar":true,"integer":true}],"code":[{"op":"load","input":0},{"op":"load","input":1},{"op":"reduce_max","args":[1]},{"op":"neg","args":[2]}
`,
  },
  gemm_2x128: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":2,"n":128,"lda":2,"ldc":128,"accumulate":false,"bias":false},"spaces":["arena","weights","arena"],"many":false}
`,
  },
  row_product_2x128: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"partial_product","kernel":{"kind":"row_product","m":2,"n":128,"lda":2,"ldb":128,"ldc":128},"chunks":1,"spaces":["arena","arena","weights"]}
`,
  },
  sum_rows_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"sum_rows","width":2,"ld":2},"spaces":["arena","weights"],"many":false}
`,
  },
  expand_128: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"axis_move","move":"expand","width":128,"strides":[128,128],"spaces":["arena","arena"]}
`,
  },
  loop_reader_2_dh_before: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"loop","reverse":true,"calls":[{"kernel":{"kind":"map","width":128,"inputs":[{"stride":128,"scalar":false,"integer":false},{"stride":128,"scalar":false,"integer":false},{"stride":128,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"neg","args":[0]},{"op":"max","args":[
`,
  },
  map_reader_2_dh_pre: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":128,"inputs":[{"stride":128,"scalar":false,"integer":false},{"stride":128,"scalar":false,"integer":false},{"stride":128,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"neg","args":[0]},{"op":"max","args":[0,1]},{"op":"const","va
`,
  },
  gemm_128x128_map_reader_2_dh_pre: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"product_map","gemm":{"kind":"gemm","k":128,"n":128,"lda":128,"ldc":128,"accumulate":false,"bias":false},"map":{"kind":"map","width":128,"inputs":[{"stride":128,"scalar":false,"integer":false},{"stride":128,"scalar":false,"integer":false},{"stride":128,"scalar":false,"integer":false}],"code"
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
  gemm_128x100: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":128,"n":100,"lda":128,"ldc":100,"accumulate":false,"bias":false},"spaces":["arena","weights","arena"],"many":true}
`,
  },
  row_product_128x100: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"partial_product","kernel":{"kind":"row_product","m":128,"n":100,"lda":128,"ldb":100,"ldc":100},"chunks":32,"spaces":["arena","arena","weights"]}
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
  add_up_backward: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"sum_partials","items":[{"size":12800,"chunks":32,"spaces":["weights","weights"]},{"size":16384,"chunks":32,"spaces":["weights","weights"]}]}
`,
  },
  scatter_add_100: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"scatter_add","width":100,"ldValues":100},"spaces":["arena","arena","weights"],"many":true}
`,
  },
  zero_1000000: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"zero","width":1000000},"spaces":["weights"]}]}
`,
  },
  map_norm_pass_1: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"map_stage","map":{"kind":"map","width":1029570,"inputs":[{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":true,"integer":false},{"stride":0,"sc
`,
  },
  map_norm_pass_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"map_stage","map":{"kind":"map","width":1029570,"inputs":[{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":true,"integer":false},{"stride":0,"sc
`,
  },
} satisfies WebGpuPrograms["kernels"];
