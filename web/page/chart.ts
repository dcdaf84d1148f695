// The loss curve: an SVG that fits its box, drawn anew at most once a frame. Training losses are means over bins of what is to be read, so
// that a long training draws no more than a short one; held-out losses are points.
import { scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import { count } from "../../cli/numbers.js";

const BINS = 240;
const HEIGHT = 250;
const MARGIN = { left: 46, right: 12, top: 10, bottom: 38 };
const NAMESPACE = "http://www.w3.org/2000/svg";

type Point = readonly [at: number, loss: number];

export class LossChart {
  /** Characters to read: the end of the axis. */
  #toRead = 1;
  #sums = new Float64Array(BINS);
  #counts = new Float64Array(BINS);
  #held: Point[] = [];
  #asked = false;

  constructor(private readonly svg: SVGSVGElement) {
    new ResizeObserver(() => this.#ask()).observe(svg.parentElement!);
    this.#ask();
  }

  /** Begins a new training. */
  clear(toRead: number): void {
    this.#toRead = toRead;
    this.#sums.fill(0);
    this.#counts.fill(0);
    this.#held = [];
    this.#ask();
  }

  add(at: ArrayLike<number>, losses: ArrayLike<number>): void {
    for (let i = 0; i < losses.length; i++) {
      const bin = Math.min(BINS - 1, Math.max(0, Math.floor(((at[i]! - 1) / this.#toRead) * BINS)));
      this.#sums[bin]! += losses[i]!;
      this.#counts[bin]!++;
    }
    this.#ask();
  }

  addHeld(at: number, loss: number): void {
    this.#held = [...this.#held.filter(([x]) => x < at), [at, loss]];
    this.#ask();
  }

  #ask(): void {
    if (this.#asked) return;
    this.#asked = true;
    requestAnimationFrame(() => {
      this.#asked = false;
      this.#draw();
    });
  }

  /** A bin stands at its end, or at the place of the last loss in it that could be there. */
  #training(): Point[] {
    return Array.from(this.#counts, (n, i): Point => [((i + 0.5) / BINS) * this.#toRead, this.#sums[i]! / n]).filter((_, i) => this.#counts[i]! > 0);
  }

  #draw(): void {
    const width = Math.max(240, Math.floor(this.svg.parentElement!.clientWidth));
    const training = this.#training();
    const values = [...training, ...this.#held].map(([, loss]) => loss).filter(Number.isFinite);
    const [low, high] = values.length === 0 ? [1, 5] : [Math.min(...values), Math.max(...values)];
    const x = scaleLinear([0, this.#toRead], [MARGIN.left, width - MARGIN.right]);
    // The bottom is a round number, and the top what there is.
    const [bottomLoss = 0] = scaleLinear([Math.max(0, low - 0.1 * (high - low || 1)), high], [0, 1]).nice(5).domain();
    const y = scaleLinear([bottomLoss, high + 0.03 * (high - low || 1)], [HEIGHT - MARGIN.bottom, MARGIN.top]);
    const lineOf = line<Point>(([at]) => x(at), ([, loss]) => y(loss)).digits(1);
    const parts: SVGElement[] = [];
    for (const tick of y.ticks(5)) {
      parts.push(make("path", { class: "grid", d: `M${MARGIN.left} ${y(tick)}H${width - MARGIN.right}` }), write(MARGIN.left - 8, y(tick) + 4, y.tickFormat(5)(tick), "end"));
    }
    const bottom = HEIGHT - MARGIN.bottom;
    parts.push(make("path", { class: "axis", d: `M${MARGIN.left} ${bottom}H${width - MARGIN.right}` }));
    if (this.#toRead > 1) {
      const ticks = x.ticks(Math.max(2, Math.floor(width / 110)));
      for (const tick of ticks) parts.push(make("path", { class: "axis", d: `M${x(tick)} ${bottom}v4` }), write(x(tick), bottom + 18, short(tick), x(tick) > width - 30 ? "end" : "middle"));
    }
    parts.push(write((MARGIN.left + width - MARGIN.right) / 2, HEIGHT - 4, "characters read", "middle"));
    const label = write(0, 0, "loss, nats a character", "middle");
    label.setAttribute("transform", `translate(11 ${(MARGIN.top + bottom) / 2}) rotate(-90)`);
    parts.push(label);
    if (training.length > 1) parts.push(make("path", { class: "line training", d: lineOf(training) ?? "" }));
    if (this.#held.length > 1) parts.push(make("path", { class: "line held", d: lineOf(this.#held) ?? "" }));
    for (const [at, loss] of this.#held) parts.push(make("circle", { class: "point held", cx: x(at), cy: y(loss), r: 3 }));
    this.svg.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
    this.svg.setAttribute("width", String(width));
    this.svg.setAttribute("height", String(HEIGHT));
    this.svg.setAttribute("aria-label", this.#describe(training));
    this.svg.replaceChildren(...parts);
  }

  #describe(training: readonly Point[]): string {
    const last = this.#held.at(-1);
    if (last === undefined) return "The loss will be drawn here.";
    const first = this.#held[0]!;
    const trained = training.at(-1);
    return `Loss by characters read, ${count(this.#toRead)} in all. On unseen text it went from ${first[1].toFixed(2)} to ${last[1].toFixed(2)}${trained ? `; in training it is ${trained[1].toFixed(2)}` : ""}.`;
  }
}

function make(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(typeof value === "number" ? Math.round(value * 10) / 10 : value));
  return element;
}

function write(x: number, y: number, text: string, anchor: "middle" | "end"): SVGElement {
  const element = make("text", { x, y, "text-anchor": anchor });
  element.textContent = text;
  return element;
}

/** `0`, `250 k`, `1.5 M` */
function short(n: number): string {
  if (n >= 1e6) return `${Number((n / 1e6).toPrecision(3))} M`;
  return n >= 1000 ? `${Number((n / 1000).toPrecision(3))} k` : String(n);
}
