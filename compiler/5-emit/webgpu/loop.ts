// A loop over the steps of an axis as one kernel (LoopKernel). All calls of a step work row by row, so a workgroup takes some sequences and
// goes through their steps by itself: a team of lanes a sequence, with barriers between calls where lanes read what others wrote. The row
// a product reads lies in the workgroup's memory; each lane has columns of the product, whose weights it keeps in registers where they are few.
import type { WgslKernel } from "../../../runtime/device.js";
import type { LoopCall, LoopKernel, Space } from "../../gpu-plan.js";
import type { CopyKernel, GatherKernel, GemmKernel, MapKernel, MatvecKernel, OuterKernel, ZeroKernel } from "../../plan.js";
import { analyse, checkMap, passesOf } from "../map-facts.js";
import { emitNumber, emitRow, memoryPlaces, nest, scratchOf, type Team } from "./map-rows.js";
import { findBarriers } from "./loop-barriers.js";
import { bits, integer, kernelText, load, powerOfTwo, store, word } from "./wgsl.js";

const MOST_LANES = 256;
/** Of four weights each, for all products of the body together: 128 registers. */
const MOST_REGISTERS = 32;
/** Floats of the workgroup's memory for rows that products read; a product of longer ones reads them where they lie. */
const MOST_ROW = 2048;
/** And for reductions. */
const MOST_SCRATCH = 2048;

/** Lanes of a sequence: as many as the widest call has columns. */
function teamOf(calls: readonly LoopCall[]): number {
  return Math.max(16, ...calls.map(({ kernel }) => powerOfTwo(columnsOf(kernel), MOST_LANES)));
}

function columnsOf(kernel: LoopCall["kernel"]): number {
  switch (kernel.kind) {
    case "gemm":
      return kernel.n;
    case "matvec":
      return kernel.m;
    case "outer":
      return kernel.m * kernel.n;
    default:
      return kernel.width;
  }
}

/** Who works on a loop and where they meet: `size` lanes a sequence, `rows` sequences a workgroup; the statements before each call, and whether a product copies its row first. */
export function arrangeLoop({ calls, places }: LoopKernel) {
  const size = teamOf(calls);
  const lanes = Math.max(64, size);
  const rows = lanes / size;
  const staged = (kernel: GemmKernel): boolean => fitsTile(kernel, rows);
  return { size, lanes, rows, staged, barriers: findBarriers(calls, places ?? null, size, staged) };
}

export function emitLoop(loop: LoopKernel): WgslKernel {
  const { calls, reverse, spaces } = loop;
  const { size, lanes, rows, barriers, staged: isStaged } = arrangeLoop(loop);
  const axis = word(1 + spaces.length);
  const team: Team = { lanes, size, own: rows === 1 ? "lane" : "own", exists: rows === 1 ? null : "exists", scratch: "scratch", most: MOST_SCRATCH };

  let registers = 0;
  const before: string[] = [];
  const body: string[] = [];
  let tile = 0;
  let scratch = 0;
  calls.forEach((call, i) => {
    const rowAt = (operand: number, stride: number): string => {
      const { word: index, step, stride: moved } = call.operands[operand];
      const parts = [word(1 + index), ...(step ? [`start * ${moved}u`] : []), ...(stride > 0 ? [stride === 1 ? "r" : `r * ${stride}u`] : [])];
      return parts.join(" + ");
    };
    const at: CallPlaces = { rowAt, spaces: call.operands.map((operand) => spaces[operand.word]) };
    const { kernel } = call;
    body.push(...barriers[i]);
    if (kernel.kind === "gemm") {
      const wanted = Math.ceil(kernel.k / 4) * Math.ceil(kernel.n / size);
      const kept = registers + wanted <= MOST_REGISTERS;
      if (kept) registers += wanted;
      const staged = isStaged(kernel);
      if (staged) tile = Math.max(tile, rows * Math.ceil(kernel.k / 4));
      const product = emitGemm(kernel, at, team, i, kept && staged, staged);
      before.push(...product.before);
      body.push("{", ...product.body, "}");
    } else {
      if (kernel.kind === "map") {
        checkMap("kernel", kernel);
        scratch = Math.max(scratch, scratchOf(kernel, team));
      }
      body.push("{", ...emitCall(kernel, at, team), "}");
    }
  });

  const statements = [
    `let first = group(id)${rows > 1 ? ` * ${rows}u` : ""};`,
    `if (first >= ${word(0)}) { return; }`,
    ...(rows > 1 ? [`let own = lane % ${size}u;`, `let team = lane / ${size}u;`, "let mine = first + team;", `let r = min(mine, ${word(0)} - 1u);`] : ["let r = first;"]),
    ...before,
    `let steps = axes[${axis}];`,
    `for (var i = ${word(2 + spaces.length)}; i < ${word(3 + spaces.length)}; i++) {`,
    reverse ? "let t = steps - 1u - i;" : "let t = i;",
    `let rows = axes[${axis} + 3u + t];`,
    `let start = axes[${axis} + 3u + steps + t];`,
    // there are fewer rows from step to step, backwards more
    ...(reverse ? ["if (first < rows) {"] : ["if (first >= rows) { break; }"]),
    ...(rows > 1 ? ["let exists = mine < rows;"] : []),
    ...body,
    ...(reverse ? ["}"] : []),
    "}",
  ];
  return kernelText({
    comment: `a loop of ${calls.length} calls, ${rows === 1 ? "a sequence" : `${rows} sequences`} a workgroup`,
    declarations: [tile > 0 ? `var<workgroup> tile: array<vec4f, ${tile}>;` : "", scratch > 0 ? `var<workgroup> scratch: array<f32, ${scratch}>;` : ""].join("\n"),
    threads: lanes,
    body: nest(statements),
    across: 1,
    rows,
    words: 4 + spaces.length,
    loop: true,
  });
}

