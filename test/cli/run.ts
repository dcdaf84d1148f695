// Runs the built command as a child process, in a folder of its own. Not a test.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));
const program = join(root, "dist", "cli", "rnnc.js");

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Place {
  readonly folder: string;
  /** The path of a file in the folder. */
  at(name: string): string;
  run(...words: string[]): Ran;
  /** With something on standard input, or other variables. */
  runWith(options: { readonly input?: string; readonly env?: Readonly<Record<string, string>> }, ...words: string[]): Ran;
  /** Starts it and sends a signal once standard output matches. */
  interrupt(when: RegExp, signal: NodeJS.Signals, ...words: string[]): Promise<Ran>;
  remove(): void;
}

export function openPlace(): Place {
  if (!existsSync(program)) throw new Error("dist/cli/rnnc.js is missing: run `npm run build` first");
  const folder = mkdtempSync(join(tmpdir(), "rnnc-cli-"));
  const environment = (more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv => {
    const { NO_COLOR: _, FORCE_COLOR: __, ...rest } = process.env;
    return { ...rest, ...more };
  };
  const runWith: Place["runWith"] = ({ input = "", env }, ...words) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...words], { cwd: folder, env: environment(env), input, encoding: "utf8", maxBuffer: 1e8 });
    return { code: status, out: stdout, err: stderr };
  };
  return {
    folder,
    at: (name) => join(folder, name),
    run: (...words) => runWith({}, ...words),
    runWith,
    interrupt: (when, signal, ...words) =>
      new Promise((resolve, reject) => {
        const child = spawn(process.execPath, [program, ...words], { cwd: folder, env: environment(), stdio: ["ignore", "pipe", "pipe"] });
        let out = "";
        let err = "";
        let sent = false;
        child.stdout.setEncoding("utf8").on("data", (piece: string) => {
          out += piece;
          if (!sent && when.test(out)) sent = child.kill(signal);
        });
        child.stderr.setEncoding("utf8").on("data", (piece: string) => (err += piece));
        child.on("error", reject);
        child.on("close", (code) => (sent ? resolve({ code, out, err }) : reject(new Error(`it ended (${code}) before its output matched ${when}: ${out}${err}`))));
      }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
