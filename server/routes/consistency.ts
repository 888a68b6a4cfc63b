import Type from "typebox";
import type { App } from "../app.ts";
import { consistencyQuery, consistencyRow, listConsistency } from "../settle/consistency/consistency-list.ts";

/** Settlements without a policy beside their like: suspicions, never differences. */
export default function consistency(app: App): void {
  const { house } = app.services;

  app.get(
    "/api/resettlement/consistency",
    {
      config: { permission: "data.read" },
      schema: {
        summary: "Deductibles and ratios that are not those of like settlements, where no policy is known",
        querystring: consistencyQuery,
        response: { 200: Type.Object({ total: Type.Integer(), rows: Type.Array(consistencyRow) }) },
      },
    },
    ({ principal, query }) => house.database.read(principal, (reader) => listConsistency(reader, principal, query)),
  );
}
