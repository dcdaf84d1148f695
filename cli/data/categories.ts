// Vectors with a single 1 for what a column names (`--columns language=onehot(file)`). Which names there are is known
// only when all was read: vectors are filled in then, names sorted by code point. They are kept with the weights.
import { nearest } from "../../grammar/nearest.js";
import { Failure } from "../failure.js";
import type { Place } from "./cells.js";
import { parseMapping, type Wanted } from "./columns.js";
import { isNumber, quote } from "./tables.js";

/**
 * Names by `INPUT/1`, `INPUT/2` for its first and second `onehot(…)`, in the order of their places in the vector: which column they
 * came from may differ from file to file.
 */
export type Categories = Readonly<Record<string, readonly string[]>>;

/** A number of a vector, or a name that becomes as many numbers as there are names. */
export type Part = number | { readonly column: string; readonly nth: number; readonly name: string; readonly place: Place };

export interface VectorMaker {
  /** A vector of `want`'s, empty until `finish`. Throws a Failure for a name that the weights don't know. */
  make(want: Wanted, parts: readonly Part[]): number[];
  /** Fills all vectors in and gives the names. Throws a Failure where they don't fit `real[N]`. */
  finish(): Categories;
}

/** `known`: the names kept with weights. */
export function collectCategories(known: Categories | null, note: (text: string) => void): VectorMaker {
  const seen = new Map<string, Set<string>>();
  const vectors: { readonly want: Wanted; readonly parts: readonly Part[]; readonly vector: number[] }[] = [];
  return {
    make(want, parts) {
      for (const part of parts) {
        if (typeof part === "number") continue;
        const key = keyOf(want, part);
        const names = known !== null && Object.hasOwn(known, key) ? known[key] : null;
        if (names !== null && !names.includes(part.name)) throw unknownName(part.name, part.place, want, names);
        if (!seen.has(key)) seen.set(key, new Set(names ?? []));
        seen.get(key)?.add(part.name);
      }
      const vector: number[] = [];
      vectors.push({ want, parts, vector });
      return vector;
    },
    finish() {
      const names = new Map([...seen].map(([key, set]) => [key, known !== null && Object.hasOwn(known, key) ? known[key] : [...set].sort(byCodePoint)]));
      const told = new Set<string>();
      for (const { want, parts, vector } of vectors) {
        for (const part of parts) {
          if (typeof part === "number") vector.push(part);
          else for (const name of names.get(keyOf(want, part)) ?? []) vector.push(name === part.name ? 1 : 0);
        }
        if (told.has(want.name)) continue;
        told.add(want.name);
        checkWidth(want, parts, vector.length, names, known === null ? note : null);
      }
      for (const { want, vector } of vectors) while (vector.length < want.size) vector.push(0);
      return Object.fromEntries(names);
    },
  };
}

function keyOf({ name }: Pick<Wanted, "name">, { nth }: { readonly nth: number }): string {
  return `${name}/${nth}`;
}

/**
 * The vector of a name where an input was made of one `onehot(…)` and nothing else; null for other inputs, and for numbers that are no name.
 * Throws a Failure for a name that the weights don't know.
 */
export function vectorOfName(name: string, input: Pick<Wanted, "name" | "size">, categories: Categories, columns: string | undefined): number[] | null {
  const terms = parseMapping(columns).pairs.get(input.name) ?? [];
  const key = keyOf(input, { nth: 1 });
  if (terms.length !== 1 || !terms[0].onehot || !Object.hasOwn(categories, key)) return null;
  const id = categories[key].indexOf(name.trim());
  if (id < 0 && name.trim().split(/[\s,;]+/).every(isNumber)) return null;
  if (id < 0) throw unknownName(name.trim(), null, input, categories[key]);
  return Array.from({ length: input.size }, (_, i) => (i === id ? 1 : 0));
}

function checkWidth(want: Wanted, parts: readonly Part[], width: number, names: ReadonlyMap<string, readonly string[]>, note: ((text: string) => void) | null): void {
  const counted = parts.flatMap((part) => (typeof part === "number" ? [] : [`onehot(${part.column}) ${names.get(keyOf(want, part))?.length}`])).join(", ");
  if (width > want.size) {
    const [place] = parts.flatMap((part) => (typeof part === "number" ? [] : [part.place]));
    throw new Failure(`\`${want.name}\` is real[${want.size}], and the data give it ${width} numbers (${counted})`, { where: { file: place.file }, hint: `write real[${width}] in the spec, or give fewer columns.` });
  }
  if (width < want.size) note?.(`\`${want.name}\` has ${want.size} numbers, and the data use ${width} of them (${counted}); the others are 0.`);
}

function unknownName(name: string, place: Place | null, want: Pick<Wanted, "name">, names: readonly string[]): Failure {
  const near = nearest(name, names);
  return new Failure(`${quote(name)} is none of the names that \`${want.name}\` was trained with`, {
    ...(place === null ? { exitCode: 2 } : { where: place }),
    hint: `${near === null ? "" : `did you mean "${near}"? `}They are ${names.slice(0, 10).map(quote).join(", ")}${names.length > 10 ? ", …" : ""}.`,
  });
}

/** Code point order: that of UTF-8 bytes, the same everywhere. */
function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
