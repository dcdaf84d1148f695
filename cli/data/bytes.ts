// A data file as a stream of bytes or of sound text: unzips by content, checks UTF-8, drops the byte
// order mark, takes the fingerprint. Knows nothing of rows and columns (tables.ts, text.ts).
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { Failure, messageOf, systemCode } from "../failure.js";
import { readingFailure } from "../files.js";
import type { Source } from "./sources.js";
import { findBadByte, unfinishedTail } from "./utf8.js";

export interface DataFile {
  /** As a person would name it. */
  readonly name: string;
  /** The first piece, unzipped: enough to guess what is in the file. */
  readonly start: Buffer;
  /** What was read so far or, at the end, the whole (unzipped) content, as SHA-256 in hex. */
  fingerprint(): string;
  /** Unzipped bytes, in pieces. May be read once. */
  bytes(): AsyncGenerator<Buffer>;
  /** Text in pieces, checked to be UTF-8, without a byte order mark. May be read once. */
  text(): AsyncGenerator<string>;
}

/** Opens a data file. Throws a Failure when it is empty or can't be read. */
export async function openData({ path, entry, name }: Source): Promise<DataFile> {
  const raw: Readable = path === "-" ? process.stdin : createReadStream(path, { highWaterMark: pieceSize });
  const hash = createHash("sha256");
  const pieces = unzip(raw, { path, entry, name });
  const first = await pieces.next();
  if (first.done === true) throw new Failure("this file is empty", { where: { file: name } });
  const start = first.value;

  async function* bytes(): AsyncGenerator<Buffer> {
    try {
      hash.update(start);
      yield start;
      for await (const piece of pieces) {
        hash.update(piece);
        yield piece;
      }
    } finally {
      if (raw !== process.stdin) raw.destroy();
    }
  }
  return { name, start, bytes, text: () => decode(bytes(), name), fingerprint: () => hash.copy().digest("hex") };
}

/** Bytes read at once. */
const pieceSize = 1 << 18;

/** Unpacks what begins as gzip (RFC 1952) or zip (APPNOTE.TXT 4.3.7) does, whatever the file is called. Empty pieces are left out. */
async function* unzip(raw: Readable, source: Pick<Source, "path" | "entry" | "name">): AsyncGenerator<Buffer> {
  const { path, name } = source;
  try {
    const pieces = raw[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    const start = await firstBytes(pieces, 4);
    if (start.length >= 4 && start.readUInt32BE(0) === 0x504b0304) {
      const all = [start];
      for await (const piece of rest(pieces)) all.push(piece);
      yield* unpackArchive(Buffer.concat(all), source);
      return;
    }
    if (source.entry !== null) throw new Failure("this is not a zip archive, so there is no file in it", { where: { file: name } });
    if (start.length < 2 || start[0] !== 0x1f || start[1] !== 0x8b) {
      if (start.length > 0) yield start;
      yield* rest(pieces);
      return;
    }
    const { createGunzip } = await import("node:zlib");
    const gunzip = createGunzip({ chunkSize: pieceSize });
    const feed = async (): Promise<void> => {
      if (!gunzip.write(start)) await drained(gunzip);
      for await (const piece of rest(pieces)) if (!gunzip.write(piece)) await drained(gunzip);
      gunzip.end();
    };
    const feeding = feed().catch((error: unknown) => void gunzip.destroy(error instanceof Error ? error : new Error(String(error))));
    for await (const piece of gunzip) yield piece as Buffer;
    await feeding;
  } catch (error) {
    const code = systemCode(error);
    if (code === "Z_BUF_ERROR") throw new Failure("this gzip file ends too early: it was cut off", { where: { file: name } });
    if (code?.startsWith("Z_") === true) throw new Failure(`this gzip file is damaged: ${messageOf(error)}`, { where: { file: name } });
    throw readingFailure(error, path);
  }
}

/** The one file of a zip archive, or the one that was named. A zip's table of contents is at its end, so it is read whole. */
async function* unpackArchive(archive: Buffer, { entry, name }: Pick<Source, "entry" | "name">): AsyncGenerator<Buffer> {
  const { unzipSync } = await import("fflate");
  const where = { file: name };
  const names: string[] = [];
  const unpack = (wanted: string | null): Uint8Array | undefined => {
    try {
      const files = unzipSync(archive, { filter: (file) => (wanted === null ? (names.push(file.name), false) : file.name === wanted) });
      return wanted === null ? undefined : files[wanted];
    } catch (error) {
      throw new Failure(`this zip archive is damaged: ${messageOf(error)}`, { where });
    }
  };
  unpack(null);
  // Folders, what an archive says about itself, and what a Mac leaves in it, are no data.
  const files = names.filter((file) => !file.endsWith("/"));
  const data = files.filter((file) => !/(^|\/)[._]/.test(file) && !/(^|\/)(readme|licen[cs]e|copying|about)(\.\w+)?$/i.test(file));
  const wanted = entry ?? (data.length === 1 ? data[0] : null);
  if (wanted === null || !files.includes(wanted)) {
    const shown = (data.length > 0 ? data : files).slice(0, 8).join(", ") + (files.length > 8 ? ", …" : "");
    throw new Failure(wanted === null ? `this zip archive holds ${data.length === 0 ? "no data" : `${data.length} files`}${shown === "" ? "" : `: ${shown}`}` : `there is no such file in the archive: it has ${shown}`, {
      where,
      ...(data.length === 0 ? {} : { hint: `name the one to read: \`${entry === null ? name : name.slice(0, -entry.length - 1)}/${data[0]}\`.` }),
    });
  }
  const content = unpack(wanted);
  if (content === undefined) throw new Error(`internal: ${wanted} was listed and is not there`);
  for (let at = 0; at < content.length; at += pieceSize) yield Buffer.from(content.buffer, content.byteOffset + at, Math.min(pieceSize, content.length - at));
}

async function firstBytes(pieces: AsyncIterator<Buffer>, least: number): Promise<Buffer> {
  let start = Buffer.alloc(0);
  while (start.length < least) {
    const next = await pieces.next();
    if (next.done === true) break;
    start = Buffer.concat([start, next.value]);
  }
  return start;
}

async function* rest(pieces: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  for (let next = await pieces.next(); next.done !== true; next = await pieces.next()) if (next.value.length > 0) yield next.value;
}

function drained(stream: NodeJS.EventEmitter): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      stream.off("drain", done);
      stream.off("close", done);
      resolve();
    };
    stream.on("drain", done);
    stream.on("close", done);
  });
}

