// The server of `npm run demo:web`, and the command around it: what is served, what is not, and what is said of a port that can't be had.
// No browser.
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer, get } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundlePage } from "../../web/serve/bundle.js";
import { serve, type Serving } from "../../web/serve/server.js";
import { root } from "./support.js";

const program = join(root, "dist", "web", "serve", "main.js");

describe("the server", () => {
  let serving: Serving;
  beforeAll(async () => void (serving = await serve(await bundlePage(root, "the text\n"))));
  afterAll(() => serving.close());

  test("serves the page, its scripts and the text, each with its type", async () => {
    const types = { "": "text/html", "index.html": "text/html", "style.css": "text/css", "main.js": "text/javascript", "worker.js": "text/javascript", "icon.svg": "image/svg+xml", text: "text/plain" };
    for (const [path, type] of Object.entries(types)) {
      const response = await fetch(serving.address + path);
      expect(response.status, path).toBe(200);
      expect(response.headers.get("content-type"), path).toMatch(new RegExp(`^${type.replace("+", "\\+")}(; charset=utf-8)?$`));
      expect((await response.arrayBuffer()).byteLength, path).toBe(Number(response.headers.get("content-length")));
    }
    expect(await (await fetch(`${serving.address}text?now`)).text()).toBe("the text\n");
  });

  test("isolates the page and forbids scripts from elsewhere", async () => {
    const { headers } = await fetch(serving.address);
    expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
    expect(headers.get("cross-origin-embedder-policy")).toBe("require-corp");
    expect(headers.get("content-security-policy")).toContain("default-src 'self'");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  });

  test("serves nothing else: no file of the disk, whatever the path says", async () => {
    const { port } = new URL(serving.address);
    const status = (path: string): Promise<number | undefined> => new Promise((resolve, reject) => void get({ host: "127.0.0.1", port, path }, ({ statusCode }) => resolve(statusCode)).on("error", reject));
    for (const path of ["/../package.json", "/%2e%2e/package.json", "/..%2fpackage.json", "/package.json", "//etc/passwd", "/web/page/main.ts", "/%", "/parts/", "/__proto__", "/constructor"]) expect(await status(path), path).toBe(404);
  });

  test("answers GET and HEAD alone, and survives what is no request", async () => {
    expect(await fetch(serving.address, { method: "POST" })).toMatchObject({ status: 405 });
    const head = await fetch(`${serving.address}style.css`, { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
    await new Promise<void>((resolve) => {
      const socket = connect(Number(new URL(serving.address).port), "127.0.0.1", () => socket.end("nonsense\r\n\r\n"));
      socket.on("close", () => resolve());
      socket.resume();
    });
    expect(await fetch(serving.address)).toMatchObject({ status: 200 });
  });

  test("the page's script has no network in it, and what each device needs is a part of its own", async () => {
    const site = await bundlePage(root, "");
    const parts = [...site].filter(([path]) => path.endsWith(".js")).map(([path, { body }]) => [path, Buffer.from(body).toString()] as const);
    const loaded = parts.filter(([path]) => path === "/main.js").map(([, text]) => text).join("");
    expect(loaded).not.toContain("moment2");
    for (const device of ["wasm", "webgpu"]) expect(parts.filter(([path]) => path.startsWith(`/parts/${device}-`)), device).toHaveLength(1);
    const shaders = parts.filter(([, text]) => text.includes("@compute"));
    expect(shaders.map(([path]) => path.replace(/-[^-]*$/, ""))).toEqual(["/parts/webgpu"]);
  });
});

describe("the command", () => {
  const run = (...words: string[]): { code: number | null; out: string; err: string } => {
    if (!existsSync(program)) throw new Error("dist/web/serve/main.js is missing: run `npm run build` first");
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...words], { encoding: "utf8", timeout: 60_000 });
    return { code: status, out: stdout, err: stderr };
  };

  test("prints the address, serves TypeScript's declarations there, and ends with Ctrl-C", async () => {
    const child = spawn(process.execPath, [program], { stdio: ["ignore", "pipe", "pipe"] });
    const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
    let out = "";
    const address = await new Promise<string>((resolve, reject) => {
      child.stdout.on("data", (piece: Buffer) => {
        out += piece.toString();
        const found = /http:\/\/127\.0\.0\.1:\d+\//.exec(out);
        if (found) resolve(found[0]);
      });
      void ended.then((code) => reject(new Error(`it ended with ${code}: ${out}`)));
    });
    expect(await (await fetch(address)).text()).toContain("<h1>");
    expect(await (await fetch(`${address}text`)).text()).toContain("interface Array<T>");
    child.kill("SIGINT");
    expect(await ended).toBe(0);
  });

  test("says what is wrong with a port", async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
    const { port } = taken.address() as AddressInfo;
    expect(run("--port", String(port))).toEqual({ code: 1, out: "", err: `error: port ${port} is in use\n  hint: leave out --port for a free one.\n` });
    await new Promise((resolve) => taken.close(resolve));
    expect(run("--port", "http")).toMatchObject({ code: 2, err: expect.stringContaining("It should be a number from 0 (any free port) to 65535.") as string });
    expect(run("--prot", "80")).toMatchObject({ code: 2, err: expect.stringContaining("unknown option") as string });
  });
});
