// A server of files that are in memory, for this machine alone. A path is looked up among them and never in a file system.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Site } from "./bundle.js";

const headers = {
  // Cross-origin isolated: finer clocks, and shared memory where a page wants it.
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Content-Security-Policy": "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data: blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cache-Control": "no-cache",
} as const;

export interface Serving {
  /** `http://127.0.0.1:PORT/` */
  readonly address: string;
  close(): Promise<void>;
}

/** Serves on 127.0.0.1; port 0 is a free one. Rejects with the system's error where the port can't be had. */
export async function serve(site: Site, port = 0): Promise<Serving> {
  const server = createServer((request, response) => {
    const path = pathOf(request.url);
    const file = path === null ? undefined : site.get(path);
    const fine = request.method === "GET" || request.method === "HEAD";
    const status = !fine ? 405 : file === undefined ? 404 : 200;
    const { type, body } = status === 200 ? file! : { type: "text/plain; charset=utf-8", body: status === 405 ? "Only GET and HEAD are answered here.\n" : "There is no such file.\n" };
    const bytes = typeof body === "string" ? Buffer.from(body) : body;
    response.writeHead(status, { ...headers, "Content-Type": type, "Content-Length": bytes.length, ...(status === 405 && { Allow: "GET, HEAD" }) });
    response.end(request.method === "HEAD" ? undefined : bytes);
  });
  await listen(server, port);
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The path of a request, without its query; null where it is none. */
function pathOf(url: string | undefined): string | null {
  try {
    return decodeURIComponent(new URL(url ?? "", "http://localhost").pathname);
  } catch {
    return null;
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
}
