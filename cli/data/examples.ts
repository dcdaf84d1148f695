// The rows of a table as examples of a model: a row one example, or the rows the steps of one. Which columns are read is
// columns.ts's business, what a cell means is that of cells.ts and categories.ts.
import type { Example } from "@rnnc/runtime";
import { Failure } from "../failure.js";
import type { Part, VectorMaker } from "./categories.js";
import { toInput, toNumber, toNumbers, toTarget, type Labels, type Place } from "./cells.js";
import { featuresOf, type Assignment, type Column, type Wanted } from "./columns.js";
import { isNumber, quote, type RawRow, type Table } from "./tables.js";

/** What is gathered over all files. */
export interface Gathering {
  readonly examples: Example[];
  readonly places: { readonly file: string; readonly line: number }[];
  /** Rows (of one long sequence: steps) that may still be read. */
  left: number;
  readonly labelsOf: (want: Wanted) => Labels | null;
  readonly vectors: VectorMaker;
}

export async function readTable(table: Table, wanted: readonly Wanted[], assignment: Assignment, into: Gathering): Promise<void> {
  const present = wanted.filter((want) => assignment.has(want.name)).map((want) => ({ want, columns: assignment.get(want.name) ?? [] }));
  if (rowsAreSteps(table, present)) {
    into.places.push({ file: table.file, line: table.sample[0].line });
    into.examples.push(await readSteps(table, present, into));
    return;
  }
  for await (const row of table.rows) {
    if (into.left <= 0) break;
    into.left--;
    into.examples.push(toExample(row, table, present, into));
    into.places.push({ file: table.file, line: row.line });
  }
}

interface Present {
  readonly want: Wanted;
  readonly columns: readonly Column[];
}

function toExample(row: RawRow, table: Table, present: readonly Present[], into: Gathering): Example {
  const entries = present.flatMap(({ want, columns }): [string, unknown][] => {
    const value = toValue(row, table, want, columns, into);
    return value === undefined ? [] : [[want.name, value]];
  });
  return Object.fromEntries(entries);
}

function toValue(row: RawRow, table: Table, want: Wanted, columns: readonly Column[], into: Gathering): unknown {
  const place = placeOf(row, columns[0], table);
  if (columns.length > 1 || columns[0].onehot) return joinColumns(row, table, want, columns, into);
  const cell = cellOf(row, columns[0]);
  return want.isHead ? toTarget(cell, want, into.labelsOf(want), place) : toInput(cell, want, place);
}

/** Several columns as one vector or, where they are lists, as a vector a step. */
function joinColumns(row: RawRow, table: Table, want: Wanted, columns: readonly Column[], into: Gathering): unknown {
  const lists = columns.map((column, i): readonly Part[] => {
    const place = placeOf(row, column, table);
    const cell = cellOf(row, column);
    if (!column.onehot) return want.axis === null ? [toNumber(cell, place)] : toNumbers(cell, place);
    return (Array.isArray(cell) ? cell : [cell]).map((name) => toCategory(name, column, nthOnehot(columns, i), place));
  });
  if (want.axis === null) return makeVector(want, lists.flat(), into);
  const uneven = lists.findIndex((list) => list.length !== lists[0].length);
  if (uneven > 0) throw new Failure(`this column has ${lists[uneven].length} steps where \`${columns[0].name}\` has ${lists[0].length}`, { where: placeOf(row, columns[uneven], table), hint: "columns that are joined go together step by step." });
  return lists[0].map((_, t) => makeVector(want, lists.map((list) => list[t]), into));
}

/** Numbers as they are; names are filled in when all are known. */
function makeVector(want: Wanted, parts: readonly Part[], into: Gathering): readonly number[] {
  const numbers = parts.filter((part) => typeof part === "number");
  return numbers.length === parts.length ? numbers : into.vectors.make(want, parts);
}

