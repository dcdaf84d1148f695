// Names and texts of a spec as TypeScript: every name a spec may have becomes an identifier, and no text becomes code.
import { ts } from "ts-morph";
import { expect, test } from "vitest";
import { identifier, Names } from "../../compiler/5-emit/identifier.js";
import { attacks } from "./attacks.js";
import { docText, lineComment, literal, propertyKey, quote, type Literal } from "../../compiler/5-emit/module/text.js";

function isIdentifier(text: string): boolean {
  const [first, ...rest] = text;
  const code = (character: string): number => character.codePointAt(0)!;
  return ts.isIdentifierStart(code(first), ts.ScriptTarget.ES2023) && rest.every((character) => ts.isIdentifierPart(code(character), ts.ScriptTarget.ES2023));
}

test("names keep what they are where they can", () => {
  expect(identifier("encoder.2.W_i")).toBe("encoder_2_W_i");
  expect(identifier("h̃")).toBe("h̃");
  expect(identifier("φ")).toBe("φ");
  expect(identifier("門")).toBe("門");
  expect(identifier("x²")).toBe("x$b2");
  expect(identifier("2.W")).toBe("_2_W");
  expect(identifier("")).toBe("$");
});

test("words that mean something get a `$`", () => {
  expect(["delete", "class", "await", "eval", "arguments", "undefined", "toString", "constructor", "hasOwnProperty", "then"].map(identifier)).toEqual(
    ["delete$", "class$", "await$", "eval$", "arguments$", "undefined$", "toString$", "constructor$", "hasOwnProperty$", "then$"],
  );
  expect(identifier("__proto__")).toBe("__proto__$");
  expect(identifier("__defineGetter__")).toBe("__defineGetter__$");
});

test("what a plain object has from birth is no identifier of ours", () => {
  for (const name of Object.getOwnPropertyNames(Object.prototype)) expect(identifier(name) in {}, name).toBe(false);
});

test("every letter, mark and digit that a name may have makes an identifier, first or later", () => {
  let count = 0;
  for (let code = 0; code <= 0x10ffff; code++) {
    const character = String.fromCodePoint(code);
    if (!/^[\p{L}\p{M}\p{N}_]$/u.test(character)) continue;
    count++;
    if (!isIdentifier(identifier(character))) expect.fail(`U+${code.toString(16)} alone gives ${identifier(character)}`);
    if (!isIdentifier(identifier(`a${character}`))) expect.fail(`a and U+${code.toString(16)} give ${identifier(`a${character}`)}`);
  }
  expect(count).toBeGreaterThan(100_000);
});

test("in a scope every name has its own identifier, always the same", () => {
  const names = new Names(["k", "batch"]);
  const keys = ["a.b", "a_b", "a.b_2", "a_b_2", "k", "batch", "k_2", "T", "__proto__", "constructor", "x²", "x$b2"];
  const first = keys.map((key) => names.of(key));
  expect(new Set([...first, "k", "batch"]).size).toBe(keys.length + 2);
  expect(keys.map((key) => names.of(key))).toEqual(first);
  expect(first.slice(0, 2)).toEqual(["a_b", "a_b_2"]);
});

/** What the text says when it is read as the value of a constant: nothing is run. */
function valueOf(source: string): unknown {
  const file = ts.createSourceFile("x.ts", `const x = ${source};`, ts.ScriptTarget.ES2023, true);
  expect(file.statements.length, source).toBe(1);
  const [statement] = file.statements;
  if (!ts.isVariableStatement(statement)) expect.fail(source);
  return read(statement.declarationList.declarations[0].initializer!);
}

function read(node: ts.Expression): unknown {
  if (ts.isStringLiteral(node)) return node.text;
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (ts.isPrefixUnaryExpression(node)) return -(read(node.operand) as number);
  if (ts.isArrayLiteralExpression(node)) return node.elements.map(read);
  if (ts.isObjectLiteralExpression(node)) {
    return Object.fromEntries(
      node.properties.map((property) => {
        if (!ts.isPropertyAssignment(property)) return expect.fail("a property that is none");
        const { name } = property;
        // `__proto__: x` and `"__proto__": x` are no keys.
        if (!ts.isComputedPropertyName(name)) expect((name as ts.Identifier).text).not.toBe("__proto__");
        return [ts.isComputedPropertyName(name) ? (read(name.expression) as string) : (name as ts.Identifier).text, read(property.initializer)];
      }),
    );
  }
  return { true: true, false: false, null: null }[node.getText()];
}

test.each(attacks)("%j stays data in a string, a key and a comment", (text) => {
  expect(valueOf(quote(text))).toBe(text);
  expect(quote(text)).toMatch(/^"[^\u0000-\u001f\u2028\u2029\u202e\ud800\ufeff]*"$/);
  expect(valueOf(`{ ${propertyKey(text)}: 1 }`)).toEqual(Object.fromEntries([[text, 1]]));
  for (const comment of [lineComment(text), `/** ${docText(text)} */`, `/**\n * ${docText(`a\n${text}`).replaceAll("\n", "\n * ")}\n */`]) {
    const file = ts.createSourceFile("x.ts", `${comment}\nlet end;`, ts.ScriptTarget.ES2023, true);
    expect(file.statements.map((statement) => statement.getText()), comment).toEqual(["let end;"]);
    expect(comment).not.toMatch(/@ts-|[\u0000-\u0009\u000b-\u001f\u2028\u2029\u202e\ufeff]/);
  }
});

test("literals are read back as they were", () => {
  const data: Literal = { a: [1, -2.5, 1e-8, 1e21, 0.1], "b.c": { ["__proto__"]: "x", 1: null, "": true }, d: [], e: {}, "ключ": "h̃ 門 👩‍👩‍👧" };
  expect(valueOf(literal(data))).toEqual(data);
  expect(valueOf(literal(-0))).toBe(-0);
  expect(() => literal(NaN)).toThrow("internal: NaN can't be written");
  expect(() => literal({ a: Infinity })).toThrow("internal:");
});
