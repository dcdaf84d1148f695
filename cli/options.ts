// Options that several commands share, and how their values are read: what can't be meant is refused at once.
import { InvalidArgumentError, Option, type Command } from "commander";
import { formats, type Format } from "./data/formats.js";

/** A whole number of at least `least`. */
export function whole(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text.replaceAll("_", ""));
    if (text.trim() === "" || !Number.isSafeInteger(value) || value < least) throw new InvalidArgumentError(`A whole number of at least ${least} is expected.`);
    return value;
  };
}

/** A number above `least` (or equal, with `inclusive`). */
export function above(least: number, inclusive = false): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === "" || !Number.isFinite(value) || (inclusive ? value < least : value <= least)) throw new InvalidArgumentError(`A number ${inclusive ? "of at least" : "above"} ${least} is expected.`);
    return value;
  };
}

/** A share: `0.1` or `10%`, from 0 to below 1. */
export function share(text: string): number {
  const value = text.trim().endsWith("%") ? Number(text.trim().slice(0, -1)) / 100 : Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value < 0 || value >= 1) throw new InvalidArgumentError("A share is expected: 10% or 0.1.");
  return value;
}

/** Puts the values of an option that may be given several times in a list. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** What commands that read data take. */
export interface DataOptions {
  readonly columns?: string;
  readonly format?: Format;
  readonly limit?: number;
}

export function addDataOptions(command: Command): Command {
  return command
    .option("--columns <mapping>", "which columns are which: `post=text,label=topic`, by number where there is no header: `label=1,post=4`; several as one vector: `x=a+b`, `x=first..last`, `x=onehot(kind)`")
    .addOption(new Option("--format <format>", "what the data is, where the file's name does not say").choices(formats))
    .option("--limit <n>", "read only the first n rows (of one long text or series: steps)", whole(1));
}

/** What commands that run a model take. */
export interface ModelOptions {
  readonly model?: string;
  readonly device: "wasm" | "webgpu" | "auto";
  readonly json?: true;
}

export function addModelOptions(command: Command): Command {
  return command
    .option("--model <name>", "which model, where the spec has several")
    .addOption(new Option("--device <device>", "what it runs on: the CPU, or the GPU by npm's package webgpu").choices(["auto", "wasm", "webgpu"]).default("auto"))
    .option("--json", "results as JSON on standard output");
}
