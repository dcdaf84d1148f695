// What the language has, the checks know, and the compiler cannot make yet. Deleting a line here is the
// checks' whole part in building a feature.

/** Every feature that was checked before it was built. */
export type Feature = "teacher forcing";

/** How each is called in "… is not built yet". */
export const unbuilt: { readonly [feature in Feature]?: string } = {
  "teacher forcing": "`teacher_forcing` below 100%",
};
