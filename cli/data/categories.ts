// Vectors with a single 1 for what a column names (`--columns language=onehot(file)`). Which names there are is known
// only when all was read: vectors are filled in then, names sorted by code point. They are kept with the weights.
import { nearest } from "../../grammar/nearest.js";
import { Failure } from "../failure.js";
import type { Place } from "./cells.js";
import type { Wanted } from "./columns.js";
import { quote } from "./tables.js";

/** Names by `INPUT/COLUMN`, in the order of their places in the vector. */
export type Categories = Readonly<Record<string, readonly string[]>>;

/** A number of a vector, or a name that becomes as many numbers as there are names. */
export type Part = number | { readonly column: string; readonly name: string; readonly place: Place };

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
        const key = `${want.name}/${part.column}`;
        const names = known !== null && Object.hasOwn(known, key) ? known[key] : null;
        if (names !== null && !names.includes(part.name)) throw unknownName(part, want, names);
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
          else for (const name of names.get(`${want.name}/${part.column}`) ?? []) vector.push(name === part.name ? 1 : 0);
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

function checkWidth(want: Wanted, parts: readonly Part[], width: number, names: ReadonlyMap<string, readonly string[]>, note: ((text: string) => void) | null): void {
  const counted = parts.flatMap((part) => (typeof part === "number" ? [] : [`onehot(${part.column}) ${names.get(`${want.name}/${part.column}`)?.length}`])).join(", ");
  if (width > want.size) {
    const [place] = parts.flatMap((part) => (typeof part === "number" ? [] : [part.place]));
    throw new Failure(`\`${want.name}\` is real[${want.size}], and the data give it ${width} numbers (${counted})`, { where: { file: place.file }, hint: `write real[${width}] in the spec, or give fewer columns.` });
  }
  if (width < want.size) note?.(`\`${want.name}\` has ${want.size} numbers, and the data use ${width} of them (${counted}); the others are 0.`);
}

function unknownName({ name, place }: Exclude<Part, number>, want: Wanted, names: readonly string[]): Failure {
  const near = nearest(name, names);
  return new Failure(`${quote(name)} is none of the names that \`${want.name}\` was trained with`, {
    where: place,
    hint: `${near === null ? "" : `did you mean "${near}"? `}They are ${names.slice(0, 10).map(quote).join(", ")}${names.length > 10 ? ", …" : ""}.`,
  });
}

/** Code point order: that of UTF-8 bytes, the same everywhere. */
function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
