// Results as Markdown: a section a training, and the file docs/results.md in which a new section replaces the old one of
// its name while the others stay. Runs nothing.

const head = `# Results

Written by \`npm run learn\`, which trains the models in \`specs/models\` on real data as a user would, one after the
other, and sets what came out beside what needs no network. Where a training has patience, the part held out also chose
the epoch whose weights are kept; and the settings in the specs were tuned with these figures in view, those of the test
set too. So they flatter the models a little. \`npm run learn -- pos\` does one of them (\`--list\` names
all) and replaces its section. The data are not part of the project: \`RNNC_DATA\` names their folder. Times are those of
the machine named; where other work ran beside, the load says so.
`;

/** One section of what run.mjs learned of one training. */
export function formatSection({ training, commands, transcripts, rows, afterwards, date, machine, seconds }) {
  const several = transcripts.length > 1;
  const block = (text, language = "") => `\`\`\`${language}\n${text}\n\`\`\``;
  return [
    `## ${training.name}`,
    `**${training.title}** ${training.about}`,
    formatTable(rows),
    `Trained in ${formatSeconds(seconds)} on ${date}; ${machine}.`,
    `By hand:\n\n${block(commands.join("\n"), "sh")}`,
    ...transcripts.map(({ label, transcript, seconds }) => `${several ? `The training on ${label} (${formatSeconds(seconds)}) said` : "The training said"}:\n\n${block(transcript)}`),
    ...afterwards.map(({ command, said }) => `Then:\n\n${block(command, "sh")}\n\n${block(said)}`),
  ].join("\n\n") + "\n";
}

function formatTable(rows) {
  return ["| | rnnc | without a network |", "|---|---|---|", ...rows.map((row) => `| ${row.join(" | ")} |`)].join("\n");
}

export function formatSeconds(seconds) {
  const s = Math.round(seconds);
  return s < 60 ? `${s} s` : `${Math.floor(s / 60)} min ${String(s % 60).padStart(2, "0")} s`;
}

/** The file with this section in it, sections in the order of `names`; those that are named nowhere are dropped. */
export function replaceSection(before, name, section, names) {
  const sections = new Map();
  for (const text of before.split(/^(?=## )/m)) {
    const found = /^## (\S+)\n/.exec(text);
    if (found !== null) sections.set(found[1], text.trimEnd() + "\n");
  }
  sections.set(name, section);
  const kept = names.filter((one) => sections.has(one)).map((one) => sections.get(one));
  return [head, ...kept].join("\n");
}
