// The kernels of a plan, each once, with names a reader can tell apart.
import type { Kernel } from "../plan.js";
import { identifier } from "../5-emit/identifier.js";

export class KernelTable<K extends object = Kernel> {
  readonly byName = new Map<string, K>();
  #byContent = new Map<string, string>();

  /** The name of a kernel; the same kernel has one name. */
  add(kernel: K, hint: string): string {
    const content = JSON.stringify(kernel);
    const known = this.#byContent.get(content);
    if (known !== undefined) return known;
    const base = identifier(hint);
    let name = base;
    for (let i = 2; this.byName.has(name); i++) name = `${base}_${i}`;
    this.byName.set(name, kernel);
    this.#byContent.set(content, name);
    return name;
  }
}
