// The kernels of a model as a generated module carries them: both builds in one compressed text. Takes one of them
// out; which one, and what runs it, is executor.ts. The format is described at `packBuilds` in the compiler.

/** The WebAssembly module of one build. Rejects where the text is not what the compiler wrote. */
export async function unpackBuild(kernels: string, variant: "plain" | "relaxed"): Promise<Uint8Array<ArrayBuffer>> {
  const packed = Uint8Array.from(atob(kernels), (character) => character.charCodeAt(0));
  const bytes = await readAll(new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw")));
  let at = 0;
  const readNumber = (): number => {
    let value = 0;
    for (let scale = 1; at < bytes.length; scale *= 128) {
      const byte = bytes[at++]!;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
    throw new Error("the text of the kernels is cut off");
  };
  const headLength = readNumber();
  const head = bytes.subarray(at, (at += headLength));
  const functions: Uint8Array[] = [];
  for (let build = 0; at < bytes.length; build = 1 - build) {
    const from = at;
    const length = readNumber();
    at += length;
    if (build === (variant === "plain" ? 0 : 1)) functions.push(bytes.subarray(from, at));
  }
  const count = writeNumber(functions.length);
  const size = functions.reduce((sum, code) => sum + code.length, count.length);
  return join([head, [10, ...writeNumber(size), ...count], ...functions]);
}

async function readAll(stream: ReadableStream<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  const reader = stream.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) pieces.push(next.value);
  return join(pieces);
}

function join(pieces: readonly ArrayLike<number>[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/** LEB128 */
function writeNumber(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) | 128, ...writeNumber(Math.floor(value / 128))];
}
