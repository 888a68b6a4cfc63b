import Type from "typebox";
import type { App } from "../app.ts";
import { journalPages } from "../jobs/journal/journal-pages.ts";

const config = { permission: "journal.read" } as const;
const Day = Type.Optional(Type.String({ pattern: String.raw`^20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$` }));
const List = Type.Optional(Type.String({ maxLength: 2000 }));

const Label = Type.Object({ zh: Type.String(), en: Type.String() });
const told = {
  seq: Type.Integer(),
  at: Type.String(),
  actor: Type.Object({ id: Type.String(), name: Type.String() }),
  act: Type.String(),
  label: Label,
  subject: Type.Union([Type.Object({ kind: Type.String(), id: Type.String() }), Type.Null()]),
  summary: Type.String(),
};
const Head = Type.Object({
  day: Type.String(),
  seq: Type.Integer({ minimum: 1 }),
  hash: Type.String({ pattern: "^[0-9a-f]{64}$" }),
});
const Heads = Type.Object({ version: Type.Literal(1), exportedAt: Type.String(), heads: Type.Array(Head) });

/** What people did: the journal, searched and read, its heads, and its chain followed anew. */
export default function journal(app: App): void {
  const { house, jobs } = app.services;
  const pages = () => journalPages(house.journal, house.access.accounts);

  app.get(
    "/api/journal",
    {
      config,
      schema: {
        summary: "Entries that meet a question, newest first; personal data masked",
        querystring: Type.Object({
          act: List,
          actor: List,
          from: Day,
          to: Day,
          subject: Type.Optional(Type.String({ maxLength: 200 })),
          text: Type.Optional(Type.String({ maxLength: 200 })),
          before: Type.Optional(Type.Integer({ minimum: 1 })),
          limit: Type.Integer({ minimum: 1, maximum: 500, default: 50 }),
        }),
        response: {
          200: Type.Object({
            entries: Type.Array(Type.Object(told)),
            total: Type.Integer(),
            next: Type.Union([Type.Integer(), Type.Null()]),
          }),
        },
      },
    },
    ({ principal, query: { limit, ...query } }) => pages().entries(principal, query, limit),
  );

  app.get(
    "/api/journal/facets",
    {
      config,
      schema: {
        summary: "Kinds of acts and accounts that there are entries of",
        response: {
          200: Type.Object({
            acts: Type.Array(Type.Object({ act: Type.String(), label: Label, entries: Type.Integer() })),
            actors: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), entries: Type.Integer() })),
          }),
        },
      },
    },
    ({ principal }) => pages().facets(principal),
  );

  app.get(
    "/api/journal/heads",
    { config, schema: { summary: "The last entry of each day, by its hash", response: { 200: Heads } } },
    () => pages().heads(new Date()),
  );

  app.get(
    "/api/journal/heads.json",
    { config, schema: { summary: "The same as a file to be kept elsewhere", response: { 200: Heads } } },
    async (_, reply) =>
      reply
        .header("content-disposition", `attachment; filename="journal-heads.json"`)
        .send(await pages().heads(new Date())),
  );

  app.get(
    "/api/journal/:seq",
    {
      config,
      schema: {
        summary: "One entry with all it says, personal data masked",
        params: Type.Object({ seq: Type.Integer({ minimum: 1 }) }),
        response: {
          200: Type.Object({
            ...told,
            data: Type.Record(Type.String(), Type.Unknown()),
            prev: Type.String(),
            hash: Type.String(),
          }),
        },
      },
    },
    ({ principal, params: { seq } }) => pages().entry(principal, seq),
  );

  app.post(
    "/api/journal/verifications",
    {
      config,
      schema: {
        summary: "Follows the chain from its first entry, as a job, and compares exported heads with it",
        body: Type.Object({ heads: Type.Optional(Type.Array(Head, { minItems: 1, maxItems: 20_000 })) }),
        response: { 202: Type.Object({ job: Type.Integer() }) },
      },
    },
    async ({ principal, body: { heads } }, reply) => {
      const options = { arguments: ["journal"], ...(heads ? { compare: heads } : {}) };
      return reply.code(202).send({ job: jobs.submit("verify", options, principal).id });
    },
  );
}
