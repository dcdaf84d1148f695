// Data as TypeScript source: strings, literals, comments. Whatever a spec says goes through here on its
// way into a generated file, and comes out as data or as a comment, never as code.
import { internal } from "../../errors.js";

export type Literal = string | number | boolean | null | readonly Literal[] | { readonly [key: string]: Literal };

/** Characters that end a line somewhere, can't be seen, or turn the direction of the text around them. */
const UNSEEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|\p{Cs}/gu;

/**
 * A string literal in double quotes. A backslash at the end is spelt by its number: ts-morph's writer takes `\\"` for a
 * quote that is escaped, and would go on as if the string had not ended.
 */
export function quote(text: string): string {
  return JSON.stringify(text).replace(UNSEEN, escapeCharacter).replace(/\\\\"$/, '\\u005c"');
}

/** Object literals, arrays and what is in them, on one line. Fields that are undefined are not data: they are refused. */
export function literal(value: Literal): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return quote(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) internal(`${value} can't be written into a module`);
    return Object.is(value, -0) ? "-0" : String(value);
  }
  if (isList(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value !== "object") internal(`a ${typeof value} can't be written into a module`);
  const fields = Object.entries(value).map(([key, field]) => `${propertyKey(key)}: ${literal(field)}`);
  return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
}

function isList(value: Literal): value is readonly Literal[] {
  return Array.isArray(value);
}

/** A key of an object literal. `__proto__: x` would set the prototype, `["__proto__"]: x` is a key like any other. */
export function propertyKey(key: string): string {
  if (key === "__proto__") return `["__proto__"]`;
  return isPlainIdentifier(key) ? key : quote(key);
}

/** A member of an interface. */
export function memberName(key: string): string {
  return isPlainIdentifier(key) ? key : quote(key);
}

/** `m.encoder_W`, `k["…"]`. */
export function member(object: string, key: string): string {
  return isPlainIdentifier(key) ? `${object}.${key}` : `${object}[${quote(key)}]`;
}

/** Whether a key may stand without quotes. Reserved words may. */
function isPlainIdentifier(key: string): boolean {
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(key) && key !== "__proto__";
}

/** ` // text` on one line; nothing for an empty text. */
export function lineComment(text: string): string {
  const shown = commentLine(text);
  return shown === "" ? "" : `// ${shown}`;
}

/** The inside of a doc comment: lines are kept, nothing in them ends the comment. */
export function docText(text: string): string {
  return text
    .split(/\r\n|[\n\r\u2028\u2029\v\f\u0085]/u)
    .map((line) => commentLine(line).replace(/\*\//g, "*\\/"))
    .join("\n")
    .replace(/^\n+|\n+$/g, "");
}

/** One line of a comment. What tools would take for an instruction (`@ts-ignore`) is pulled apart. */
function commentLine(text: string): string {
  return text
    .replace(/[\s\u0085]+/gu, " ")
    .trim()
    .replace(UNSEEN, escapeCharacter)
    .replace(/@(?=ts-)|\bprettier(?=-ignore)|\bsource(?=MappingURL|URL)/gi, (word) => `${word} `);
}

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0)!;
  return code <= 0xffff ? `\\u${code.toString(16).padStart(4, "0")}` : `\\u{${code.toString(16)}}`;
}
