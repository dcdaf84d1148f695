// What an editor shows of a place in a spec, and where it goes from there. Pure: a text and a place in, text out. The
// language server (server.ts) is a shell around it.
import { explain } from "../compiler/1-check/index.js";
import type { Sources } from "../compiler/1-check/index.js";
import type { Source } from "../compiler/diagnostics.js";
import { code, paragraphs, readSpec, type Found, type Spec } from "./found.js";
import { findInCell } from "./in-cells.js";
import { findInModel } from "./in-models.js";
import { pathTo } from "./places.js";
import { keywords } from "./words.js";

export interface Hover {
  readonly span: Found["span"];
  /** In Markdown. */
  readonly markdown: string;
}

/** What is known of the place at an offset (UTF-16): docs, equations, shapes with sizes, defaults; below them the pages of diagnostics that are there. */
export function hover(source: Source, offset: number, sources: Sources): Hover | null {
  const spec = readSpec(source, sources);
  const found = lookUp(spec, offset);
  const here = spec.diagnostics.filter(({ labels: [{ source: where, span }] }) => where.path === source.path && span.start <= offset && offset <= span.end);
  const pages = here.map(({ code: number, title }) => paragraphs(`**${number}**: ${title}`, explain(number)?.split("\n").slice(2).join("\n").trim()));
  if (found === null && pages.length === 0) return null;
  return { span: found?.span ?? here[0].labels[0].span, markdown: [...(found === null ? [] : [found.markdown]), ...pages].join("\n\n---\n\n") };
}

/** Where what stands at an offset is declared; null where nothing is. */
export function definition(source: Source, offset: number, sources: Sources): NonNullable<Found["definition"]> | null {
  return lookUp(readSpec(source, sources), offset)?.definition ?? null;
}

function lookUp(spec: Spec, offset: number): Found | null {
  const path = pathTo(spec.tree, offset);
  const item = path[0]?.node;
  const found = item?.kind === "cell" ? findInCell(spec, item as Parameters<typeof findInCell>[1], path, offset) : item?.kind === "model" ? findInModel(spec, item as Parameters<typeof findInModel>[1], path) : null;
  return found ?? findKeyword(spec, offset, path.map(({ node }) => node.kind ?? ""));
}

/** Words that are no nodes of the tree; not inside comments, texts and layers. */
function findKeyword({ source: { text }, tree }: Spec, offset: number, kinds: readonly string[]): Found | null {
  if (kinds.some((kind) => kind === "string" || kind === "equation") || tree.comments.some(({ span }) => span.start <= offset && offset < span.end)) return null;
  const before = /[\p{L}_]*$/u.exec(text.slice(Math.max(0, offset - 20), offset))?.[0] ?? "";
  const after = /^[\p{L}_]*/u.exec(text.slice(offset, offset + 20))?.[0] ?? "";
  const word = before + after;
  if (!Object.hasOwn(keywords, word)) return null;
  return { span: { start: offset - before.length, end: offset + after.length }, markdown: paragraphs(`**${code(word)}**`, keywords[word]) };
}
