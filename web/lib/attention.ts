const ATTENTIVE_MS = 60_000;
let last = Date.now();
let asked = Date.now();

/** Follows whether somebody is at the screen: keys, pointer, wheel. Gives the way to stop. */
export function followAttention(): () => void {
  const seen = () => {
    last = Date.now();
  };
  const kinds = ["keydown", "pointerdown", "wheel", "touchmove"] as const;
  for (const kind of kinds) addEventListener(kind, seen, { capture: true, passive: true });
  return () => {
    for (const kind of kinds) removeEventListener(kind, seen, { capture: true });
  };
}

/** Whether somebody was at the screen within the last minute. */
export const isAttended = (now = Date.now()): boolean => now - last < ATTENTIVE_MS;

/** When somebody at the screen last asked the server for something. */
export const lastAsked = (): number => asked;

/** Says of a question that a page asks by itself, so that it does not keep a forgotten screen signed in. */
export function attentionHeader(): Record<string, string> {
  if (!isAttended()) return { "x-unattended": "yes" };
  asked = Date.now();
  return {};
}
