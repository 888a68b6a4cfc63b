import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults, RunOptions } from "axe-core";
import type { Page } from "playwright-core";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const standards = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];
/** What another theme can change: it has other colours and nothing else. */
const ofColours = ["color-contrast", "link-in-text-block"];
/** The first rows of a table speak for the others. */
const furtherRows = "tbody > tr:nth-child(n + 7)";

/** Serious barriers of a page (axe, WCAG 2.2 AA), in both themes; the dark one is asked for colours only. */
export async function barriers(page: Page): Promise<{ colorScheme: string; id: string; at: string[] }[]> {
  await page.evaluate(source);
  const found: { colorScheme: string; id: string; at: string[] }[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const runOnly: RunOptions["runOnly"] =
      colorScheme === "light" ? { type: "tag", values: standards } : { type: "rule", values: ofColours };
    const violations = await page.evaluate(
      async ([exclude, options]) => {
        const { axe } = globalThis as unknown as {
          axe: { run(context: object, options: object): Promise<AxeResults> };
        };
        return (await axe.run({ exclude }, options)).violations;
      },
      [[[furtherRows]], { runOnly, resultTypes: ["violations" as const], preload: false }] as const,
    );
    const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    found.push(...serious.map(({ id, nodes }) => ({ colorScheme, id, at: nodes.map((node) => node.html) })));
  }
  return found;
}
