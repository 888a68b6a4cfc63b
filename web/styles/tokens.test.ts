import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map((match) => [
    match[1]!,
    [match[2]!, match[3]!],
  ]),
);

const pairs: [string, string][] = [
  ...["ink", "ink-2", "ink-3", "accent", "violation", "suspected", "fine"].flatMap((text): [string, string][] => [
    [text, "card"],
    [text, "wash"],
  ]),
  ...["ink", "ink-2", "accent"].map((text): [string, string] => [text, "hover"]),
  ...["accent", "violation", "suspected", "fine"].map((text): [string, string] => [text, `${text}-wash`]),
  ["on-accent", "accent"],
  ...[0, 1, 2, 3, 4].map((step): [string, string] => [`on-seq-${step}`, `seq-${step}`]),
];

for (const [index, theme] of ["light", "dark"].entries()) {
  test.each(pairs)(`${theme}: %s on %s is readable (WCAG AA, 4.5:1)`, (text, ground) => {
    expect(contrast(tokens.get(text)![index]!, tokens.get(ground)![index]!)).toBeGreaterThanOrEqual(4.5);
  });

  test(`${theme}: bars stand out from the card (WCAG 1.4.11, 3:1)`, () => {
    expect(contrast(tokens.get("bar")![index]!, tokens.get("card")![index]!)).toBeGreaterThanOrEqual(3);
  });
}

/** Contrast ratio of WCAG 2.2, §relative luminance. */
function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
