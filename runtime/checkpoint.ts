// A model as a file: safetensors, which others can read (8 bytes length of the header, header as JSON, numbers), with the
// model's description, what was fitted and where training stands in `__metadata__`, and a checksum over all of it.
// Knows nothing of devices or files: bytes in, bytes out.
import type { Description } from "./device.js";
import type { Fitted } from "./examples.js";
import { DataError } from "./errors.js";
import { countOf } from "./weights.js";

/** float32, row-major. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Where training stands: made and understood by train.ts alone. `json` is plain data; tensors (carried states, best weights) have any names. */
export interface TrainingPosition {
  readonly json: unknown;
  readonly tensors: Readonly<Record<string, Tensor>>;
}

export interface Checkpoint {
  /** [P] flat, as in the description. */
  readonly parameters: Float32Array;
  /** [P] each: moment1, moment2; empty where no training goes on from here. */
  readonly moments: readonly Float32Array[];
  readonly fitted: Fitted | null;
  readonly position: TrainingPosition | null;
}

export interface TensorFile {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: ReadonlyMap<string, Tensor>;
}

const FORMAT = "rnnc 1";
const UNCHECKED = "00000000";
/** Tensors of a position, beside parameters (NAME) and moments (moment1.NAME). */
const POSITION = "training.";

/**
 * Tensors: each parameter by name, `moment1.NAME` and `moment2.NAME`, `training.…` of the position. Metadata: format, model, fingerprint,
 * fitted and position as JSON, checksum.
 */
export function writeCheckpoint(d: Description, checkpoint: Checkpoint): Uint8Array<ArrayBuffer> {
  const tensors: [string, Tensor][] = [];
  [checkpoint.parameters, ...checkpoint.moments].forEach((flat, i) => {
    for (const parameter of d.parameters) {
      const data = flat.subarray(parameter.offset, parameter.offset + countOf(parameter));
      tensors.push([i === 0 ? parameter.name : `moment${i}.${parameter.name}`, { shape: parameter.shape, data }]);
    }
  });
  for (const [name, tensor] of Object.entries(checkpoint.position?.tensors ?? {})) tensors.push([POSITION + name, tensor]);
  return writeTensors(tensors, {
    format: FORMAT,
    model: d.name,
    fingerprint: d.fingerprint,
    fitted: JSON.stringify(checkpoint.fitted),
    position: JSON.stringify(checkpoint.position ? { json: checkpoint.position.json } : null),
  });
}

/**
 * Throws DataError: RNN801 truncated, RNN802 not a safetensors file or not one of rnnc's, RNN803 damaged, RNN804 of another model,
 * RNN805 tensors missing or of other shapes.
 */
export function readCheckpoint(d: Description, bytes: Uint8Array): Checkpoint {
  const { metadata, tensors } = readTensors(bytes);
  if (metadata["format"] !== FORMAT) {
    throw new DataError("RNN802", metadata["format"] ? `the checkpoint has format "${metadata["format"]}", but this version reads "${FORMAT}"` : "the safetensors file was not written by rnnc");
  }
  if (metadata["fingerprint"] !== d.fingerprint) {
    const other = metadata["model"] === d.name ? `another version of \`${d.name}\` (its names, shapes or equations differ)` : `the model \`${metadata["model"]}\``;
    throw new DataError("RNN804", `the checkpoint is of ${other}, not of this \`${d.name}\``);
  }
  const flat = (prefix: string): Float32Array => {
    const values = new Float32Array(d.parameterCount);
    for (const { name, shape, offset } of d.parameters) {
      const tensor = tensors.get(prefix + name);
      if (!tensor) throw new DataError("RNN805", `the checkpoint has no \`${prefix}${name}\` [${shape.join(", ")}]`);
      if (String(tensor.shape) !== String(shape)) throw new DataError("RNN805", `\`${prefix}${name}\` has shape [${shape.join(", ")}], but the checkpoint's has [${tensor.shape.join(", ")}]`);
      values.set(tensor.data, offset);
    }
    return values;
  };
  const moments = ["moment1.", "moment2."].filter((prefix) => d.parameters.some(({ name }) => tensors.has(prefix + name)));
  const position = JSON.parse(metadata["position"] ?? "null") as { json: unknown } | null;
  return {
    parameters: flat(""),
    moments: moments.map(flat),
    fitted: JSON.parse(metadata["fitted"] ?? "null") as Fitted | null,
    position: position && {
      json: position.json,
      tensors: Object.fromEntries(Array.from(tensors).filter(([name]) => name.startsWith(POSITION)).map(([name, tensor]) => [name.slice(POSITION.length), tensor])),
    },
  };
}

/** A safetensors file of float32 tensors, in this order, with a checksum in its metadata. */
export function writeTensors(tensors: readonly (readonly [string, Tensor])[], metadata: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> {
  let end = 0;
  const entries = tensors.map(([name, { shape, data }]) => [name, { dtype: "F32", shape, data_offsets: [end, (end += data.length * 4)] }] as const);
  const json = JSON.stringify(Object.fromEntries([["__metadata__", { ...metadata, checksum: UNCHECKED }], ...entries]));
  const text = new TextEncoder().encode(json);
  // Numbers begin at a multiple of 8; the header is filled up with spaces, as the format has it.
  const header = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(8 + header + end).fill(32, 8, 8 + header);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(header), true);
  bytes.set(text, 8);
  tensors.forEach(([, { data }], i) => {
    const at = 8 + header + entries[i]![1].data_offsets[0]!;
    for (let j = 0; j < data.length; j++) view.setFloat32(at + 4 * j, data[j]!, true);
  });
  const place = placeOfChecksum(bytes.subarray(8, 8 + header))!;
  bytes.set(new TextEncoder().encode(checksum(bytes.subarray(8))), 8 + place);
  return bytes;
}

