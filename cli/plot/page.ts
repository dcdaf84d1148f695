// Figures as one page that needs nothing else: HTML with the pictures inside, no script, for light and dark, for a
// telephone and for paper. And as one SVG, from which the PNG is made (png.ts).
import { at, escape, text, widthOfText, type Figure, type Panel } from "./svg.js";

/** Colours by name, for light and for dark. Those of lines are Okabe & Ito's (2008), which all sorts of colour vision tell apart. */
const light = { paper: "#ffffff", ink: "#1b1f24", soft: "#57606a", grid: "#e4e7eb", axis: "#9aa4af", c0: "#0072b2", c1: "#d55e00", c2: "#009e73", c3: "#cc79a7", c4: "#b8860b", c5: "#3a9bd9", c6: "#555555", c7: "#7a3e00" };
const dark: typeof light = { paper: "#15181c", ink: "#e6e9ec", soft: "#a3acb5", grid: "#2c3238", axis: "#66707a", c0: "#4db2f0", c1: "#ff8a4c", c2: "#35c99b", c3: "#e39ac4", c4: "#f0c04a", c5: "#9ad0f5", c6: "#bbbbbb", c7: "#d9a066" };

/** The pictures' own rules; `of` gives a colour by its name. */
function rules(of: (name: keyof typeof light) => string): string {
  const lines = (["c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7"] as const).map((name) => `.l.${name}{stroke:${of(name)}}.p.${name}{fill:${of(name)}}.r.${name}{fill:${of(name)}}`);
  return `.t,.b{fill:${of("ink")}}.m{fill:${of("soft")}}.b{font-weight:bold}.g{stroke:${of("grid")};fill:none}.a{stroke:${of("axis")};fill:none}.f{stroke:${of("axis")};stroke-width:.5;fill:none}.l{fill:none;stroke-width:2;stroke-linejoin:round}.thin{stroke-width:1;opacity:.55}.r{fill-opacity:.16}${lines.join("")}`;
}

export interface Page {
  readonly title: string;
  /** What was drawn from what, a sentence or two. */
  readonly about: string;
  readonly figures: readonly Figure[];
}

export function writePage({ title, about, figures }: Page): string {
  const variables = (colors: typeof light): string => Object.entries(colors).map(([name, color]) => `--${name}:${color}`).join(";");
  const style = `:root{color-scheme:light dark;${variables(light)}}@media (prefers-color-scheme:dark){:root{${variables(dark)}}}@media print{:root{${variables(light)}}}
body{margin:0 auto;padding:1rem;max-width:76rem;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,"DejaVu Sans",sans-serif}
h1{font-size:1.5rem;margin:.4rem 0;overflow-wrap:anywhere}h2{font-size:1.15rem;margin:2.2rem 0 .3rem;overflow-wrap:anywhere}p{margin:.3rem 0 1rem;max-width:46rem;color:var(--soft);overflow-wrap:anywhere}
.row{display:flex;flex-wrap:wrap;gap:1rem 1.5rem;align-items:flex-start}.box{overflow-x:auto;max-width:100%}image{image-rendering:pixelated}.fit{max-width:100%;height:auto}svg{display:block;font-family:system-ui,"DejaVu Sans",sans-serif}
${rules((name) => `var(--${name})`)}`;
  const sections = figures.map(({ title: heading, caption, panels }) => `<section>
<h2>${escape(heading)}</h2>
<p>${escape(caption)}</p>
<div class="row">
${panels.map((panel) => `<div class="box">${writePanel(panel)}</div>`).join("\n")}
</div>
</section>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="rnnc plot">
<title>${escape(title)}</title>
<style>
${style}
</style>
</head>
<body>
<h1>${escape(title)}</h1>
<p>${escape(about)}</p>
${sections.join("\n")}
</body>
</html>
`;
}

function writePanel({ width, height, body, label }: Panel): string {
  const [w, h] = [Math.ceil(width), Math.ceil(height)];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}" ${width <= 480 ? 'class="fit" ' : ""}role="img" aria-label="${escape(label)}">${body}</svg>`;
}

// ------------------------------------------------------------------------------------- one picture

const margin = 24;
const gap = 20;

/** All of a page as one SVG, in the light colours. */
export function writePicture({ title, about, figures }: Page): string {
  const width = Math.max(1000, ...figures.flatMap(({ panels }) => panels.map((panel) => panel.width + 2 * margin)));
  const room = width - 2 * margin;
  const parts: string[] = [];
  let y = margin;
  const write = (content: string, size: number, kind: "b" | "m"): void => {
    for (const line of wrapText(content, Math.min(room, 900), size)) {
      y += size * 1.4;
      parts.push(text(margin, y, line, { size, kind }));
    }
    y += size * 0.5;
  };
  write(title, 22, "b");
  write(about, 13, "m");
  for (const { title: heading, caption, panels } of figures) {
    y += 14;
    write(heading, 17, "b");
    write(caption, 13, "m");
    let [x, tallest] = [margin, 0];
    for (const panel of panels) {
      if (x > margin && x + panel.width > width - margin) {
        y += tallest + gap;
        [x, tallest] = [margin, 0];
      }
      parts.push(`<g transform="translate(${at(x)} ${at(y)})">${panel.body}</g>`);
      x += panel.width + gap;
      tallest = Math.max(tallest, panel.height);
    }
    y += tallest + gap;
  }
  const [w, h] = [Math.ceil(width), Math.ceil(y + margin)];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}" font-family="DejaVu Sans"><style>${rules((name) => light[name])}</style><rect width="${w}" height="${h}" fill="${light.paper}"/>${parts.join("")}</svg>`;
}

function wrapText(content: string, width: number, size: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of content.split(" ").filter((one) => one !== "")) {
    if (line !== "" && widthOfText(`${line} ${word}`, size) > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return line === "" ? lines : [...lines, line];
}
