import type { App } from "../app.ts";
import { coverRules } from "../audit/coverage/coverage.ts";
import { coverage } from "../audit/coverage/coverage-answer.ts";

/** The official classes beside what this house's rules make of them. */
export default function rulesCoverage(app: App): void {
  const { house } = app.services;

  app.get(
    "/api/rules/coverage",
    {
      config: { permission: "data.read" },
      schema: {
        summary:
          "The 88 official classes: state, rules, points in force, settlements and yuan looked at; findings and money are the principal's",
        response: { 200: coverage },
      },
    },
    ({ principal }) => house.database.read(principal, (reader) => coverRules(reader, principal)),
  );
}
