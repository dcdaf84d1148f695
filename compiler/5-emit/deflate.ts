// Compresses bytes as DEFLATE (RFC 1951), which every engine with WebAssembly's SIMD can read by itself. Not the
// platform's compressor: the same input must give the same bytes everywhere, and those of engines and processors differ.
// One block with its own Huffman codes: made for tens of kilobytes.

const WINDOW = 32768;
const LONGEST = 258;
/** Earlier places looked at for a match. */
const CHAIN = 128;

/** Length codes 257 on and distance codes: extra bits, and the least value. */
const lengthCodes = makeCodes(29, (code) => (code < 8 || code === 28 ? 0 : (code >> 2) - 1), 3);
const distanceCodes = makeCodes(30, (code) => (code < 4 ? 0 : (code >> 1) - 1), 1);
/** The order in which the lengths of code length codes are written. */
const HEADER_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

interface Codes {
  readonly extra: readonly number[];
  readonly least: readonly number[];
}

function makeCodes(count: number, extraOf: (code: number) => number, first: number): Codes {
  const extra = Array.from({ length: count }, (_, code) => extraOf(code));
  let next = first;
  const least = extra.map((bits) => {
    const here = next;
    next += 1 << bits;
    return here;
  });
  if (count === 29) least[28] = LONGEST; // has a code of its own, though the one before reaches it too
  return { extra, least };
}

function codeOf({ least }: Codes, value: number): number {
  let code = least.length - 1;
  while (least[code]! > value) code--;
  return code;
}

/** A byte, or that `length` bytes stand `distance` back. */
type Symbol = { readonly byte: number } | { readonly length: number; readonly distance: number };

export function deflate(bytes: Uint8Array): Uint8Array {
  const symbols = findMatches(bytes);
  const literals = new Array<number>(286).fill(0);
  const distances = new Array<number>(30).fill(0);
  literals[256] = 1; // the end
  for (const symbol of symbols) {
    if ("byte" in symbol) literals[symbol.byte]!++;
    else {
      literals[257 + codeOf(lengthCodes, symbol.length)]!++;
      distances[codeOf(distanceCodes, symbol.distance)]!++;
    }
  }
  const literalLengths = codeLengths(literals, 15);
  const distanceLengths = codeLengths(distances, 15);
  const out = new Bits();
  out.write(1, 1); // the last block
  out.write(2, 2); // codes of its own
  writeCodeLengths(out, literalLengths, distanceLengths);
  const [literalCodes, distanceWords] = [canonical(literalLengths), canonical(distanceLengths)];
  const put = (codes: readonly number[], lengths: readonly number[], symbol: number): void => out.write(codes[symbol]!, lengths[symbol]!);
  for (const symbol of symbols) {
    if ("byte" in symbol) {
      put(literalCodes, literalLengths, symbol.byte);
      continue;
    }
    const length = codeOf(lengthCodes, symbol.length);
    put(literalCodes, literalLengths, 257 + length);
    out.write(symbol.length - lengthCodes.least[length]!, lengthCodes.extra[length]!);
    const distance = codeOf(distanceCodes, symbol.distance);
    put(distanceWords, distanceLengths, distance);
    out.write(symbol.distance - distanceCodes.least[distance]!, distanceCodes.extra[distance]!);
  }
  put(literalCodes, literalLengths, 256);
  return out.bytes();
}

/** The longest match at each place, put off by a byte where the next place has a longer one. */
function findMatches(bytes: Uint8Array): Symbol[] {
  const symbols: Symbol[] = [];
  const latest = new Int32Array(1 << 15).fill(-1);
  const before = new Int32Array(bytes.length);
  let entered = 0;
  /** Notes what three bytes stand at each place up to `end`: in `latest` by a hash, in `before` the place before with that hash. */
  const enter = (end: number): void => {
    for (; entered < end && entered + 2 < bytes.length; entered++) {
      const key = ((bytes[entered]! << 10) ^ (bytes[entered + 1]! << 5) ^ bytes[entered + 2]!) & 32767;
      before[entered] = latest[key]!;
      latest[key] = entered;
    }
  };
  const find = (at: number): { length: number; distance: number } => {
    let best = { length: 0, distance: 0 };
    enter(at + 1);
    const most = Math.min(LONGEST, bytes.length - at);
    if (most < 3) return best;
    let tries = CHAIN;
    for (let place = before[at]!; place >= 0 && at - place <= WINDOW && tries > 0; place = before[place]!, tries--) {
      if (bytes[place + best.length] !== bytes[at + best.length]) continue;
      let length = 0;
      while (length < most && bytes[place + length] === bytes[at + length]) length++;
      if (length > best.length) best = { length, distance: at - place };
      if (length === most) break;
    }
    return best;
  };
  let here = find(0);
  for (let at = 0; at < bytes.length; ) {
    const next = here.length > 0 && here.length < LONGEST ? find(at + 1) : null;
    if (here.length < 3 || (next !== null && next.length > here.length)) {
      symbols.push({ byte: bytes[at]! });
      at++;
      here = next ?? find(at);
    } else {
      symbols.push(here);
      at += here.length;
      here = find(at);
    }
  }
  return symbols;
}

