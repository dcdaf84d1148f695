// Ten names of each language, as the trained model of specs/models/captions.rnn makes them up. Usage: node learn/names.mjs WEIGHTS
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const languages = ["Arabic", "Chinese", "Czech", "Dutch", "English", "French", "German", "Greek", "Irish", "Italian", "Japanese", "Korean", "Polish", "Portuguese", "Russian", "Scottish", "Spanish", "Vietnamese"];
const [weights, ...more] = process.argv.slice(2);
if (weights === undefined || more.length > 0) {
  console.error("Usage: node learn/names.mjs WEIGHTS");
  process.exit(2);
}
for (const language of languages) {
  const words = ["dist/cli/rnnc.js", "generate", "specs/models/captions.rnn", "--weights", weights, "--input", `language=${language}`, "--count", "10", "--temperature", "0.8", "--seed", "1"];
  const run = spawnSync(process.execPath, words, { cwd: root, encoding: "utf8" });
  if (run.status !== 0) {
    process.stderr.write(run.stderr);
    process.exit(1);
  }
  console.log(`${language}: ${run.stdout.trim().split("\n").join(", ")}`);
}
