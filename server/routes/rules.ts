import Type from "typebox";
import type { App } from "../app.ts";
import { ruleList } from "../audit/life/rule-list.ts";
import { ruleOf, rulePage } from "../audit/life/rule-page.ts";
import { dayIn } from "../jobs/act-on-rule.ts";

const config = { permission: "data.read" } as const;
export const ruleId = Type.Object({ id: Type.String({ pattern: "^[A-Z0-9-]{3,60}$" }) });

/** The rules of this house as people read them. They hold no records, so they are the same for all; counts of findings are the principal's. */
export default function rules(app: App): void {
  const { house } = app.services;

  app.get(
    "/api/rules",
    { config, schema: { summary: "The rules with where they stand, in the order of their ids" } },
    ({ principal }) => house.database.read(principal, (reader) => ruleList(reader, principal, dayIn(new Date()))),
  );

  app.get(
    "/api/rules/:id",
    {
      config,
      schema: {
        summary: "A rule: texts, parameters and their values by place, tests as they are now, allowed moves, history",
        params: ruleId,
        response: { 200: rulePage },
      },
    },
    ({ principal, params: { id } }) =>
      ruleOf((work) => house.database.read(principal, work), principal, id, dayIn(new Date())),
  );
}
