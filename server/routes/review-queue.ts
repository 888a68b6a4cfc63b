import Type from "typebox";
import type { App } from "../app.ts";
import { findingIds, listQuery, MOST_IDS, seenFinding } from "../audit/pages/finding-list.ts";
import { takeNext } from "../cases/review/next-finding.ts";
import { queuedFindings, withHolds } from "../cases/review/queue.ts";
import { FindingId, oneFinding } from "./verdicts.ts";

const read = { permission: "data.read" } as const;
const judge = { permission: "findings.judge" } as const;
const Until = Type.Object({ until: Type.String({ description: "ISO time; asking again renews it" }) });

/** The queue of reviewers: all its ids, rows of it, the next one, and who has which open. */
export default function reviewQueue(app: App): void {
  const { house } = app.services;
  const { database, review } = house;

  app.get(
    "/api/review/ids",
    {
      config: read,
      schema: {
        summary: `The ids of a list of findings in its order, at most ${MOST_IDS}, and how many there are`,
        querystring: listQuery,
        response: { 200: Type.Object({ ids: Type.Array(Type.String()), total: Type.Integer() }) },
      },
    },
    ({ principal, query }) =>
      database.read(principal, (reader) => findingIds(reader, principal, withHolds(query, review.holds))),
  );

  app.post(
    "/api/findings/rows",
    {
      config: read,
      schema: {
        summary: "Findings by id as a list shows them, in that order; ids that there are none of are left out",
        body: Type.Object({ ids: Type.Array(FindingId, { maxItems: 200, uniqueItems: true }) }),
      },
    },
    ({ principal, body: { ids } }) =>
      database.read(principal, async (reader) => ({
        findings: await queuedFindings(reader, principal, review.holds, ids),
      })),
  );

  app.post(
    "/api/review/next",
    {
      config: judge,
      schema: {
        summary: "Takes the next finding of a list that nobody has open; null where none is left",
        description: "without a stage: of those to be judged. `after` is the finding before it, which is let go.",
        body: Type.Object({ ...listQuery.properties, after: Type.Optional(FindingId) }),
      },
    },
    async ({ principal, body: { after, ...query } }) => {
      const hold = await takeNext(house, principal, withHolds(query, review.holds), after);
      if (!hold) return { finding: null, until: null };
      const [finding] = await database.read(principal, (reader) =>
        queuedFindings(reader, principal, review.holds, [hold.finding]),
      );
      return { finding: finding ?? null, until: hold.until.toISOString() };
    },
  );

  app.put(
    "/api/findings/:id/hold",
    {
      config: judge,
      schema: { summary: "Takes a finding, or keeps it", params: oneFinding, response: { 200: Until } },
    },
    async ({ principal, params: { id } }) => {
      await database.read(principal, (reader) => seenFinding(reader, principal, id));
      return { until: review.take(id, principal).until.toISOString() };
    },
  );

  app.delete(
    "/api/findings/:id/hold",
    { config: judge, schema: { summary: "Lets an own finding go", params: oneFinding } },
    async ({ principal, params: { id } }, reply) => {
      review.release(id, principal.id);
      return reply.code(204).send();
    },
  );
}
