// The page's elements by id, with their types; a missing one is a mistake in index.html and says so at once.

export function find<Kind extends Element>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`internal: index.html has no ${kind.name} #${id}`);
  return found;
}

/** Shows text only where it changed, so that a screen reader hears it once. */
export function say(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
