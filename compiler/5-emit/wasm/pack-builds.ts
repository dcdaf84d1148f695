// The two builds of a model's kernels as one short text: function by function beside each other, since they differ little,
// compressed, in base64. What comes apart in runtime/wasm/builds.ts.
import { internal } from "../../errors.js";
import { deflate } from "../deflate.js";
import { unsigned } from "./instructions.js";

/**
 * Base64 of DEFLATE of: how many bytes the modules begin with alike (LEB128), those bytes (all up to the code section),
 * then for each function its entry in the code section of `plain` and that of `relaxed`.
 */
export function packBuilds(plain: Uint8Array, relaxed: Uint8Array): string {
  const [a, b] = [splitModule(plain), splitModule(relaxed)];
  if (a.functions.length !== b.functions.length || a.head.length !== b.head.length || a.head.some((byte, i) => byte !== b.head[i])) internal("the two builds of the kernels differ in more than code");
  const pieces = [Uint8Array.from(unsigned(a.head.length)), a.head, ...a.functions.flatMap((code, i) => [code, b.functions[i]!])];
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return base64(deflate(bytes));
}

/** A module whose last section is its code: what stands before that section, and the functions in it. */
function splitModule(module: Uint8Array): { head: Uint8Array; functions: Uint8Array[] } {
  let at = 8;
  const readNumber = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = module[at++]!;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  for (;;) {
    const start = at;
    const id = module[at++];
    const size = readNumber();
    if (id === 10) {
      if (at + size !== module.length) internal("the code of a WASM module is not its last section");
      const functions = Array.from({ length: readNumber() }, () => {
        const from = at;
        const length = readNumber();
        at += length;
        return module.subarray(from, at);
      });
      return { head: module.subarray(0, start), functions };
    }
    at += size;
    if (id === undefined) internal("a WASM module without code");
  }
}

function base64(bytes: Uint8Array): string {
  let text = "";
  // In pieces: a call takes only so many arguments.
  for (let from = 0; from < bytes.length; from += 8192) text += String.fromCharCode(...bytes.subarray(from, from + 8192));
  return btoa(text);
}