/** Reads a safetensors file of float32 tensors; a checksum is verified if there is one of ours. Throws DataError RNN801, RNN802, RNN803. */
export function readTensors(bytes: Uint8Array): TensorFile {
  if (bytes.length < 9) throw new DataError("RNN801", `the checkpoint is truncated: it has ${bytesIn(bytes.length)}`);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (bytes[8] !== 0x7b || length < 2 || length > 2 ** 30) throw new DataError("RNN802", "the checkpoint is not a safetensors file, or its beginning is damaged");
  if (8 + length > bytes.length) throw new DataError("RNN801", `the checkpoint is truncated: its header says ${bytesIn(length)}, but only ${bytes.length - 8} follow (or its beginning is damaged)`);
  const body = bytes.subarray(8);
  const damaged = (what: string): DataError => new DataError("RNN803", `the checkpoint is damaged: ${what}`);

  let header: unknown;
  let readable = true;
  try {
    header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body.subarray(0, length)));
  } catch {
    readable = false;
  }
  const entries = readable ? entriesOf(header) : null;
  if (!entries) throw damaged("its header can't be read");
  const end = Math.max(0, ...entries.tensors.map(({ to }) => to));
  if (length + end > body.length) throw new DataError("RNN801", `the checkpoint is truncated: it ends ${bytesIn(length + end - body.length)} too early`);
  if (length + end < body.length) throw damaged(`it has ${bytesIn(body.length - length - end)} too many at the end`);

  const place = placeOfChecksum(body.subarray(0, length));
  if (place === null ? entries.metadata["format"]?.startsWith("rnnc") : true) {
    // Not by `slice`: of the Buffer that a file is read into, that is no copy.
    const unchecked = new Uint8Array(body);
    const found = place === null ? "none" : new TextDecoder().decode(body.subarray(place, place + 8));
    if (place !== null) unchecked.set(new TextEncoder().encode(UNCHECKED), place);
    const actual = checksum(unchecked);
    if (found !== actual) throw damaged(`its checksum is ${actual}, but should be ${found}; it was changed after it was written`);
  }
  const view = new DataView(body.buffer, body.byteOffset + length);
  const tensors = entries.tensors.map(({ name, shape, from, to }): [string, Tensor] => {
    const data = new Float32Array((to - from) / 4);
    for (let i = 0; i < data.length; i++) data[i] = view.getFloat32(from + 4 * i, true);
    return [name, { shape, data }];
  });
  return { metadata: entries.metadata, tensors: new Map(tensors) };
}

interface Entry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly from: number;
  readonly to: number;
}

/** The header's parts, or null where it isn't one of float32 tensors that fit together. */
function entriesOf(header: unknown): { metadata: Record<string, string>; tensors: Entry[] } | null {
  if (!isRecord(header)) return null;
  const given = Object.hasOwn(header, "__metadata__") ? header["__metadata__"] : {};
  if (!isRecord(given) || !Object.values(given).every((value) => typeof value === "string")) return null;
  const tensors: Entry[] = [];
  for (const [name, entry] of Object.entries(header)) {
    if (name === "__metadata__") continue;
    if (!isRecord(entry)) return null;
    if (entry["dtype"] !== "F32") throw new DataError("RNN802", `tensor \`${name}\` of the checkpoint is of type ${String(entry["dtype"])}; only F32 is read`);
    const { shape, data_offsets: offsets } = entry;
    if (!isCounts(shape) || !isCounts(offsets) || offsets.length !== 2) return null;
    if (offsets[1]! - offsets[0]! !== 4 * shape.reduce((a, b) => a * b, 1)) return null;
    tensors.push({ name, shape, from: offsets[0]!, to: offsets[1]! });
  }
  return { metadata: given as Record<string, string>, tensors };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && (n as number) >= 0);
}

/** Where the eight digits of the metadata's checksum stand in a header. Quotes inside JSON strings are escaped, so only the key itself matches. */
function placeOfChecksum(header: Uint8Array): number | null {
  const key = new TextEncoder().encode('"checksum":"');
  for (let at = header.indexOf(key[0]!); at >= 0; at = header.indexOf(key[0]!, at + 1)) {
    if (key.every((byte, i) => header[at + i] === byte) && header[at + key.length + 8] === key[0]) return at + key.length;
  }
  return null;
}

/** CRC-32 (IEEE 802.3) as eight hexadecimal digits. */
function checksum(bytes: Uint8Array): string {
  const table = Uint32Array.from({ length: 256 }, (_, n) => {
    for (let bit = 0; bit < 8; bit++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
    return n >>> 0;
  });
  let crc = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) crc = table[(crc ^ bytes[i]!) & 255]! ^ (crc >>> 8);
  return (~crc >>> 0).toString(16).padStart(8, "0");
}

/** `1 byte`, `92 bytes` */
function bytesIn(n: number): string {
  return n === 1 ? "1 byte" : `${n} bytes`;
}
