import { describe, expect, it } from "vitest";
import { readCheckpoint, readTensors, writeCheckpoint, writeTensors, type Checkpoint } from "../../runtime/checkpoint.js";
import { DataError } from "../../runtime/errors.js";
import { describeModel } from "./support.js";

const zeros = { kind: "zeros" } as const;
const d = describeModel({
  parameters: [
    { name: "h.1.W", shape: [2, 3], offset: 0, initial: zeros, frozen: false },
    { name: "label.b", shape: [2], offset: 8, initial: zeros, frozen: false },
  ],
  parameterCount: 12,
});
const flat = (start: number): Float32Array => Float32Array.from({ length: 12 }, (_, i) => (i === 6 || i === 7 || i > 9 ? 0 : start + i / 7));
const checkpoint: Checkpoint = {
  parameters: flat(1),
  moments: [flat(2), flat(3)],
  fitted: { vocabularies: { text: { symbols: ["", "a", "\"}\n\\", "🙂", "\ud800", "\"checksum\":\"00000000\""] } }, classes: JSON.parse('{"__proto__":["x"]}') as Record<string, string[]>, scalers: { x: { shift: [0.1], scale: [1 / 3] } } },
  position: { json: { epoch: 3, loss: 0.1 + 0.2, rate: 1e-300 }, tensors: { best: { shape: [3], data: Float32Array.of(1, 2, 3) }, "state.h.1.h": { shape: [2, 1], data: Float32Array.of(NaN, -0) } } },
};
const bytes = writeCheckpoint(d, checkpoint);
const errorOf = (run: () => unknown): DataError => {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(DataError);
    return error as DataError;
  }
  throw new Error("nothing was thrown");
};

