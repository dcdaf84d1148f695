// Another browser than Chromium, for runs by hand: RNNC_BROWSER is the command that opens an address in it.
//
//   RNNC_BROWSER=firefox-esr npx vitest run --project wasm test/web/other.test.ts
//   RNNC_BROWSER=echo …                         prints the address, to be opened by hand in any browser on this machine
//
// Firefox gets a profile of its own in which WebGPU is switched on, no window, and RNNC_VULKAN as its driver, as tests in Node (support/webgpu.ts).
// The page asks for what it should do and posts what it made of it, so nothing is needed that drives the browser.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleScripts, types } from "../../web/serve/bundle.js";
import { root } from "./support.js";

const command = process.env["RNNC_BROWSER"];

/** Why there is no other browser; null where one is asked for. */
export const whyNoOther: string | null = command ? null : "RNNC_BROWSER names none";

const preferences = { "dom.webgpu.enabled": true, "gfx.webgpu.ignore-blocklist": true, "browser.shell.checkDefaultBrowser": false, "datareporting.policy.dataSubmissionEnabled": false, "network.captive-portal-service.enabled": false };

const loader = (name: string): string => `
const post = (path, value) => fetch(path, { method: "POST", body: JSON.stringify(value) });
addEventListener("error", ({ message }) => post("error", message));
addEventListener("unhandledrejection", ({ reason }) => post("error", String(reason)));
const say = (text) => document.body.append(text, document.createElement("br"));
try {
  const script = await import("./${name}");
  say(navigator.userAgent);
  for (;;) {
    const job = await (await fetch("job")).json();
    const result = await script[job.name](...job.args).then((value) => ({ value }), (error) => ({ error: String(error?.stack || error) }));
    say(\`\${job.name}(\${job.args.join(", ")}) \${result.error ?? ""}\`);
    await post("result", result);
  }
} catch (error) {
  await post("result", { error: String(error) });
}`;

/** A page with a script of the repository, whose exports it calls: what they take and give goes as JSON. */
export interface ScriptPage {
  call<Result>(name: string, ...args: readonly unknown[]): Promise<Result>;
  /** What went wrong on the page so far. */
  readonly errors: readonly string[];
  close(): Promise<void>;
}

/** Opens one in the browser that is asked for. */
export async function openScript(entry: string): Promise<ScriptPage> {
  const scripts = await bundleScripts(root, [entry], { minify: false });
  const name = `${entry.replace(/^.*\//, "").replace(/\.ts$/, "")}.js`;
  const html = { type: types.html, body: `<!doctype html><html lang="en"><meta charset="utf-8"><title>${name}</title><link rel="icon" href="data:,"><body><script type="module" src="loader.js"></script>` };
  const site = new Map([...scripts, ["/", html], ["/loader.js", { type: types.js, body: loader(name) }]]);
  const errors: string[] = [];
  /** The page, waiting for something to do; what it should do; who waits for what comes out. */
  let idle: ServerResponse | null = null;
  const jobs: { readonly name: string; readonly args: readonly unknown[]; readonly done: (result: { value?: never; error?: string }) => void }[] = [];
  const next = (): void => {
    if (!idle || jobs.length === 0) return;
    const { name, args } = jobs[0]!;
    idle.end(JSON.stringify({ name, args }));
    idle = null;
  };
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "", "http://localhost");
    if (request.method === "POST") {
      const said = JSON.parse(await bodyOf(request)) as never;
      if (pathname === "/error") errors.push(said);
      else jobs.shift()?.done(said);
      response.end();
    } else if (pathname === "/job") {
      idle = response;
      next();
    } else {
      const file = site.get(pathname);
      response.writeHead(file ? 200 : 404, { "Content-Type": file?.type ?? types.text });
      response.end(file?.body);
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const browser = openBrowser(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  return {
    errors,
    call: <Result>(name: string, ...args: readonly unknown[]): Promise<Result> =>
      new Promise((resolve, reject) => {
        jobs.push({ name, args, done: ({ value, error }) => (error === undefined ? resolve(value as Result) : reject(new Error(`in the browser: ${error}`))) });
        next();
      }),
    close: async () => {
      await browser.close();
      server.close();
      server.closeAllConnections();
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of request.setEncoding("utf8")) text += part as string;
  return text;
}

function openBrowser(address: string): { close(): Promise<void> } {
  const [program, ...given] = command!.split(" ");
  const profile = mkdtempSync(join(tmpdir(), "rnnc-browser-"));
  const firefox = /firefox/i.test(program!);
  if (firefox) writeFileSync(join(profile, "user.js"), Object.entries(preferences).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${value});\n`).join(""));
  const driver = process.env["RNNC_VULKAN"];
  const child: ChildProcess = spawn(program!, [...given, ...(firefox ? ["--headless", "--no-remote", "--profile", profile] : []), address], {
    stdio: ["ignore", "inherit", "ignore"],
    env: { ...process.env, ...(driver && { VK_DRIVER_FILES: driver, VK_ICD_FILENAMES: driver }) },
  });
  return {
    close: async () => {
      if (child.exitCode === null) {
        child.kill();
        await once(child, "exit");
      }
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
