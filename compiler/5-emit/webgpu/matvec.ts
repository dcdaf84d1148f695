// A matrix for each row: its product with the row's vector, and the product of two vectors that is one. Every float of a matrix is used
// once, so what counts is that neighbouring threads read and write neighbouring floats.
import type { WgslKernel } from "../../../runtime/device.js";
import { constants, forElements, kernelText, load, operands, powerOfTwo, rowsGuard, spread, store, sum, THREADS, times, type Single } from "./wgsl.js";

/**
 * y[r, m] = A[r] · x[r, k]. Threads stand along the direction in which the matrix is contiguous: slices of k whose sums are added up at the
 * end, or where it is transposed outputs, and slices of k besides. Small matrices share a workgroup.
 */
export function emitMatvec({ kernel, spaces }: Single<"matvec">): WgslKernel {
  const { m, k, transposed, ldMatrix, ldx, ldy } = kernel;
  const [matrix, x, y] = spaces;
  const along = powerOfTwo(transposed ? m : k, 32);
  const other = powerOfTwo(transposed ? k : m, THREADS / along);
  const [outputs, slices] = transposed ? [along, other] : [other, along];
  /** Outputs of a thread: x is read once for all. */
  const each = transposed ? 1 : Math.min(4, Math.ceil(m / outputs));
  const rows = THREADS / (outputs * slices);
  const across = Math.ceil(m / (outputs * each));
  const place = transposed
    ? `let output = lane % OUTPUTS;
let slice = lane / OUTPUTS % SLICES;`
    : `let slice = lane % SLICES;
let output = lane / SLICES % OUTPUTS;`;
  const element = (q: number): string => {
    const output = `min(${sum("start", "output", times("OUTPUTS", q))}, M - 1u)`;
    return transposed ? `i * M + ${output}` : `${output} * K + i`;
  };
  return kernelText({
    comment: `y[r, ${m}] = A[r] · x[r, ${k}], A[r] [${transposed ? `${k}, ${m}] transposed` : `${m}, ${k}]`}`,
    declarations: `
${constants({ M: m, K: k, OUTPUTS: outputs, SLICES: slices })}
/** Sums of the slices. */
var<workgroup> sums: array<f32, ${each * THREADS}>;`,
    threads: THREADS,
    body: `
${rowsGuard(across, rows)}
${operands(["matrix", "x", "y"])}
${place}
let start = ${across === 1 ? "0u" : `part * ${outputs * each}u`};
let r = ${rows === 1 ? "first" : `min(first + lane / (OUTPUTS * SLICES), call[0].x - 1u)`};
let row = ${sum("matrix", times("r", ldMatrix))};
${Array.from({ length: each }, (_, q) => `var sum_${q} = 0.0;`).join("\n")}
for (var i = slice; i < K; i += SLICES) {
  let xi = ${load(x, sum("x", times("r", ldx), "i"))};
${Array.from({ length: each }, (_, q) => `  sum_${q} += ${load(matrix, `row + ${element(q)}`)} * xi;`).join("\n")}
}
${Array.from({ length: each }, (_, q) => `sums[${sum(`${q * THREADS}u`, "lane")}] = sum_${q};`).join("\n")}
workgroupBarrier();

// an output for a thread: the sums of its slices, in order
for (var o = lane; o < ${rows * outputs * each}u; o += ${THREADS}u) {
  let r = first + o / ${outputs * each}u;
  let output = o % ${outputs * each}u;
  let begin = ${each === 1 ? "" : `output / OUTPUTS * ${THREADS}u + `}(r - first) * OUTPUTS * SLICES + output % OUTPUTS${transposed ? "" : " * SLICES"};
  var sum = sums[begin];
  for (var i = 1u; i < SLICES; i++) { sum += sums[begin + i${transposed ? " * OUTPUTS" : ""}]; }
  if (r < call[0].x && start + output < M) { ${store(y, sum("y", times("r", ldy), "start + output"), "sum")} }
}`,
    across,
    rows,
    words: 4,
  });
}

/** C[r] = a[r, m] · b[r, n]ᵀ. */
export function emitOuter({ kernel, spaces }: Single<"outer">): WgslKernel {
  const { m, n, lda, ldb, ldc } = kernel;
  const [a, b, c] = spaces;
  const shape = spread(m * n);
  const product = `${load(a, sum("a", times("r", lda), `j / ${n}u`))} * ${load(b, sum("b", times("r", ldb), `j % ${n}u`))}`;
  return kernelText({
    comment: `C[r, ${m}, ${n}] = a[r, ${m}] · b[r, ${n}] transposed`,
    threads: THREADS,
    body: `
${rowsGuard(shape.across, shape.rows)}
${operands(["a", "b", "c"])}
${forElements(shape, store(c, sum("c", times("r", ldc), "j"), product))}`,
    across: shape.across,
    rows: shape.rows,
    words: 4,
  });
}
