import type { App } from "../app.ts";
import { ruleCards } from "../audit/pages/rule-card.ts";
import { disabledRules } from "../audit/supply/disabled-rules.ts";
import { measures } from "../indicators/measure.ts";
import { layoutPage } from "../intake/layout-page.ts";

/** What each layout brings, what it lacks, and which figures and rules that disables. */
export default function layouts(app: App): void {
  const { house } = app.services;
  app.get("/api/layouts", { config: { permission: "data.read" } }, async ({ principal }) => {
    const figures = [...(await measures()).values()];
    const { cards, relations } = await house.database.read(principal, (reader) => ruleCards(reader.connection));
    return {
      layouts: house.layouts().map((layout) => ({
        ...layoutPage(layout, house.dictionary, figures),
        rules: disabledRules(layout, [...cards.values()], relations),
      })),
    };
  });
}
