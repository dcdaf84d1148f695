// This compiler. To be filled in when the pipeline works.
export const supports = () => true;
export function prepare() {
  throw new Error("not built yet");
}
