// From chevrotain's concrete tree to the syntax tree: cells, models and what is in them. Not here: expressions
// (build-expression.ts), and whether any of it makes sense (the compiler's checks).
//
// After an error a node may lack any of its children. What has no name is left out; a missing value is an ErrorExpression.
import type { CstNode, IToken } from "chevrotain";
import type * as Ast from "./ast.js";
import { type Builder, childNode, childNodes, childToken, childTokens, createBuilder, readTime, spanOfNode } from "./build-expression.js";
import type { Problem } from "./problem.js";
import * as report from "./report.js";

export function buildTree(
  root: CstNode,
  text: string,
  comments: readonly Ast.Comment[],
): { readonly tree: Ast.Tree; readonly problems: readonly Problem[] } {
  const builder = createBuilder(text);
  const cells = childNodes(root, "cell").map((node) => buildCell(builder, node, comments));
  const models = childNodes(root, "model").map((node) => buildModel(builder, node, comments));
  const items = [...cells, ...models].filter((item) => item !== null).sort((a, b) => a.span.start - b.span.start);
  const uses = childNodes(root, "use").flatMap((node) => {
    const path = childToken(node, "Text");
    return path === undefined ? [] : [{ kind: "use" as const, path: builder.text(path), span: spanOfNode(node) }];
  });
  const tree = { uses, items, comments, span: { start: 0, end: text.length } };
  return { tree, problems: builder.problems };
}

// ---------------------------------------------------------------------------------------- cells

function buildCell(builder: Builder, node: CstNode, comments: readonly Ast.Comment[]): Ast.Cell | null {
  const name = childToken(node, "Name");
  if (name === undefined) return null;
  const span = spanOfNode(node);
  const header = childNode(node, "header");
  return {
    kind: "cell",
    doc: readDoc(builder.source, comments, span.start),
    name: builder.name(name),
    header: header === undefined ? [] : childNodes(header, "headerEntry").flatMap((entry) => buildHeaderEntry(builder, entry)),
    members: childNodes(node, "cellMember").flatMap((member) => buildCellMember(builder, member)),
    span,
  };
}

function buildHeaderEntry(builder: Builder, node: CstNode): Ast.HeaderEntry[] {
  const key = childToken(node, "Key");
  const name = key ?? childToken(node, "Name");
  if (name === undefined) return [];
  const value = key === undefined ? null : builder.expression(childNode(node, "expression"), spanOfNode(node));
  return [{ name: builder.name(name), value, span: spanOfNode(node) }];
}

function buildCellMember(builder: Builder, outer: CstNode): Ast.CellMember[] {
  const rule = Object.keys(outer.children)[0];
  const node = rule === undefined ? undefined : childNode(outer, rule);
  if (node === undefined) return [];
  const span = spanOfNode(node);
  switch (rule) {
    case "inputMember": {
      const names = buildNames(builder, node);
      return names.length === 0 ? [] : [{ kind: "input", names, size: buildSizes(builder, childNode(node, "sizes"), span), span }];
    }
    case "stateMember":
    case "paramMember": {
      const inner = childNode(node, "declaration");
      const names = inner === undefined ? [] : buildNames(builder, inner);
      if (inner === undefined || names.length === 0) return [];
      const size = buildSizes(builder, childNode(inner, "sizes"), span);
      const initial = childToken(inner, "Equals") === undefined ? null : builder.expression(childNode(inner, "expression"), span);
      return [{ kind: rule === "stateMember" ? "state" : "param", names, size, initial, span }];
    }
    case "outputMember": {
      const name = childToken(node, "Name");
      return name === undefined ? [] : [{ kind: "output", name: builder.name(name), span }];
    }
    case "partMember": {
      const name = childToken(node, "Name");
      return name === undefined
        ? []
        : [{ kind: "part", name: builder.name(name), value: builder.expression(childNode(node, "expression"), span), span }];
    }
    case "equation": {
      const key = childToken(node, "Key");
      if (key === undefined) return [];
      const name = builder.name(key);
      const time = childNode(node, "time");
      const step = time === undefined ? null : readTime(builder, time);
      if (step !== null && (step.from !== 0 || step.to !== 0)) {
        const found = builder.source.slice(step.span.start + 1, step.span.end - 1).trim();
        builder.problems.push(report.definesOtherStep({ start: key.startOffset, end: step.span.end }, name.text, found));
      }
      return [{ kind: "equation", name, value: builder.expression(childNode(node, "expression"), span), span }];
    }
    default:
      return [];
  }
}

function buildNames(builder: Builder, node: CstNode): Ast.Name[] {
  const names = childNode(node, "names");
  return names === undefined ? [] : childTokens(names, "Name").map(builder.name);
}

function buildSizes(builder: Builder, node: CstNode | undefined, near: Ast.Span): Ast.Sizes {
  if (node === undefined) {
    const span = { start: near.end, end: near.end };
    return { sizes: [{ kind: "error", span }], span };
  }
  const span = spanOfNode(node);
  return { sizes: childNodes(node, "expression").map((size) => builder.expression(size, span)), span };
}

// --------------------------------------------------------------------------------------- models

function buildModel(builder: Builder, node: CstNode, comments: readonly Ast.Comment[]): Ast.Model | null {
  const name = childToken(node, "Name");
  if (name === undefined) return null;
  const span = spanOfNode(node);
  return {
    kind: "model",
    doc: readDoc(builder.source, comments, span.start),
    name: builder.name(name),
    members: childNodes(node, "modelMember").flatMap((member) => buildModelMember(builder, member)),
    span,
  };
}