/** Whether the row of A that a product reads lies in the workgroup's memory. */
function fitsTile({ k }: GemmKernel, rows: number): boolean {
  return rows * Math.ceil(k / 4) * 4 <= MOST_ROW;
}

/** Where a call's operands lie. */
interface CallPlaces {
  /** The first number of the row of an operand, whose rows are `stride` apart. */
  readonly rowAt: (operand: number, stride: number) => string;
  readonly spaces: readonly Space[];
}

const onlyWhere = (condition: string | null, statements: readonly string[]): readonly string[] => (condition === null ? statements : [`if (${condition}) {`, ...statements, "}"]);

/** Where a column of packed weights begins (plan.ts, PackKernel). */
const panelAt = (column: string, k: number): string => `(${column} >> 3u) * ${k * 8}u + (${column} & 7u)`;

/** A row of a product: `kept` are its weights in registers, `staged` the row of A in the workgroup's memory (with a barrier). */
function emitGemm({ k, n, lda, ldc, accumulate, bias }: GemmKernel, { rowAt, spaces }: CallPlaces, team: Team, call: number, kept: boolean, staged: boolean): { before: string[]; body: string[] } {
  const { size, own, exists } = team;
  const quads = Math.ceil(k / 4);
  const perLane = Math.ceil(n / size);
  const base = team.lanes === size ? "" : `team * ${quads}u + `;
  const body: string[] = [];
  const before: string[] = [];
  const a = (i: string): string => load(spaces[0], `a + ${i}`);
  const b = (from: string, i: string): string => load(spaces[1], `${from} + ${i}`);
  /** Four numbers from 4 · i on, those past K being 0. */
  const four = (read: (component: number) => string, known: number): string => `vec4f(${[0, 1, 2, 3].map((j) => (j < known ? read(j) : "0f")).join(", ")})`;
  const tail = k % 4 === 0 ? 4 : k % 4;
  body.push(`let a = ${rowAt(0, lda)};`, `let c = ${rowAt(2, ldc)};`);
  if (staged) {
    const whole = Math.floor(k / 4);
    const quadAt = (known: number): string => four((j) => a(`i * 4u + ${j}u`), known);
    body.push(`for (var i = ${own}; i < ${quads}u; i += ${size}u) {`);
    if (tail === 4) body.push(`tile[${base}i] = ${quadAt(4)};`);
    else body.push(`if (i < ${whole}u) {`, `tile[${base}i] = ${quadAt(4)};`, "} else {", `tile[${base}i] = ${quadAt(tail)};`, "}");
    body.push("}", "workgroupBarrier();");
  }
  const row = (i: string, known: number): string => (staged ? `tile[${base}${i}]` : four((j) => a(`${i} * 4u + ${j}u`), known));
  const finish = (column: string, sum: string): string[] => {
    const terms = [`${sum}.x + ${sum}.y + ${sum}.z + ${sum}.w`, ...(bias ? [load(spaces[3], `${rowAt(3, 0)} + ${column}`)] : []), ...(accumulate ? [load(spaces[2], `c + ${column}`)] : [])];
    return [store(spaces[2], `c + ${column}`, terms.join(" + "))];
  };
  if (kept) {
    for (let j = 0; j < perLane; j++) {
      const inside = (j + 1) * size <= n ? null : `column${call}_${j} < ${n}u`;
      before.push(
        `let column${call}_${j} = ${own}${j > 0 ? ` + ${j * size}u` : ""};`,
        ...(inside ? [`let near${call}_${j} = min(column${call}_${j}, ${n - 1}u);`] : []),
        `let from${call}_${j} = ${rowAt(1, 0)} + ${panelAt(`${inside ? "near" : "column"}${call}_${j}`, k)};`,
      );
      for (let i = 0; i < quads; i++) before.push(`let w${call}_${j}_${i} = ${four((q) => b(`from${call}_${j}`, `${(i * 4 + q) * 8}u`), i === quads - 1 ? tail : 4)};`);
      const sums = Array.from({ length: quads }, (_, i) => (i === 0 ? `var sum${j} = w${call}_${j}_0 * tile[${base}0u];` : `sum${j} += w${call}_${j}_${i} * tile[${base}${i}u];`));
      const condition = [exists, inside].filter((x) => x !== null).join(" && ");
      body.push(...sums, ...onlyWhere(condition || null, finish(`column${call}_${j}`, `sum${j}`)));
    }
    return { before, body };
  }
  const wholeQuads = Math.floor(k / 4);
  const columns = [
    `for (var column = ${own}; column < ${n}u; column += ${size}u) {`,
    `let panel = ${rowAt(1, 0)} + ${panelAt("column", k)};`,
    "var sum = vec4f();",
    ...(wholeQuads > 0 ? [`for (var i = 0u; i < ${wholeQuads}u; i++) { sum += ${four((q) => b("panel", `i * 32u + ${q * 8}u`), 4)} * ${row("i", 4)}; }`] : []),
    ...(tail < 4 ? [`sum += ${four((q) => b("panel", `${(wholeQuads * 4 + q) * 8}u`), tail)} * ${row(`${wholeQuads}u`, tail)};`] : []),
    ...finish("column", "sum"),
    "}",
  ];
  body.push(...onlyWhere(exists, columns));
  return { before, body };
}

