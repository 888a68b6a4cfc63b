import Type from "typebox";
import type { App } from "../app.ts";
import { auditRuns, listRuns } from "../audit/run/runs.ts";

/** Runs of the rules: what ran on which batches, what was looked at, found and held. */
export default function auditRunsRoute(app: App): void {
  const { house } = app.services;
  app.get(
    "/api/audit/runs",
    {
      config: { permission: "data.read" },
      schema: {
        summary: "The last runs of the rules",
        querystring: Type.Object({ limit: Type.Integer({ minimum: 1, maximum: 200, default: 20 }) }),
        response: { 200: auditRuns },
      },
    },
    ({ principal, query: { limit } }) => house.database.read(principal, (reader) => listRuns(reader, principal, limit)),
  );
}
