// The flat buffers as they were after the last completed update, in the CPU's memory: what is left when a device is lost. They
// follow the device's without a pause in its work, since an update copies them out with its results.
//
// Parameters and moments alone; gradients are of no use without the batch they are of.

/** Bytes of flat buffers beyond which they are not copied after each update: it would cost more than updates themselves. */
export const KEPT_LIMIT = 64 * 2 ** 20;

interface Write {
  readonly buffer: string;
  readonly data: Float32Array;
  readonly offset: number;
}

/** An update that was submitted: what was written behind it is written into its results too. */
export interface Awaited {
  readonly writes: Write[];
}

export class KeptBuffers {
  readonly names: readonly string[];
  /** False where they are too large to follow, and from when the device was given what wasn't seen here to when it was read again. */
  #exact: boolean;
  readonly #arrays = new Map<string, Float32Array>();
  readonly #awaited = new Set<Awaited>();

  /** Zeros, as the device's own are. */
  constructor(readonly sizes: ReadonlyMap<string, number>) {
    this.names = [...sizes.keys()];
    this.#exact = this.follows;
  }

  get bytes(): number {
    let floats = 0;
    for (const size of this.sizes.values()) floats += size;
    return floats * 4;
  }

  /** Whether updates copy them. */
  get follows(): boolean {
    return this.bytes <= KEPT_LIMIT;
  }

  /** The device's were changed without this one seeing how. What is on its way is older. */
  miss(): void {
    this.#exact = false;
    this.#awaited.clear();
    this.#arrays.clear();
  }

  /** What is written to the device's. */
  write(buffer: string, data: Float32Array, offset = 0): void {
    const size = this.sizes.get(buffer);
    if (size === undefined) return;
    if (this.#awaited.size > 0) {
      const copy = { buffer, data: data.slice(), offset };
      for (const { writes } of this.#awaited) writes.push(copy);
    }
    const whole = data.length === size;
    if (!this.#exact && !whole && !this.#arrays.has(buffer)) return;
    this.#array(buffer, size).set(data, offset);
  }

  /** An update is on its way: `arrived` with what it made, or `failed`. */
  expect(): Awaited {
    const awaited: Awaited = { writes: [] };
    this.#awaited.add(awaited);
    return awaited;
  }

  arrived(awaited: Awaited, results: ReadonlyMap<string, Float32Array>): void {
    if (!this.#awaited.delete(awaited)) return;
    for (const [name, values] of results) this.#array(name, values.length).set(values);
    for (const { buffer, data, offset } of awaited.writes) this.#array(buffer, this.sizes.get(buffer)!).set(data, offset);
    this.#exact = true;
  }

  failed(awaited: Awaited): void {
    this.#awaited.delete(awaited);
  }

  has(buffer: string): boolean {
    return this.#arrays.has(buffer) || (this.#exact && this.sizes.has(buffer));
  }

  /** A copy; null where there is none. */
  read(buffer: string): Float32Array | null {
    const size = this.sizes.get(buffer);
    if (size === undefined) return null;
    const kept = this.#arrays.get(buffer);
    return kept ? kept.slice() : this.#exact ? new Float32Array(size) : null;
  }

  #array(name: string, size: number): Float32Array {
    let array = this.#arrays.get(name);
    if (!array) this.#arrays.set(name, (array = new Float32Array(size)));
    return array;
  }
}
