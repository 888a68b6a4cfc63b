/** A key, or two keys one after the other ("g o"), and what they do. */
export type Shortcuts = Record<string, () => void>;

const pause = 1200;

/** Listens for shortcuts; keys typed into a field, with a modifier or in an open dialog are left alone. */
export function shortcuts(target: Document, table: () => Shortcuts, now: () => number = Date.now): () => void {
  let first = "";
  let at = 0;
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || typing(event.target)) return;
    const sequence = first && now() - at < pause ? `${first} ${event.key}` : event.key;
    const action = table()[sequence] ?? table()[event.key];
    first = action ? "" : event.key;
    at = now();
    if (!action) return;
    event.preventDefault();
    action();
  };
  target.addEventListener("keydown", onKey);
  return () => target.removeEventListener("keydown", onKey);
}

function typing(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || !!target.closest("[role=dialog]"))
  );
}