function buildModelMember(builder: Builder, outer: CstNode): Ast.ModelMember[] {
  const rule = Object.keys(outer.children)[0];
  const node = rule === undefined ? undefined : childNode(outer, rule);
  if (node === undefined) return [];
  const span = spanOfNode(node);
  if (rule === "train") {
    const options = childNode(node, "options");
    return options === undefined ? [] : [{ kind: "train", options: buildOptions(builder, options), span }];
  }
  const [nameToken, typeToken] = childTokens(node, "Name");
  if (nameToken === undefined) return [];
  const name = builder.name(nameToken);
  const optionsNode = childNode(node, "options");
  const options = optionsNode === undefined ? null : buildOptions(builder, optionsNode);
  switch (rule) {
    case "modelInput": {
      if (typeToken === undefined) return [];
      const sizes = childNode(node, "sizes");
      return [{
        kind: "model-input",
        name,
        type: builder.name(typeToken),
        sizes: sizes === undefined ? null : buildSizes(builder, sizes, span),
        count: childToken(node, "Of") === undefined ? null : builder.expression(childNode(node, "expression"), span),
        options,
        span,
      }];
    }
    case "stack": {
      const expressions = childNodes(node, "expression");
      const layers = childNode(node, "layers");
      const sourced = childToken(node, "From") !== undefined;
      if (!sourced) builder.problems.push(report.missingSource(name.span.end, "stack"));
      const [source, init] = sourced ? expressions : [undefined, expressions[0]];
      return [{
        kind: "stack",
        name,
        source: builder.expression(source, name.span),
        init: childToken(node, "Init") === undefined ? null : builder.expression(init, span),
        layers: layers === undefined ? [] : buildLayers(builder, layers),
        span,
      }];
    }
    case "head": {
      const time = childNode(node, "time");
      const type = childNode(node, "headType");
      const colon = childToken(node, "Colon");
      const valued = childToken(node, "Equals") !== undefined;
      const before = spanOfNode(type ?? time ?? node);
      if (colon !== undefined && type === undefined) builder.problems.push(report.missingType(colon.startOffset + 1));
      else if (!valued && childToken(node, "From") === undefined) {
        builder.problems.push(report.missingSource(type ?? time ? before.end : name.span.end, "head"));
      }
      return [{
        kind: "head",
        name,
        time: time === undefined ? null : readTime(builder, time),
        type: type === undefined ? null : buildHeadType(builder, type),
        projection: valued ? "=" : "from",
        source: builder.expression(childNode(node, "expression"), span),
        options,
        span,
      }];
    }
    default:
      return [];
  }
}

function buildHeadType(builder: Builder, node: CstNode): Ast.HeadType | null {
  const name = childToken(node, "Name");
  if (name === undefined) return null;
  const given = childNode(node, "arguments");
  const sizes = childNode(node, "sizes");
  const span = spanOfNode(node);
  return {
    name: builder.name(name),
    arguments: given === undefined ? null : builder.arguments(given),
    sizes: sizes === undefined ? null : buildSizes(builder, sizes, span),
    span,
  };
}

function buildLayers(builder: Builder, node: CstNode): Ast.Layer[] {
  return childNodes(node, "layer").flatMap((layer) => {
    const name = childToken(layer, "Name");
    if (name === undefined) return [];
    const given = childNode(layer, "arguments");
    const count = childToken(layer, "Number");
    const layers = childNode(layer, "layers");
    return [{
      kind: "layer" as const,
      direction: buildDirection(builder, childNode(layer, "direction")),
      name: builder.name(name),
      arguments: given === undefined ? null : builder.arguments(given),
      count: count === undefined ? null : builder.number(count),
      layers: layers === undefined ? null : buildLayers(builder, layers),
      span: spanOfNode(layer),
    }];
  });
}

function buildDirection(builder: Builder, node: CstNode | undefined): Ast.Layer["direction"] {
  const word = node === undefined ? undefined : childToken(node, "Direction");
  if (node === undefined || word === undefined) return null;
  const merge = childToken(node, "Name");
  return { name: builder.name(word), merge: merge === undefined ? null : builder.name(merge) };
}

function buildOptions(builder: Builder, node: CstNode): Ast.Options {
  const entries = childNodes(node, "entry").flatMap((option): Ast.Option[] => {
    const key: IToken | undefined = childToken(option, "Key");
    const span = spanOfNode(option);
    return key === undefined ? [] : [{ name: builder.name(key), value: builder.expression(childNode(option, "expression"), span), span }];
  });
  return { entries, span: spanOfNode(node) };
}

// ----------------------------------------------------------------------------------------- docs

/** The `///` lines right above `start`, up to the first blank line; `//` lines among them don't count. */
function readDoc(text: string, comments: readonly Ast.Comment[], start: number): string {
  const lines: string[] = [];
  let below = start;
  for (let i = lastBefore(comments, start); i >= 0; i--) {
    const { span, doc, text: comment } = comments[i]!;
    const gap = text.slice(span.end, below);
    const lineStart = text.lastIndexOf("\n", span.start - 1) + 1;
    if (gap.trim() !== "" || gap.split("\n").length > 2 || text.slice(lineStart, span.start).trim() !== "") break;
    if (doc) lines.unshift(comment.slice(3).replace(/^ /, ""));
    below = span.start;
  }
  return lines.join("\n");
}

function lastBefore(comments: readonly Ast.Comment[], start: number): number {
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (comments[middle]!.span.start < start) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