function toCategory(cell: unknown, column: Column, nth: number, place: Place): Part {
  if (cell === undefined || cell === null || cell === "") throw new Failure("a name is missing here", { where: place });
  if (typeof cell === "object") throw new Failure(`one name was expected, and this is ${quote(cell)}`, { where: place });
  return { column: column.name, nth, name: String(cell).trim(), place };
}

/** Which `onehot(…)` of an input a column is, from 1. */
function nthOnehot(columns: readonly Column[], index: number): number {
  return columns.slice(0, index + 1).filter(({ onehot }) => onehot).length;
}

/**
 * Rows are steps of one long sequence where all that is wanted has the same time and a cell holds one number. What is the same for a whole
 * file (its name) may be wanted beside it.
 */
function rowsAreSteps(table: Table, present: readonly Present[]): boolean {
  const timed = present.filter(({ columns }) => columns.some(({ constant }) => constant === null));
  const inputs = timed.filter(({ want }) => !want.isHead);
  if (!inputs.some(({ want }) => want.kind === "real")) return false;
  if (timed.some(({ want }) => want.axis === null || want.axis !== inputs[0].want.axis)) return false;
  return inputs.filter(({ want }) => want.kind === "real").every(({ columns }) =>
    columns.every((column) => {
      const cell = cellOf(table.sample[0], column);
      if (column.onehot) return typeof cell === "string";
      return isNumber(cell) || (typeof cell === "string" && !/[\s;]/.test(cell.trim()));
    }),
  );
}

async function readSteps(table: Table, present: readonly Present[], into: Gathering): Promise<Example> {
  const constant = present.filter(({ columns }) => columns.every((column) => column.constant !== null));
  const timed = present.filter((one) => !constant.includes(one)).map((one) => ({ ...one, labels: into.labelsOf(one.want), values: [] as unknown[] }));
  for (const { want, columns } of timed) {
    if (want.kind !== "real" || columns.length === featuresOf(want) || columns.some(({ onehot }) => onehot)) continue;
    throw new Failure(`\`${want.name}\` has ${featuresOf(want)} features a step and one column was found for it`, {
      where: { file: table.file },
      hint: `name them: \`--columns ${want.name}=${table.columns.slice(0, 3).join("+")}…\`, or all from one to another, \`${want.name}=${table.columns[0]}..${table.columns.at(-1)}\`.`,
    });
  }
  let steps = 0;
  for await (const row of table.rows) {
    if (into.left <= 0) break;
    into.left--;
    // In a file of one column an empty line is a step without its value.
    if (row.afterGap === true && steps > 0 && table.columns.length === 1) {
      throw new Failure("the line before this one is empty: a number is missing there", { where: { file: table.file, line: row.line, column: table.columns[0] }, hint: "fill the value in, or remove the line." });
    }
    for (const { want, columns, labels, values } of timed) {
      const place = placeOf(row, columns[0], table);
      const cell = cellOf(row, columns[0]);
      if (want.kind === "real") {
        const parts = columns.map((column, i): Part => (column.onehot ? toCategory(cellOf(row, column), column, nthOnehot(columns, i), placeOf(row, column, table)) : toNumber(cellOf(row, column), placeOf(row, column, table))));
        const vector = makeVector(want, parts, into);
        values.push(vector.length === 1 && parts.length === 1 ? vector[0] : vector);
      } else if (want.isHead) {
        const value = toTarget(cell, { ...want, axis: null }, labels, place);
        if (value === undefined) throw new Failure(`a value of \`${want.name}\` is missing here`, { where: place });
        values.push(value);
      } else values.push(...(toInput(cell, want, place) as number[]));
    }
    steps++;
  }
  const values = timed.map(({ want, values }): [string, unknown] => [want.name, values]);
  return { ...Object.fromEntries(values), ...toExample({ line: 1, cells: [] }, table, constant, into) };
}

function cellOf(row: RawRow, column: Column): unknown {
  return column.constant ?? row.cells[column.index];
}

function placeOf(row: RawRow, column: Column, table: Table): Place {
  return { file: table.file, line: row.line, column: column.name };
}
