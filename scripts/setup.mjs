// Installs the project's packages when they are missing or older than the lock file, so that
// `npm run demo` and `npm test` work in a fresh clone. Does nothing (in a few ms) otherwise.
// With --tests also what tests need of the system: a browser, which brings a GPU made of software. By root on Debian alone
// (CI); elsewhere it says what is missing, and tests that need it say that they are skipped.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`rnnc needs Node 20.19 or later; this is ${process.versions.node}.`);
  process.exit(1);
}
const installed = "node_modules/.package-lock.json";
if (!existsSync(installed) || statSync(installed).mtimeMs < statSync("package-lock.json").mtimeMs) {
  console.error("Installing the project's packages (once) …");
  const { status } = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  });
  if (status !== 0) process.exit(status ?? 1);
}

if (process.argv.includes("--tests")) installForTests();

function installForTests() {
  const release = existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "";
  // Not Ubuntu and others made of Debian: their `chromium` is something else, or has another name.
  if (!/^ID="?debian"?$/m.test(release)) return;
  const missing = ["chromium", "libvulkan1"].filter((name) => spawnSync("dpkg-query", ["-W", "-f", "${db:Status-Status}", name], { encoding: "utf8" }).stdout !== "installed");
  if (missing.length === 0) return;
  const command = `apt-get install ${missing.join(" ")}`;
  if (process.getuid?.() !== 0) {
    console.error(`Tests in a browser and on WebGPU need ${missing.join(" and ")}: sudo ${command}`);
    return;
  }
  console.error(`Installing ${missing.join(" and ")} for tests in a browser and on WebGPU (once) …`);
  for (const given of [["update"], ["install", "--yes", "--no-install-recommends", ...missing]]) {
    // Waits for another apt-get, but not for long: tests that need none of this should run whatever happens here.
    const run = spawnSync("apt-get", ["-o", "DPkg::Lock::Timeout=120", "--quiet", ...given], {
      stdio: ["ignore", "ignore", "pipe"],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
      encoding: "utf8",
      timeout: 300_000,
    });
    // A list that could not be brought up to date may still do.
    if (run.status !== 0 && given[0] !== "update") console.error(`\`${command}\` failed, so these tests are skipped: ${run.error?.message ?? run.stderr.trim()}`);
  }
}
