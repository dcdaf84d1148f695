// Finds the first byte that is not UTF-8. Not a decoder: Node decodes what has been found sound.
import { isUtf8 } from "node:buffer";

/**
 * Offset of the first byte that cannot be part of UTF-8 text (RFC 3629: no overlong forms, no surrogates, nothing past
 * U+10FFFF), or -1. A sequence cut off at the end is reported at its first byte.
 */
export function findBadByte(data: Uint8Array): number {
  if (isUtf8(data)) return -1;
  let i = 0;
  while (i < data.length) {
    const length = sequenceLength(data, i);
    if (length === 0 || i + length > data.length) return i;
    i += length;
  }
  return -1;
}

/** Bytes at the end that may begin a symbol that the next piece finishes: 0 to 3. */
export function unfinishedTail(data: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, data.length); back++) {
    const byte = data[data.length - back];
    if (byte >= 0xc0) return needed(byte) > back ? back : 0;
    if (byte < 0x80) return 0;
  }
  return 0;
}

/** Bytes that a first byte asks for; 0: no symbol begins with it. */
function needed(first: number): number {
  if (first < 0x80) return 1;
  if (first < 0xc2) return 0;
  if (first < 0xe0) return 2;
  if (first < 0xf0) return 3;
  return first < 0xf5 ? 4 : 0;
}

/** Length of the symbol at i, 0 if there is none; continuation bytes past the end are taken as good. */
function sequenceLength(data: Uint8Array, i: number): number {
  const first = data[i];
  const length = needed(first);
  for (let k = 1; k < length && i + k < data.length; k++) {
    const byte = data[i + k];
    let low = 0x80;
    let high = 0xbf;
    if (k === 1) {
      if (first === 0xe0) low = 0xa0;
      else if (first === 0xed) high = 0x9f;
      else if (first === 0xf0) low = 0x90;
      else if (first === 0xf4) high = 0x8f;
    }
    if (byte < low || byte > high) return 0;
  }
  return length;
}
