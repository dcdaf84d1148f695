// What the command line throws when it cannot go on: a sentence for a person and an exit code. Not for
// what is wrong inside a spec (those are diagnostics, which it may carry) nor for bugs (those keep their stack).

import type { Diagnostic } from "../compiler/diagnostics.js";

/** 1: the spec, the data or the weights are wrong. 2: the command was used wrongly. 130: stopped by Ctrl-C. */
export type ExitCode = 1 | 2 | 130;

export interface Where {
  readonly file: string;
  /** From 1. */
  readonly line?: number;
  /** The name of a column of data. */
  readonly column?: string;
}

export class Failure extends Error {
  readonly exitCode: ExitCode;
  readonly hint: string | null;
  readonly where: Where | null;
  /** Where it has a page: `RNN703`. */
  readonly code: string | null;
  /** Shown before the message. */
  readonly diagnostics: readonly Diagnostic[];

  constructor(message: string, details: { readonly exitCode?: ExitCode; readonly hint?: string; readonly where?: Where; readonly code?: string; readonly diagnostics?: readonly Diagnostic[] } = {}) {
    super(message);
    this.name = "Failure";
    this.exitCode = details.exitCode ?? 1;
    this.hint = details.hint ?? null;
    this.where = details.where ?? null;
    this.code = details.code ?? null;
    this.diagnostics = details.diagnostics ?? [];
  }
}

/** `data.csv:12: column `price`: ` before the message, as far as the place is known. */
export function describePlace(where: Where | null): string {
  if (where === null) return "";
  const line = where.line === undefined ? "" : `:${where.line}`;
  const column = where.column === undefined ? "" : ` column \`${where.column}\`:`;
  return `${where.file}${line}:${column} `;
}

/** What an unknown error says, in one line. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The system's code of an error (`ENOENT`), or null. */
export function systemCode(error: unknown): string | null {
  if (!(error instanceof Error) || !("code" in error)) return null;
  return typeof error.code === "string" ? error.code : null;
}
