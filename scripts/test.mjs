// Runs the tests with vitest and ends with a plain line `N passed, N failed` of true counts. Arguments go to
// vitest: `npm test -- test/grammar`. Fails when a test fails, when a file can't be loaded and when nothing ran.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "rnnc-test-"));
const report = join(folder, "report.json");
const run = spawnSync(
  process.execPath,
  ["node_modules/vitest/vitest.mjs", "run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`, ...process.argv.slice(2)],
  { stdio: ["ignore", "inherit", "inherit"] },
);

const counts = { passed: 0, failed: 0, skipped: 0 };
if (existsSync(report)) {
  for (const file of JSON.parse(readFileSync(report, "utf8")).testResults) {
    const tests = file.assertionResults;
    for (const { status } of tests) {
      if (status === "passed") counts.passed++;
      else if (status === "failed") counts.failed++;
      else counts.skipped++;
    }
    // A file that can't be loaded, or a hook that throws, has no failed test to count: it counts as one itself.
    if (file.status === "failed" && !tests.some(({ status }) => status === "failed")) {
      counts.failed++;
      console.error(`${relative(process.cwd(), file.name)} failed outside its tests`);
    }
  }
}
rmSync(folder, { recursive: true, force: true });

const ran = counts.passed + counts.failed;
if (ran === 0) console.error("No test ran.");
else if (run.status !== 0 && counts.failed === 0) console.error(`Every test passed, yet vitest ended with ${run.status ?? run.signal}: an error outside the tests, printed above.`);
if (counts.skipped > 0) console.log(`${counts.skipped} skipped`);
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = run.status === 0 && ran > 0 && counts.failed === 0 ? 0 : 1;
