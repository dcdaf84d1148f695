// Lets the rest of the program run during long work: kernels run on the thread that also handles Ctrl-C, timers and
// a page's painting.

/** Call between pieces of work: once `milliseconds` have passed since the last pause, it gives way to everything that waits. */
export function pacer(milliseconds = 50): () => Promise<void> | undefined {
  let last = performance.now();
  return () => {
    if (performance.now() - last < milliseconds) return undefined;
    return new Promise((resume) => {
      setTimeout(() => {
        last = performance.now();
        resume();
      }, 0);
    });
  };
}
