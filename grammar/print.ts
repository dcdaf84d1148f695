// stub
import type { Tree } from "./ast.js";
export function print(_tree: Tree, text: string): string { return text; }