/** A row of any other call. */
function emitCall(kernel: MatvecKernel | OuterKernel | MapKernel | GatherKernel | CopyKernel | ZeroKernel, at: CallPlaces, team: Team): readonly string[] {
  const { rowAt, spaces } = at;
  const { own, size, exists } = team;
  const columns = (width: number, ...statements: readonly string[]): readonly string[] => {
    if (width > size) return onlyWhere(exists, [`for (var j = ${own}; j < ${width}u; j += ${size}u) {`, ...statements, "}"]);
    const conditions = [width < size ? `${own} < ${width}u` : null, exists].filter((condition) => condition !== null);
    return onlyWhere(conditions.join(" && ") || null, [`let j = ${own};`, ...statements]);
  };
  switch (kernel.kind) {
    case "map": {
      const inputs = kernel.inputs.map((input, i) => rowAt(i, input.stride));
      const outputs = kernel.outputs.map((output, i) => rowAt(kernel.inputs.length + i, output.stride));
      const places = memoryPlaces(kernel, spaces, inputs, outputs);
      // numbers by themselves, where none waits for others
      const single = !kernel.outputs.some((o) => o.scalar) && passesOf(kernel, analyse(kernel)).reductions.length === 0;
      return single ? columns(kernel.width, ...emitNumber(kernel, places, "j")) : emitRow(kernel, places, team);
    }
    case "matvec": {
      const { m, k, transposed } = kernel;
      const matrix = load(spaces[0], `${rowAt(0, kernel.ldMatrix)} + ${transposed ? `i * ${m}u + j` : `j * ${k}u + i`}`);
      return columns(m, "var sum = 0f;", `for (var i = 0u; i < ${k}u; i++) { sum += ${matrix} * ${load(spaces[1], `${rowAt(1, kernel.ldx)} + i`)}; }`, store(spaces[2], `${rowAt(2, kernel.ldy)} + j`, "sum"));
    }
    case "outer": {
      const { m, n } = kernel;
      return columns(m * n, store(spaces[2], `${rowAt(2, kernel.ldc)} + j`, `${load(spaces[0], `${rowAt(0, kernel.lda)} + j / ${n}u`)} * ${load(spaces[1], `${rowAt(1, kernel.ldb)} + j % ${n}u`)}`));
    }
    case "gather":
      return columns(kernel.width, `${bits(spaces[2], `${rowAt(2, kernel.ldOut)} + j`)} = ${bits(spaces[0], `${rowAt(0, 0)} + u32(${integer(spaces[1], rowAt(1, 1))}) * ${kernel.ldTable}u + j`)};`);
    case "copy": {
      const source = `${rowAt(0, kernel.ldSource)} + j`;
      const target = `${rowAt(1, kernel.ldTarget)} + j`;
      if (!kernel.accumulate) return columns(kernel.width, `${bits(spaces[1], target)} = ${bits(spaces[0], source)};`);
      return columns(kernel.width, store(spaces[1], target, `${load(spaces[1], target)} + ${load(spaces[0], source)}`));
    }
    case "zero":
      return columns(kernel.width, `${bits(spaces[0], `${rowAt(0, kernel.width)} + j`)} = 0u;`);
  }
}