/** Lengths of the best prefix codes of at most `limit` bits: package-merge (Larmore and Hirschberg 1990). 0: never used. */
function codeLengths(counts: readonly number[], limit: number): number[] {
  const lengths = counts.map(() => 0);
  const leaves = counts.flatMap((weight, symbol) => (weight > 0 ? [{ weight, symbols: [symbol] }] : [])).sort((a, b) => a.weight - b.weight || a.symbols[0]! - b.symbols[0]!);
  if (leaves.length === 1) lengths[leaves[0]!.symbols[0]!] = 1;
  if (leaves.length < 2) return lengths;
  let packages = leaves;
  for (let bits = 1; bits < limit; bits++) {
    const pairs = Array.from({ length: packages.length >> 1 }, (_, i) => {
      const [a, b] = [packages[2 * i]!, packages[2 * i + 1]!];
      return { weight: a.weight + b.weight, symbols: [...a.symbols, ...b.symbols] };
    });
    packages = [...leaves, ...pairs].sort((a, b) => a.weight - b.weight); // stable: the same everywhere
  }
  for (const { symbols } of packages.slice(0, 2 * leaves.length - 2)) for (const symbol of symbols) lengths[symbol]!++;
  return lengths;
}

/** The codes that go with lengths, their bits turned round: codes are written from their highest bit on. */
function canonical(lengths: readonly number[]): number[] {
  const codes = lengths.map(() => 0);
  let code = 0;
  for (let bits = 1; bits <= 15; bits++) {
    lengths.forEach((length, symbol) => {
      if (length !== bits) return;
      for (let i = 0; i < bits; i++) codes[symbol]! |= ((code >> i) & 1) << (bits - 1 - i);
      code++;
    });
    code <<= 1;
  }
  return codes;
}

/** The two tables of lengths, runs shortened, in codes of their own. */
function writeCodeLengths(out: Bits, literals: readonly number[], distances: readonly number[]): void {
  const literalCount = Math.max(257, literals.findLastIndex((length) => length > 0) + 1);
  const distanceCount = Math.max(1, distances.findLastIndex((length) => length > 0) + 1);
  const lengths = [...literals.slice(0, literalCount), ...distances.slice(0, distanceCount)];
  const words: { symbol: number; extra: number; bits: number }[] = [];
  for (let at = 0; at < lengths.length; ) {
    const length = lengths[at]!;
    let run = 1;
    while (lengths[at + run] === length) run++;
    if (length === 0 && run >= 3) {
      run = Math.min(run, 138);
      words.push(run < 11 ? { symbol: 17, extra: run - 3, bits: 3 } : { symbol: 18, extra: run - 11, bits: 7 });
    } else if (run >= 4) {
      run = Math.min(run, 7);
      words.push({ symbol: length, extra: 0, bits: 0 }, { symbol: 16, extra: run - 4, bits: 2 });
    } else {
      run = 1;
      words.push({ symbol: length, extra: 0, bits: 0 });
    }
    at += run;
  }
  const counts = HEADER_ORDER.map(() => 0);
  for (const { symbol } of words) counts[symbol]!++;
  const headerLengths = codeLengths(counts, 7);
  const codes = canonical(headerLengths);
  const headerCount = Math.max(4, HEADER_ORDER.findLastIndex((symbol) => headerLengths[symbol]! > 0) + 1);
  out.write(literalCount - 257, 5);
  out.write(distanceCount - 1, 5);
  out.write(headerCount - 4, 4);
  for (const symbol of HEADER_ORDER.slice(0, headerCount)) out.write(headerLengths[symbol]!, 3);
  for (const { symbol, extra, bits } of words) {
    out.write(codes[symbol]!, headerLengths[symbol]!);
    out.write(extra, bits);
  }
}

/** Bits in a row, the lowest of each number first. */
class Bits {
  #bytes: number[] = [];
  #held = 0;
  #count = 0;

  write(value: number, bits: number): void {
    this.#held |= value << this.#count;
    this.#count += bits;
    while (this.#count >= 8) {
      this.#bytes.push(this.#held & 255);
      this.#held >>>= 8;
      this.#count -= 8;
    }
  }

  bytes(): Uint8Array {
    return Uint8Array.from(this.#count > 0 ? [...this.#bytes, this.#held & 255] : this.#bytes);
  }
}