describe("checkpoints", () => {
  it("come back as they were written, bit for bit", () => {
    expect(readCheckpoint(d, bytes)).toEqual(checkpoint);
    expect(writeCheckpoint(d, readCheckpoint(d, bytes))).toEqual(bytes);
    expect(Object.hasOwn(readCheckpoint(d, bytes).fitted!.classes, "__proto__")).toBe(true);
  });

  it("come back from a view that is not aligned", () => {
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(readCheckpoint(d, shifted.subarray(3))).toEqual(checkpoint);
  });

  it("without training or anything fitted", () => {
    const bare = { parameters: flat(5), moments: [], fitted: null, position: null };
    expect(readCheckpoint(d, writeCheckpoint(d, bare))).toEqual(bare);
  });

  it("are safetensors as others read them", () => {
    const view = new DataView(bytes.buffer);
    const length = Number(view.getBigUint64(0, true));
    expect((8 + length) % 8).toBe(0);
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as Record<string, { dtype: string; shape: number[]; data_offsets: [number, number] }>;
    expect(Object.values(header["__metadata__"]!).every((value) => typeof value === "string")).toBe(true);
    expect(header["h.1.W"]).toEqual({ dtype: "F32", shape: [2, 3], data_offsets: [0, 24] });
    expect(view.getFloat32(8 + length + 4, true)).toBe(Math.fround(1 + 1 / 7));
    // Offsets follow each other without holes, to the end.
    let end = 0;
    for (const [name, entry] of Object.entries(header)) {
      if (name === "__metadata__") continue;
      expect(entry.data_offsets[0]).toBe(end);
      end = entry.data_offsets[1];
    }
    expect(8 + length + end).toBe(bytes.length);
  });

  it("bytes that are read stay as they were, also those of a file that Node read", () => {
    const file = Buffer.from(bytes);
    for (let i = 0; i < 2; i++) expect(readCheckpoint(d, file).parameters).toEqual(readCheckpoint(d, bytes).parameters);
    expect(new Uint8Array(file)).toEqual(bytes);
  });

  it("every flipped bit is found", () => {
    for (let at = 0; at < bytes.length; at++) {
      for (const bit of [1, 32, 128]) {
        const flipped = bytes.slice();
        flipped[at]! ^= bit;
        const { code, message } = errorOf(() => readCheckpoint(d, flipped));
        expect(["RNN801", "RNN802", "RNN803"], `byte ${at}, bit ${bit}: ${message}`).toContain(code);
      }
    }
    const inNumbers = bytes.slice();
    inNumbers[bytes.length - 9]! ^= 4;
    expect(errorOf(() => readCheckpoint(d, inNumbers)).message).toMatch(/damaged: its checksum is [0-9a-f]{8}, but should be [0-9a-f]{8}/);
  });

  it("every truncation is found", () => {
    for (let length = 0; length < bytes.length; length++) expect(errorOf(() => readCheckpoint(d, bytes.subarray(0, length))).code).toBe("RNN801");
    const longer = new Uint8Array(bytes.length + 1);
    longer.set(bytes);
    expect(errorOf(() => readCheckpoint(d, longer))).toMatchObject({ code: "RNN803", message: expect.stringMatching(/1 byte too many/) as string });
  });

  it("says what else a file is", () => {
    const text = new TextEncoder().encode("this is not a checkpoint at all");
    expect(errorOf(() => readCheckpoint(d, text)).code).toBe("RNN802");
    const foreign = writeTensors([["w", { shape: [1], data: Float32Array.of(1) }]], { format: "pt" });
    expect(errorOf(() => readCheckpoint(d, foreign))).toMatchObject({ code: "RNN802", message: expect.stringMatching(/format "pt"/) as string });
    const future = writeTensors([], { format: "rnnc 2" });
    expect(errorOf(() => readCheckpoint(d, future)).message).toMatch(/format "rnnc 2", but this version reads "rnnc 1"/);
  });

  it("says which other model it is of", () => {
    expect(errorOf(() => readCheckpoint({ ...d, name: "other", fingerprint: "beef" }, bytes))).toMatchObject({ code: "RNN804", message: expect.stringMatching(/of the model `small`, not of this `other`/) as string });
    expect(errorOf(() => readCheckpoint({ ...d, fingerprint: "beef" }, bytes)).message).toMatch(/another version of `small`/);
  });

  it("says which tensor is missing or has another shape", () => {
    const [first, second] = d.parameters;
    expect(errorOf(() => readCheckpoint({ ...d, parameters: [first!, { ...second!, name: "label.c" }] }, bytes))).toMatchObject({ code: "RNN805", message: expect.stringMatching(/no `label.c` \[2\]/) as string });
    expect(errorOf(() => readCheckpoint({ ...d, parameters: [{ ...first!, shape: [3, 2] }, second!] }, bytes)).message).toMatch(/`h.1.W` has shape \[3, 2\], but the checkpoint's has \[2, 3\]/);
  });

  it("reads a safetensors file of others", () => {
    const header = new TextEncoder().encode('{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}');
    const file = new Uint8Array(8 + header.length + 8);
    new DataView(file.buffer).setBigUint64(0, BigInt(header.length), true);
    file.set(header, 8);
    new DataView(file.buffer).setFloat32(8 + header.length, 1.5, true);
    expect(readTensors(file).tensors.get("a")).toEqual({ shape: [2], data: Float32Array.of(1.5, 0) });
  });

  it("refuses headers whose parts don't fit", () => {
    for (const entry of ['{"dtype":"F32","shape":[2],"data_offsets":[0,4]}', '{"dtype":"F32","shape":[-1],"data_offsets":[4,0]}', '{"dtype":"F32","shape":[1],"data_offsets":[0.5,4.5]}', "[]", '{"dtype":"F32"}']) {
      const header = new TextEncoder().encode(`{"a":${entry}}`);
      const file = new Uint8Array(8 + header.length + 8);
      new DataView(file.buffer).setBigUint64(0, BigInt(header.length), true);
      file.set(header, 8);
      expect(errorOf(() => readTensors(file)).code).toBe("RNN803");
    }
  });
});
