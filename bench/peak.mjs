// A module that does nothing but multiply and add in registers: what a core can do at most with f32x4.
// 13 independent sums, so that latency does not count; with two factors they just fit the registers.

const u = (n) => (n < 128 ? [n] : [(n & 127) | 128, ...u(Math.floor(n / 128))]);
const section = (id, bytes) => [id, ...u(bytes.length), ...bytes];
const sums = 13;

/** `probe(count)`; `flops(count)`: floating-point operations of such a call. */
export function probeModule(relaxed) {
  const get = (i) => [0x20, i];
  const simd = (op) => [0xfd, ...u(op)];
  const body = [
    ...[0, 1].flatMap((i) => [0x43, 0, 0, i === 0 ? 0x80 : 0, 0x3f, ...simd(0x13), 0x21, 1 + i]),
    ...[0x03, 0x40],
    ...Array.from({ length: 2 * sums }, (_, i) => 3 + (i % sums)).flatMap((acc) =>
      relaxed ? [...get(1), ...get(2), ...get(acc), ...simd(0x105), 0x21, acc] : [...get(acc), ...get(1), ...simd(0xe6), ...get(2), ...simd(0xe4), 0x21, acc],
    ),
    ...[...get(0), 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0, 0x0b],
    ...Array.from({ length: sums }, (_, i) => get(3 + i)).flat(),
    ...Array.from({ length: sums - 1 }, () => simd(0xe4)).flat(),
    ...[...simd(0x1f), 0, 0x0b],
  ];
  const code = [...u(1), ...u(2 + sums), 0x7b, ...body];
  const bytes = Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 1, 0x7f, 1, 0x7d]),
    ...section(3, [1, 0]),
    ...section(7, [1, 5, ...new TextEncoder().encode("probe"), 0, 0]),
    ...section(10, [1, ...u(code.length), ...code]),
  ]);
  return { bytes, flops: (count) => count * 2 * sums * 4 * 2 };
}
