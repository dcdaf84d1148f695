// What waits for a device, and whether the device is still there. A device can go at any moment; then what waits for it must not wait for ever.

/** Milliseconds that a failure waits for the news that the device is lost. */
const NEWS = 1000;

/** Those that watch a device. It is told once for all: a promise keeps whoever waits for it as long as it lives, and devices outlive models. */
const watching = new WeakMap<GPUDevice, Set<DeviceWatch>>();

export class DeviceWatch {
  /** Why the device is gone; null while it is there. */
  loss: GPUDeviceLostInfo | null = null;
  #closed = false;
  /** How to reject what waits. */
  readonly #waiting = new Set<(error: unknown) => void>();

  /** `why`: what to say once the device is lost or this is closed. */
  constructor(
    readonly device: GPUDevice,
    readonly why: () => unknown,
  ) {
    let watches = watching.get(device);
    if (!watches) {
      const all = (watches = new Set());
      watching.set(device, all);
      void device.lost.then((info) => {
        // Who comes to a device that is gone asks it anew.
        watching.delete(device);
        for (const watch of all) watch.#lost(info);
      });
    }
    watches.add(this);
  }

  #lost(info: GPUDeviceLostInfo): void {
    this.loss = info;
    this.#rejectAll();
  }

  /** What the device promises; rejects where it is lost, or this is closed, before. */
  wait<Value>(promise: Promise<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      // Not by a race with `device.lost`, which would keep a reaction for every promise there ever was.
      this.#waiting.add(reject);
      promise.then(
        (value) => {
          this.#waiting.delete(reject);
          if (this.loss || this.#closed) reject(this.why());
          else resolve(value);
        },
        async (error: unknown) => {
          // The failure may be the first that is heard of a loss.
          await Promise.race([this.device.lost, new Promise((later) => setTimeout(later, NEWS))]);
          this.#waiting.delete(reject);
          reject(this.loss || this.#closed ? this.why() : error);
        },
      );
    });
  }

  close(): void {
    this.#closed = true;
    watching.get(this.device)?.delete(this);
    this.#rejectAll();
  }

  #rejectAll(): void {
    for (const reject of this.#waiting) reject(this.why());
    this.#waiting.clear();
  }
}
