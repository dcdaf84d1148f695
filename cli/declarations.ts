// The text that demos train on: TypeScript's own declarations, which every installation has. Reads them; how much of them is read in
// the time there is says reading-time.ts.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Failure } from "./failure.js";

/** Declarations without their comments, so that what is learned is code. The general ones first, the browser's last. `root` is the repository's. Throws Failure where there are none. */
export function readDeclarations(root: string): string {
  const folder = findDeclarations(root);
  const rank = (name: string): number => (name === "lib.es5.d.ts" ? 0 : /^lib\.es/.test(name) ? 1 : name === "lib.dom.d.ts" ? 2 : 3);
  const names = readdirSync(folder)
    .filter((name) => name.endsWith(".d.ts"))
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return names
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .join("\n")
    .replaceAll("\r\n", "\n")
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/^[ \t]*\/\/.*$/gm, "")
    .replace(/[ \t]+$/gm, "")
    .replace(/\n{2,}/g, "\n");
}

/** Where lib.es5.d.ts is: since TypeScript 7 in a package for the platform; before, in `typescript` itself. */
function findDeclarations(root: string): string {
  const packages = join(root, "node_modules");
  const platforms = existsSync(join(packages, "@typescript")) ? readdirSync(join(packages, "@typescript")).map((name) => join(packages, "@typescript", name, "lib")) : [];
  const folders = [...platforms, join(packages, "typescript", "lib")];
  const found = folders.find((folder) => existsSync(join(folder, "lib.es5.d.ts"))) ?? [join(packages, "@types", "node")].find(existsSync);
  if (found === undefined) throw new Failure("TypeScript's declarations (lib.es5.d.ts) are not in node_modules", { hint: "run `npm ci`." });
  return found;
}

/** The folder of the repository, from a module in it, built (below dist/) or not: the one with the specs. */
export function findRoot(module: string): string {
  for (let folder = dirname(fileURLToPath(module)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, "specs")) && existsSync(join(folder, "package.json"))) return folder;
    if (folder === dirname(folder)) throw new Failure("this is not in a clone of rnnc's repository");
  }
}
