/** Number of steps of the colour sequence (styles/tokens.css: --seq-0 … --seq-4). */
const count = 5;

/** The colour step of each value, by quantile: every step holds about as many regions; equal values share one. */
export function stepsOf(values: (number | null)[]): (number | null)[] {
  const sorted = values.filter((value) => value !== null).sort((a, b) => a - b);
  return values.map((value) => {
    if (value === null) return null;
    const below = sorted.findIndex((other) => other >= value);
    return sorted.length < 2 ? count - 1 : Math.min(count - 1, Math.floor((below / (sorted.length - 1)) * count));
  });
}

export const ground = (step: number | null): string => (step === null ? "var(--hover)" : `var(--seq-${step})`);
export const inkOn = (step: number | null): string => (step === null ? "var(--ink-3)" : `var(--on-seq-${step})`);
