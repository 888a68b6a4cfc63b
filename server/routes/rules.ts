import type { App } from "../app.ts";
import { ruleAnswer } from "../audit/pages/rule-answer.ts";
import { ruleCards } from "../audit/pages/rule-card.ts";

/** The rule library as people read it: title, ground, innocent reasons, parameters. It holds no records, so it is the same for all. */
export default function rules(app: App): void {
  const { house } = app.services;
  app.get(
    "/api/rules",
    { config: { permission: "data.read" }, schema: { summary: "The rules, in the order of their ids" } },
    ({ principal }) =>
      house.database.read(principal, async (reader) => {
        const { cards } = await ruleCards(reader.connection);
        return {
          rules: [...cards.values()].sort((a, b) => a.id.localeCompare(b.id, "en", { numeric: true })).map(ruleAnswer),
        };
      }),
  );
}
