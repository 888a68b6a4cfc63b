import { Readable } from "node:stream";
import Type from "typebox";
import type { App } from "../app.ts";
import { exportFindings, findingFormats, formatNames } from "../audit/pages/export-findings.ts";
import { findingClaims, personTrack } from "../audit/pages/finding-claims.ts";
import { findingFilter } from "../audit/pages/finding-filter.ts";
import {
  type Counting,
  countFindings,
  countings,
  findingList,
  listQuery,
  neighboursOf,
} from "../audit/pages/finding-list.ts";
import { findingInWords } from "../audit/pages/finding-page.ts";
import { institutionPattern } from "../audit/pages/institution-pattern.ts";
import { labels, strengths } from "../audit/run/verdict.ts";
import { watermark } from "../indicators/watermark.ts";
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
        summary: "Findings of a list, each with its sentence",
        querystring: Type.Object({
          ...listQuery.properties,
          limit: Type.Integer({ minimum: 1, maximum: 1000, default: 100 }),
          offset: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, default: 0 }),
        }),
      },
    },
    ({ principal, query: { limit, offset, ...query } }) =>
      house.database.read(principal, (reader) => findingList(reader, principal, query, { limit, offset })),
  );

  app.get(
    "/api/findings/counts",
    {
      config,
      schema: {
        summary:
          "Findings counted by rule, category, review, state, institution or month; the condition on what is counted by is left out",
        querystring: Type.Object({
          ...findingFilter.properties,
          by: Type.Enum(Object.keys(countings) as Counting[], { default: "rule" }),
        }),
      },
    },
    ({ principal, query: { by, ...filter } }) =>
      house.database.read(principal, async (reader) => ({
        counts: await countFindings(reader, principal, filter, by),
      })),
  );

  for (const format of formatNames) {
    app.get(
      `/api/findings.${format}`,
      {
        config: { permission: "data.export" },
        schema: { summary: "The findings of a list as a file", querystring: listQuery },
      },
      async ({ principal, query }, reply) => {
        const { rows, content } = await house.database.read(principal, async (reader) =>
          exportFindings(format, reader, principal, query, await watermark(reader, principal), house.folder.stage),
        );
        await house.journal.append(principal.id, "findings.exported", { ...query, format, rows });
        return reply
          .type(findingFormats[format])
          .header("content-disposition", `attachment; filename="findings.${format}"`)
          .send(Readable.from(content));
      },
    );
  }

  app.get(
    "/api/findings/:id",
    { config, schema: { summary: "A finding in words, with its values, limits, history and verdicts", params } },
    ({ principal, params: { id } }) =>
      house.database.read(principal, (reader) => findingInWords(reader, principal, id)),
  );

  app.get(
    "/api/findings/:id/neighbours",
    { config, schema: { summary: "Where a finding stands in a list", params, querystring: listQuery } },
    ({ principal, params: { id }, query }) =>
      house.database.read(principal, async (reader) => ({
        neighbours: await neighboursOf(reader, principal, query, id),
      })),
  );

  app.get(
    "/api/findings/:id/claims",
    { config, schema: { summary: "The claims a finding speaks about, persons masked", params } },
    ({ principal, params: { id } }) =>
      house.database.read(principal, async (reader) => {
        const claims = await findingClaims(reader, principal, id);
        // Who looked at persons' claims is written down before anything of them is shown.
        await house.journal.append(principal.id, "finding.claims_read", { finding: id });
        return claims;
      }),
  );

  app.get(
    "/api/findings/:id/track",
    { config, schema: { summary: "What the persons of a finding had around it, over provinces", params } },
    ({ principal, params: { id } }) =>
      house.database.read(principal, async (reader) => {
        const track = await personTrack(reader, principal, id);
        await house.journal.append(principal.id, "finding.persons_read", { finding: id });
        return track;
      }),
  );

  app.get(
    "/api/findings/:id/institution",
    { config, schema: { summary: "The months of a finding's institution, and what rules say of it", params } },
    ({ principal, params: { id } }) =>
      house.database.read(principal, (reader) => institutionPattern(reader, principal, id)),
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
