// Lets the rest of the program run during long work: kernels run on the thread that also handles Ctrl-C, timers and
// a page's painting.

/** Runs something once all that waits had its turn: Node's own way, else a message to ourselves. Not by a timer where there is another way: a page that is hidden has its timers fire once a second, later once a minute. */
const later: (resume: () => void) => void = (() => {
  const { setImmediate } = globalThis as { setImmediate?: (resume: () => void) => void };
  if (setImmediate) return setImmediate;
  if (typeof MessageChannel === "undefined") return (resume) => void setTimeout(resume, 0);
  const waiting: (() => void)[] = [];
  let port: MessagePort | null = null;
  return (resume) => {
    if (port === null) {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => waiting.shift()!();
      port = channel.port2;
    }
    waiting.push(resume);
    port.postMessage(null);
  };
})();

/** Call between pieces of work: once `milliseconds` have passed since the last pause, it gives way to everything that waits. */
export function pacer(milliseconds = 50): () => Promise<void> | undefined {
  let last = performance.now();
  return () => {
    if (performance.now() - last < milliseconds) return undefined;
    return new Promise((resume) => {
      later(() => {
        last = performance.now();
        resume();
      });
    });
  };
}
