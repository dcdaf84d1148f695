// Names of a spec as names of TypeScript. A spec's names are Unicode letters, marks, digits and `_`, with dots
// between the parts of a path; some of those are no identifiers, some mean something else in JavaScript.

/** Words that can't be, or had better not be, the name of a variable in a strict module. */
const RESERVED: ReadonlySet<string> = new Set(
  (
    "await break case catch class const continue debugger default delete do else enum export extends false finally for function if " +
    "import in instanceof new null return super switch this throw true try typeof var void while with yield let static implements " +
    "interface package private protected public async of eval arguments undefined NaN Infinity globalThis any unknown never object " +
    "string number boolean symbol bigint type declare namespace module constructor prototype hasOwnProperty isPrototypeOf " +
    "propertyIsEnumerable toLocaleString toString valueOf then"
  ).split(" "),
);

const START = /^[\p{ID_Start}_]$/u;
const PART = /^\p{ID_Continue}$/u;
/**
 * Unicode grows every year and a parser knows the letters of the year it was made in. Blocks that have been full for long
 * keep their letters (Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic, Devanagari, Thai, phonetic, letterlike, kana,
 * Han, Hangul, mathematical alphabets, combining marks); the rest is spelt out, so that every Node writes the same bytes.
 */
const SETTLED =
  /^[\u0000-\u052f\u0561-\u0586\u05d0-\u05ea\u0620-\u064a\u0904-\u0939\u0e01-\u0e30\u1d00-\u1dbf\u1e00-\u1fff\u2071\u207f\u2090-\u209c\u2100-\u218f\u3041-\u30fa\u4e00-\u9fa5\uac00-\ud7a3\u{1d400}-\u{1d7ff}]$/u;

/**
 * The TypeScript identifier for a name: dots become `_`, a character that can stand in no identifier becomes `$` and its
 * code in hexadecimal, and a word that has a meaning in JavaScript (`delete`, `toString`, anything that begins with
 * two `_`, such as `__proto__`) gets `$` at its end. Two names may share one: see `Names`.
 */
export function identifier(name: string): string {
  let text = "";
  for (const character of name) {
    if (character === ".") text += "_";
    else if ((text === "" ? START : PART).test(character) && SETTLED.test(character)) text += character;
    else if (text === "" && /^[0-9]$/.test(character)) text += `_${character}`;
    else text += `$${character.codePointAt(0)!.toString(16)}`;
  }
  if (text === "") return "$";
  return RESERVED.has(text) || text.startsWith("__") ? `${text}$` : text;
}

/** What `index.ts` of a module imports and exports beside its model, and the types of JavaScript it mentions. */
const MODULE = ["description", "defineModel", "Description", "Uint8Array", "Float32Array", "Float64Array", "Int32Array"];

/** The names of a module's `index.ts`, of which the model has the first. */
export function namesOfModule(model: string): Names {
  const names = new Names(MODULE);
  names.of("model", model);
  return names;
}

/** The name under which a module exports its model: `forecast`, or `delete$` for a model called `delete`. */
export function exportName(model: string): string {
  return namesOfModule(model).of("model");
}

/** The names of one scope: gives every key its own identifier, the same one each time it is asked. */
export class Names {
  readonly #taken: Set<string>;
  readonly #known = new Map<string, string>();

  /** `reserved` are identifiers the scope uses for something else. */
  constructor(reserved: Iterable<string> = []) {
    this.#taken = new Set(reserved);
  }

  /** The identifier of `key`, made from `text`. The first asked gets the plain one, a later one that would collide gets `_2`, `_3` … */
  of(key: string, text = key): string {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const plain = identifier(text);
    let name = plain;
    for (let n = 2; this.#taken.has(name); n++) name = `${plain}_${n}`;
    this.#taken.add(name);
    this.#known.set(key, name);
    return name;
  }
}