/** Bytes to text. Throws a Failure at the first byte that is not UTF-8, with its offset and line. */
async function* decode(pieces: AsyncIterable<Buffer>, name: string): AsyncGenerator<string> {
  let offset = 0;
  let line = 1;
  let tail = Buffer.alloc(0);
  let atStart = true;
  const check = (data: Buffer): void => {
    const bad = findBadByte(data);
    if (bad >= 0) throw encodingFailure(data, bad, offset, line, name);
  };
  for await (const piece of pieces) {
    let data = tail.length === 0 ? piece : Buffer.concat([tail, piece]);
    const unfinished = unfinishedTail(data);
    tail = Buffer.from(data.subarray(data.length - unfinished));
    data = data.subarray(0, data.length - unfinished);
    if (atStart && looksLikeUtf16(data)) {
      throw new Failure("this file is UTF-16; rnnc reads UTF-8", { where: { file: name }, hint: "save it as UTF-8, or run `iconv -f utf-16 -t utf-8 FILE > NEW`." });
    }
    check(data);
    const text = data.toString("utf8");
    offset += data.length;
    line += countLines(data);
    const begins = atStart && text.startsWith("\uFEFF");
    if (data.length > 0) atStart = false;
    const out = begins ? text.slice(1) : text;
    if (out !== "") yield out;
  }
  check(tail);
}

function encodingFailure(data: Buffer, bad: number, offset: number, line: number, name: string): Failure {
  if (data.includes(0)) throw new Failure("this is a binary file, not text", { where: { file: name }, hint: "rnnc reads files of text in UTF-8, gzipped or in a zip archive or not." });
  const byte = data[bad];
  const hex = `0x${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  const where = { file: name, line: line + countLines(data.subarray(0, bad)) };
  const likely = byte >= 0xa0 ? ` (it would be "${String.fromCharCode(byte)}" in Latin-1)` : "";
  return new Failure(`byte ${hex} at offset ${offset + bad} is not UTF-8${likely}`, {
    where,
    hint: "rnnc reads UTF-8. If the file is Latin-1, run `iconv -f latin1 -t utf-8 FILE > NEW`.",
  });
}

function looksLikeUtf16(data: Buffer): boolean {
  return data.length >= 2 && ((data[0] === 0xff && data[1] === 0xfe) || (data[0] === 0xfe && data[1] === 0xff));
}

function countLines(data: Uint8Array): number {
  let lines = 0;
  for (const byte of data) if (byte === 10) lines++;
  return lines;
}
