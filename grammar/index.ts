// text <-> syntax tree, the whole of what others use of the grammar. Pure: no files, no console.
export type * from "./ast.js";
export type { Problem } from "./problem.js";
export { syntaxCatalogue } from "./catalogue.js";
export { lineAndColumn } from "./place.js";
export { nearest } from "./nearest.js";
export { parse } from "./parse.js";
export { print } from "./print.js";
export { identifierPattern, reserved } from "./tokens.js";
