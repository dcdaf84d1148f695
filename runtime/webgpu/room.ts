// Room for batches: the arena, and where buffers lie in it. A GPU tells only later whether it had the memory. Calls that can wait do;
// what became of one that can't is told by the next.
import type { Capacity, Layout } from "../arena.js";
import { UsageError } from "../errors.js";
import type { Shape } from "./calls.js";
import { largestStorage, type GpuMemory } from "./memory.js";
import type { DeviceWatch } from "./watch.js";

export class Room {
  /** Ends when it is known whether the device had the memory for all that was attempted; null where nothing is unknown. */
  #unknown: Promise<void> | null = null;
  /** Of what was attempted in vain; thrown once. */
  #failure: Error | null = null;

  constructor(
    readonly gpu: GpuMemory,
    readonly layout: Layout,
    readonly watch: DeviceWatch,
    /** Memory was refused: nothing that was attempted in it has run, and all that can grow is as small as at first. */
    readonly refused: () => void,
  ) {}

  /** Nothing is left to be told. */
  get isQuiet(): boolean {
    return !this.#unknown && !this.#failure;
  }

  /** Makes room for a batch. Throws UsageError RNN609 where there is none; smaller ones have room then. */
  async make(batch: Shape): Promise<void> {
    const capacity = this.#capacityFor(batch);
    if (!capacity) return;
    const { device } = this.gpu;
    device.pushErrorScope("out-of-memory");
    this.#grow(capacity);
    const { size } = this.gpu.arena;
    if (!(await this.watch.wait(device.popErrorScope()))) return;
    this.#shrink();
    throw this.gpu.tooLarge(size);
  }

  /**
   * Does something in room for a batch, without waiting: `unsure` says that there may be none. Throws UsageError RNN609 where no buffer can be as large;
   * where the device has no memory, `check` and `settle` do.
   */
  attempt(batch: Shape, act: (unsure: boolean) => void): void {
    const capacity = this.#capacityFor(batch);
    if (!capacity && !this.#unknown) return act(false);
    const { device } = this.gpu;
    device.pushErrorScope("validation");
    device.pushErrorScope("out-of-memory");
    let done = false;
    try {
      if (capacity) this.#grow(capacity);
      act(true);
      done = true;
    } finally {
      this.#watchOver(Promise.all([device.popErrorScope(), device.popErrorScope()]), this.gpu.arena, done);
    }
  }

  /** Throws what is known of an attempt in vain, once. */
  check(): void {
    const failure = this.#failure;
    this.#failure = null;
    if (failure) throw failure;
  }

  /** Waits until all is known. Throws what `check` does. */
  async settle(): Promise<void> {
    while (this.#unknown) await this.#unknown;
    this.check();
  }

  /** `done`: what was attempted was submitted; else only what it grew may have to shrink again. */
  #watchOver(errors: Promise<readonly [memory: GPUError | null, invalid: GPUError | null]>, arena: GPUBuffer, done: boolean): void {
    const told = ([memory, invalid]: Awaited<typeof errors>): void => {
      if (memory) {
        if (done) this.#failure ??= new UsageError("RNN609", `${this.gpu.tooLarge(arena.size).message}. It was enqueued by an earlier call, whose results are zeros`);
        this.#shrink();
      } else if (done && invalid && arena === this.gpu.arena) {
        // In an arena that was refused nothing is valid; that is told already.
        this.#failure ??= new Error(`internal: the GPU refuses what was enqueued of ${this.gpu.label}: ${invalid.message}`);
      }
    };
    // The device may be lost meanwhile, which every call says.
    const unknown = this.watch.wait(errors).then(told, () => {}).then(() => {
      if (this.#unknown === unknown) this.#unknown = null;
    });
    this.#unknown = unknown;
  }

  /** Null where there is room. Throws UsageError RNN609. */
  #capacityFor(batch: Shape): Capacity | null {
    const most = largestStorage(this.gpu.device);
    let capacity = this.layout.enlarged(batch);
    if (capacity && this.#bytesOf(capacity) > most) capacity = this.layout.enlarged(batch, false)!;
    if (capacity && this.#bytesOf(capacity) > most) throw this.gpu.tooLarge(this.#bytesOf(capacity));
    return capacity;
  }

  #bytesOf(capacity: Capacity): number {
    return this.layout.sizeOf(capacity) * 4;
  }

  #grow(capacity: Capacity): void {
    this.layout.layOut(capacity);
    this.gpu.replace("arena", this.#bytesOf(capacity));
  }

  #shrink(): void {
    this.layout.clear();
    this.gpu.shrink();
    this.refused();
  }
}
