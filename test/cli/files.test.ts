// Reading specs and writing whole files: every way it can fail, on the real file system where that is possible.
import { execFileSync } from "node:child_process";
import fs, { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { Failure } from "../../cli/failure.js";
import { findSpecs, readSpec, writeAtomically, writeChanged, writeTogether, type WriteSystem } from "../../cli/files.js";

const folder = mkdtempSync(join(tmpdir(), "rnnc-files-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);

function failureOf(action: () => unknown): Failure {
  try {
    action();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error("a Failure was expected");
}

describe("readSpec", () => {
  it("reads UTF-8 and drops a byte order mark", () => {
    writeFileSync(at("good.rnn"), "\uFEFFcell h̃ {}");
    expect(readSpec(at("good.rnn")).text).toBe("cell h̃ {}");
  });
  it("says what is wrong: missing, a folder, too large, binary, not UTF-8", () => {
    mkdirSync(at("specs/deep"), { recursive: true });
    writeFileSync(at("specs/one.rnn"), "");
    writeFileSync(at("large.rnn"), "x".repeat(1_000_001));
    writeFileSync(at("binary.rnn"), new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 1]));
    writeFileSync(at("latin.rnn"), new Uint8Array([0x61, 0x0a, 0xf1]));
    expect(failureOf(() => readSpec(at("god.rnn")))).toMatchObject({ message: "there is no such file", exitCode: 1, hint: expect.stringContaining("good.rnn") as string });
    expect(failureOf(() => readSpec(at("specs")))).toMatchObject({ message: expect.stringContaining("folder") as string, hint: expect.stringContaining("one.rnn") as string });
    expect(failureOf(() => readSpec(at("large.rnn"))).message).toContain("1 MB");
    expect(failureOf(() => readSpec(at("binary.rnn"))).message).toContain("binary file (a zero byte at offset 4)");
    expect(failureOf(() => readSpec(at("latin.rnn")))).toMatchObject({ message: "byte 0xF1 at offset 2 is not UTF-8", where: { line: 2 } });
  });
});

it("findSpecs looks below folders, and says where there is none", () => {
  mkdirSync(at("tree/node_modules/m"), { recursive: true });
  mkdirSync(at("tree/b"), { recursive: true });
  for (const name of ["tree/z.rnn", "tree/b/a.rnn", "tree/b/notes.txt", "tree/node_modules/m/x.rnn"]) writeFileSync(at(name), "");
  expect(findSpecs([at("tree"), at("tree/z.rnn")])).toEqual([at("tree/b/a.rnn"), at("tree/z.rnn")]);
  mkdirSync(at("empty"));
  expect(failureOf(() => findSpecs([at("empty")])).message).toContain("no .rnn file");
});

describe("writeAtomically", () => {
  it("writes whole files, makes folders, and leaves nothing else behind", () => {
    writeAtomically(at("out/new/file.txt"), "one");
    writeAtomically(at("out/new/file.txt"), new TextEncoder().encode("two"));
    expect(readFileSync(at("out/new/file.txt"), "utf8")).toBe("two");
    expect(readdirSync(at("out/new"))).toEqual(["file.txt"]);
  });
  it.each(["openSync", "writeSync", "fsyncSync", "renameSync"] as const)("keeps the previous file when %s meets a full disk", (name) => {
    const full = (): never => {
      throw Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
    };
    const system: WriteSystem = { openSync: fs.openSync, writeSync: fs.writeSync, fsyncSync: fs.fsyncSync, closeSync: fs.closeSync, renameSync: fs.renameSync, [name]: full };
    mkdirSync(at(`full-${name}`));
    const path = at(`full-${name}/weights.safetensors`);
    expect(failureOf(() => writeAtomically(path, "first", system)).message).toContain("nothing was written");
    writeFileSync(path, "previous");
    expect(failureOf(() => writeAtomically(path, "next", system))).toMatchObject({ exitCode: 1, message: expect.stringMatching(/disk is full.*previous file is unchanged/) as string });
    expect(readFileSync(path, "utf8")).toBe("previous");
    expect(readdirSync(at(`full-${name}`))).toEqual(["weights.safetensors"]);
  });
  it("keeps the previous file on a disk that is really full", ({ skip }) => {
    const disk = at("disk");
    mkdirSync(disk);
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], { stdio: "pipe" });
    } catch (error) {
      skip(`a small disk could not be mounted here: ${String(error).split("\n")[0]}`);
    }
    try {
      const path = join(disk, "weights.safetensors");
      writeAtomically(path, new Uint8Array(20_000).fill(1));
      expect(failureOf(() => writeAtomically(path, new Uint8Array(100_000).fill(2))).message).toMatch(/disk is full.*previous file is unchanged/);
      expect(readFileSync(path)).toEqual(Buffer.alloc(20_000, 1));
      expect(readdirSync(disk)).toEqual(["weights.safetensors"]);
    } finally {
      execFileSync("umount", [disk]);
    }
  });
  it("does not touch a file that would not change", () => {
    const write = (content: string): boolean[] => writeChanged([{ path: at("same.txt"), content }]);
    expect(write("text")).toEqual([true]);
    const before = fs.statSync(at("same.txt"), { bigint: true });
    expect(write("text")).toEqual([false]);
    expect(fs.statSync(at("same.txt"), { bigint: true }).mtimeNs).toBe(before.mtimeNs);
    expect(fs.statSync(at("same.txt"), { bigint: true }).ino).toBe(before.ino);
    expect(write("other")).toEqual([true]);
  });
  it("writes files that belong together all or not at all, and removes the folders it made", () => {
    let written = 0;
    const system: WriteSystem = {
      openSync: fs.openSync, fsyncSync: fs.fsyncSync, closeSync: fs.closeSync, renameSync: fs.renameSync,
      writeSync: (...words) => {
        if (++written > 1) throw Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
        return fs.writeSync(...words);
      },
    };
    const files = [{ path: at("module/a/one.ts"), content: "1" }, { path: at("module/b/two.ts"), content: "2" }];
    expect(failureOf(() => writeTogether(files, system)).message).toContain("the disk is full");
    expect(written).toBe(2);
    expect(fs.existsSync(at("module"))).toBe(false);
    writeTogether(files);
    expect(readFileSync(at("module/b/two.ts"), "utf8")).toBe("2");
  });
  it("refuses a folder", () => {
    mkdirSync(at("taken"));
    expect(failureOf(() => writeAtomically(at("taken"), "x")).message).toMatch(/folder|could not be saved/);
    expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });
});
