/** A click takes one value, or lets go of it; with Ctrl, ⌘ or Shift it adds to or takes from the chosen ones. */
export function choose(chosen: string[], value: string, event: MouseEvent | KeyboardEvent): string[] {
  const held = chosen.includes(value);
  if (event.ctrlKey || event.metaKey || event.shiftKey) {
    return held ? chosen.filter((other) => other !== value) : [...chosen, value];
  }
  return held && chosen.length === 1 ? [] : [value];
}
