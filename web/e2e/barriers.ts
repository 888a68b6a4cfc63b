import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";

const standards = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];
/** What another theme can change: it has other colours and nothing else. */
const ofColours = ["color-contrast", "link-in-text-block"];

/** Serious barriers of a page (axe, WCAG 2.2 AA), in both themes; the dark one is asked for colours only. */
export async function barriers(page: Page): Promise<{ colorScheme: string; id: string; at: string[] }[]> {
  const found: { colorScheme: string; id: string; at: string[] }[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    // Pages have no frames; without this every look would open another page to put frames' results together.
    const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"] });
    const { violations } = await (colorScheme === "light"
      ? axe.withTags(standards)
      : axe.withRules(ofColours)
    ).analyze();
    const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    found.push(...serious.map(({ id, nodes }) => ({ colorScheme, id, at: nodes.map((node) => node.html) })));
  }
  return found;
}
