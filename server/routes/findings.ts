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
import { findingReview } from "../cases/review/finding-review.ts";
import { inReview, withHolds } from "../cases/review/queue.ts";
import { watermark } from "../indicators/watermark.ts";

const config = { permission: "data.read" } as const;
const params = Type.Object({ id: Type.String({ pattern: "^[0-9a-f]{32}$" }) });

/** What rules found, within the principal's provinces, and where it stands with reviewers. */
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
      house.database.read(principal, async (reader) => {
        const { holds } = house.review;
        const list = await findingList(reader, principal, withHolds(query, holds), { limit, offset });
        return { ...list, findings: await inReview(reader, principal, holds, list.findings) };
      }),
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
        counts: await countFindings(reader, principal, withHolds(filter, house.review.holds), by),
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
          exportFindings(
            format,
            reader,
            principal,
            withHolds(query, house.review.holds),
            await watermark(reader, principal),
            house.folder.stage,
          ),
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
    {
      config,
      schema: {
        summary: "A finding in words, with its values, limits, history, and where it stands with reviewers",
        params,
      },
    },
    ({ principal, params: { id } }) =>
      house.database.read(principal, async (reader) => {
        const finding = await findingInWords(reader, principal, id);
        return { ...finding, inReview: await findingReview(reader, principal, house.review.holds, finding) };
      }),
  );

  app.get(
    "/api/findings/:id/neighbours",
    { config, schema: { summary: "Where a finding stands in a list", params, querystring: listQuery } },
    ({ principal, params: { id }, query }) =>
      house.database.read(principal, async (reader) => ({
        neighbours: await neighboursOf(reader, principal, withHolds(query, house.review.holds), id),
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
}
