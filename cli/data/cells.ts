// One cell of a file as the value an example holds: text, ids, numbers, labels. Each mistake is told with
// its file, line and column.
import { nearest } from "../../grammar/nearest.js";
import { Failure } from "../failure.js";
import { plural } from "../numbers.js";
import { featuresOf, type Wanted } from "./columns.js";
import { isNumber, quote } from "./tables.js";

export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: string;
}

/** Models calculate in 32 bits. */
const largest = 2 ** 128 - 2 ** 104;

/** One number. Throws a Failure for text, for nothing, and for NaN and infinities, each in its own words. */
export function toNumber(cell: unknown, place: Place): number {
  if (typeof cell === "number" && Math.abs(cell) <= largest) return cell;
  if (typeof cell === "boolean") return cell ? 1 : 0;
  const wrong = (message: string, hint: string): Failure => new Failure(message, { where: place, hint });
  if (cell === undefined || cell === null || cell === "") throw wrong("a number is missing here", "fill the value in, or leave the row out.");
  if (typeof cell === "string") {
    const text = cell.trim();
    if (isNumber(text)) {
      const value = Number(text);
      if (Math.abs(value) <= largest) return value;
      throw wrong(`${quote(text)} is too large for a number`, "numbers of 32 bits go up to about 3e38.");
    }
    if (/^[+-]?(nan|inf(inity)?|#?n\/?a|null|none)$/i.test(text)) throw wrong(`${quote(text)} is not a value a model can learn from`, "fill the value in, or leave the row out.");
    if (/^[+-]?\d+(\.\d{3})*,\d+$/.test(text)) throw wrong(`${quote(text)} is not a number`, `a decimal point is expected: ${text.replaceAll(".", "").replace(",", ".")}`);
  }
  if (typeof cell === "number") throw wrong(`${cell} is too large for a number`, "numbers of 32 bits go up to about 3e38.");
  throw wrong(`${quote(cell)} is not a number`, `the model reads numbers from \`${place.column}\`.`);
}

/** A list of a cell's numbers: of a JSON list, of a typed list in text (`0.1 0.2` or `0.1;0.2`), or one alone. Lists in lists are laid end to end. */
export function toNumbers(cell: unknown, place: Place): number[] {
  if (Array.isArray(cell)) return cell.flatMap((item: unknown) => toNumbers(item, place));
  if (typeof cell === "string") {
    const parts = cell.trim().split(/[\s;]+/);
    if (parts.length > 1) return parts.map((part) => toNumber(part, place));
  }
  return [toNumber(cell, place)];
}

/** One step (of a file whose rows are steps), one vector, or a whole sequence of an input. */
export function toInput(cell: unknown, want: Wanted, place: Place): unknown {
  switch (want.kind) {
    case "words":
    case "chars":
      if (typeof cell === "string") return cell;
      if (Array.isArray(cell) && cell.every((item) => typeof item === "string")) return cell;
      throw new Failure(cell === undefined || cell === null ? "text is missing here" : `text was expected, and this is ${quote(cell)}`, { where: place });
    case "bytes":
      if (typeof cell === "string") return new TextEncoder().encode(cell);
      return toIds(cell, 256, place);
    case "token":
      return toIds(cell, want.size, place);
    default:
      return toReals(cell, want, place);
  }
}

function toIds(cell: unknown, size: number, place: Place): number[] {
  if (cell === "" || (Array.isArray(cell) && cell.length === 0)) return [];
  const ids = toNumbers(cell, place);
  const wrong = ids.find((id) => !Number.isInteger(id) || id < 0 || id >= size);
  if (wrong !== undefined) throw new Failure(`${wrong} is not an id from 0 to ${size - 1}`, { where: place });
  return ids;
}

function toReals(cell: unknown, want: Wanted, place: Place): number[] | number[][] {
  if (Array.isArray(cell) && cell.length === 0 && want.axis !== null) return [];
  const width = featuresOf(want);
  const values = toNumbers(cell, place);
  if (want.axis === null) {
    if (values.length !== width) throw new Failure(`${plural(values.length, "number")} where \`${want.name}\` has ${width}`, { where: place });
    return values;
  }
  const nested = Array.isArray(cell) && cell.some((item) => Array.isArray(item));
  if (nested) {
    for (const [step, item] of (cell as unknown[]).entries()) {
      const length = Array.isArray(item) ? item.length : 1;
      if (length !== width) throw new Failure(`step ${step + 1} has ${plural(length, "number")} where \`${want.name}\` has ${width}`, { where: place });
    }
  } else if (values.length % width !== 0) {
    throw new Failure(`${plural(values.length, "number")} can't be divided into steps of ${width}`, { where: place });
  }
  if (width === 1) return values;
  return Array.from({ length: values.length / width }, (_, step) => values.slice(step * width, (step + 1) * width));
}

/** What a head should say; undefined for an empty cell: the row doesn't count for that head. */
export function toTarget(cell: unknown, want: Wanted, labels: Labels | null, place: Place): unknown {
  if (cell === undefined || cell === null || cell === "") return undefined;
  if (want.kind === "real") {
    const values = toReals(cell, want, place);
    return want.axis === null && want.size === 1 ? values[0] : values;
  }
  if (want.kind === "binary") {
    const one = (item: unknown): number => {
      const text = String(item).trim().toLowerCase();
      if (text === "1" || text === "true") return 1;
      if (text === "0" || text === "false") return 0;
      throw new Failure(`${quote(item)} is neither 0 nor 1`, { where: place });
    };
    const items = listOf(cell, want);
    return want.axis === null && want.size === 1 ? one(items[0]) : items.map(one);
  }
  if (labels === null) return cell;
  const names = listOf(cell, want).map((item) => labels.read(item, place));
  return want.axis === null && want.kind !== "multilabel" ? names[0] : names;
}

function listOf(cell: unknown, want: Wanted): readonly unknown[] {
  if (Array.isArray(cell)) return cell;
  const several = want.axis !== null || want.kind === "multilabel" || (want.kind === "binary" && want.size > 1);
  return several && typeof cell === "string" ? cell.trim().split(/[\s;]+/) : [cell];
}

/** The labels of one class head while its column is read: known ones are checked, new ones counted. */
export interface Labels {
  /** A name, or an id as a number. Throws a Failure for a label that cannot be. */
  read(cell: unknown, place: Place): string | number;
}

/**
 * Names in the spec are checked, and a number may stand for one of them (`0` for the first). Names kept with weights
 * (`fitted`) are checked. Without either, at most `want.size` different labels may come.
 */
export function collectLabels(want: Wanted, fitted: readonly string[] | null): Labels {
  const known = want.classes ?? fitted;
  const seen = new Set<string>();
  return {
    read(cell, place) {
      if (typeof cell === "object" || typeof cell === "boolean") throw new Failure(`a label was expected, and this is ${quote(cell)}`, { where: place });
      const text = String(cell).trim();
      if (known === null) {
        if (seen.has(text) || seen.size < want.size) {
          seen.add(text);
          // A number of JSON is an id; text is a name, even if it is written in digits.
          return typeof cell === "number" ? cell : text;
        }
        throw new Failure(`${quote(text)} is label number ${want.size + 1}, but \`${want.name}\` is class(${want.size})`, {
          where: place,
          hint: `the ones before it are ${[...seen].slice(0, 10).map(quote).join(", ")}${want.size > 10 ? ", …" : ""}.`,
        });
      }
      if (known.includes(text)) return text;
      if (want.classes !== null && /^\d+$/.test(text) && Number(text) < known.length) return known[Number(text)];
      const near = nearest(text, known);
      throw new Failure(`${quote(text)} is no label of \`${want.name}\``, {
        where: place,
        hint: `${near === null ? "" : `did you mean "${near}"? `}Its labels are ${known.slice(0, 10).map(quote).join(", ")}${known.length > 10 ? ", …" : ""}.`,
      });
    },
  };
}
