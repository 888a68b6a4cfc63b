import Type from "typebox";
import type { App } from "../app.ts";
import { reasonLabel } from "../audit/pages/rule-answer.ts";
import { ruleCards } from "../audit/pages/rule-card.ts";
import { auditRuns, listRuns, runOf } from "../audit/run/runs.ts";

const config = { permission: "data.read" } as const;

/** Runs of the rules: what ran on which batches, what was looked at, found and held, and what changed since the run before. */
export default function auditRunsRoute(app: App): void {
  const { house } = app.services;

  app.get(
    "/api/audit/runs",
    {
      config,
      schema: {
        summary: "Runs of the rules, the latest first",
        querystring: Type.Object({
          limit: Type.Integer({ minimum: 1, maximum: 200, default: 20 }),
          offset: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, default: 0 }),
        }),
        response: { 200: auditRuns },
      },
    },
    ({ principal, query }) => house.database.read(principal, (reader) => listRuns(reader, principal, query)),
  );

  app.get(
    "/api/audit/runs/:run",
    {
      config,
      schema: {
        summary: "A run rule by rule, with the reasons why rules did not apply in words",
        params: Type.Object({ run: Type.Integer({ minimum: 1 }) }),
      },
    },
    ({ principal, params: { run } }) =>
      house.database.read(principal, async (reader) => {
        const found = await runOf(reader, principal, run);
        const { relations } = await ruleCards(reader.connection);
        const reasons = new Set(
          found.rules.flatMap(({ state, reason, notApplicable }) => [
            ...Object.keys(notApplicable ?? {}),
            ...(state === "unsupplied" && reason !== null ? [reason] : []),
          ]),
        );
        return {
          ...found,
          reasons: Object.fromEntries([...reasons].map((reason) => [reason, reasonLabel(reason, relations)])),
        };
      }),
  );
}
