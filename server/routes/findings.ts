import Type from "typebox";
import type { App } from "../app.ts";
import { findingFilter, findingList, findingOf, findingPage, listFindings } from "../audit/run/findings.ts";
import { labels, strengths } from "../audit/run/verdict.ts";
import { giveVerdict } from "../jobs/give-verdict.ts";

const config = { permission: "data.read" } as const;
const params = Type.Object({ id: Type.String({ pattern: "^[0-9a-f]{32}$" }) });

/** What rules found, within the principal's provinces, and what people say of it. */
export default function findings(app: App): void {
  const { house } = app.services;

  app.get(
    "/api/findings",
    {
      config,
      schema: {
        summary: "Findings, the latest first",
        querystring: Type.Object({
          ...findingFilter.properties,
          limit: Type.Integer({ minimum: 1, maximum: 1000, default: 100 }),
          offset: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, default: 0 }),
        }),
        response: { 200: findingList },
      },
    },
    ({ principal, query: { limit, offset, ...filter } }) =>
      house.database.read(principal, (reader) => listFindings(reader, principal, filter, { limit, offset })),
  );

  app.get(
    "/api/findings/:id",
    { config, schema: { summary: "A finding with its history and verdicts", params, response: { 200: findingPage } } },
    ({ principal, params: { id } }) => house.database.read(principal, (reader) => findingOf(reader, principal, id)),
  );

  app.post(
    "/api/findings/:id/verdicts",
    {
      config: { permission: "findings.judge" },
      schema: {
        summary: "Judges the evidence that a finding rests on now",
        params,
        body: Type.Object({
          evidenceHash: Type.String({ pattern: "^[0-9a-f]{64}$", description: "of the evidence that was read" }),
          label: Type.Enum([...labels]),
          strength: Type.Enum([...strengths]),
          reason: Type.String({ minLength: 1, maxLength: 2000 }),
        }),
        response: { 201: Type.Object({ verdict: Type.Integer(), at: Type.String() }) },
      },
    },
    async ({ principal, params: { id }, body }, reply) =>
      reply.code(201).send(await giveVerdict(house, principal, { finding: id, ...body })),
  );
}
