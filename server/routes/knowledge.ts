import Type from "typebox";
import type { App } from "../app.ts";
import { knowledgeUsers } from "../audit/knowledge-users.ts";
import { houseSources } from "../audit/life/house-sources.ts";
import { fail } from "../errors.ts";
import { listPoints } from "../knowledge/point-list.ts";
import { listRefused } from "../knowledge/refused-rows.ts";
import { listBatches, listClasses } from "../knowledge/summary.ts";

const Null = Type.Null();
const text = Type.Union([Type.String(), Null]);
const whole = Type.Union([Type.Integer(), Null]);
const label = Type.Object({ zh: Type.String(), en: Type.String() });
const counts = {
  read: Type.Integer(),
  accepted: Type.Integer(),
  duplicate: Type.Integer(),
  replaced: Type.Integer(),
  rejected: Type.Integer(),
};

const listedClass = Type.Object({
  name: Type.String(),
  title: label,
  official: Type.Array(Type.String(), { description: "codes of the official rules it serves" }),
  key: Type.Array(Type.String()),
  columns: Type.Array(
    Type.Object({
      ...{ name: Type.String(), zh: Type.String(), en: Type.String(), unit: text, type: Type.String() },
      words: Type.Union([Type.Record(Type.String(), label), Null], { description: "what its values stand for" }),
    }),
  ),
  confidence: Type.String({ description: "of the points that come with the program" }),
  watched: Type.Boolean(),
  note: Type.Union([label, Null]),
  points: Type.Integer({ description: "in force" }),
  shipped: Type.Integer({ description: "of those in force, points that come with the program" }),
  superseded: Type.Integer(),
  latest: text,
  rules: Type.Array(Type.Object({ id: Type.String(), title: label, status: Type.String() }), {
    description: "rules that look it up",
  }),
});

const listedBatch = Type.Object({
  load: Type.Integer({ description: "0: what comes with the program" }),
  batch: whole,
  published: text,
  at: text,
  by: text,
  files: Type.Array(Type.String()),
  sheets: Type.Array(
    Type.Object({
      ...{ file: Type.String(), sheet: Type.String(), layout: Type.String(), knowledge: Type.String() },
      ...counts,
      dropped: Type.Integer({ description: "totals and notes" }),
    }),
  ),
  ...counts,
  points: Type.Integer(),
  inForce: Type.Integer(),
  superseded: Type.Integer(),
});

const listedPoint = Type.Object({
  point: Type.String(),
  itemCode: text,
  itemName: text,
  says: Type.Record(Type.String(), Type.Union([Type.String(), Type.Array(Type.String()), Null])),
  basis: text,
  source: text,
  batch: whole,
  published: text,
  load: Type.Integer(),
  inForce: Type.Boolean(),
  supersededBy: whole,
});

const refusedRow = Type.Object({
  ...{ file: Type.String(), sheet: Type.String(), line: Type.Integer(), column: Type.String() },
  ...{ expected: Type.String(), got: Type.String() },
});

const config = { permission: "data.read" } as const;

/** The knowledge that rules look items up in. It holds no records, so that it is the same for every scope. */
export default function knowledge(app: App): void {
  const { house } = app.services;

  app.get(
    "/api/knowledge",
    {
      config,
      schema: {
        summary: "Classes of knowledge: points in force and superseded, and the rules that use them",
        response: { 200: Type.Object({ classes: Type.Array(listedClass) }) },
      },
    },
    ({ principal }) =>
      house.database.read(principal, async (reader) => {
        const users = knowledgeUsers(await houseSources(reader.connection));
        const classes = await listClasses(reader);
        return {
          classes: classes.map(({ official, key, ...each }) => ({
            ...each,
            official: [...official],
            key: [...key],
            rules: users.get(each.name) ?? [],
          })),
        };
      }),
  );

  app.get(
    "/api/knowledge/batches",
    {
      config,
      schema: {
        summary: "Loads of knowledge, the last first, with their rows by sheet",
        response: { 200: Type.Object({ batches: Type.Array(listedBatch) }) },
      },
    },
    ({ principal }) => house.database.read(principal, async (reader) => ({ batches: await listBatches(reader) })),
  );

  app.get(
    "/api/knowledge/batches/:load/rejects",
    {
      config,
      schema: {
        summary: "Rows of a load that are no points, with what was expected",
        params: Type.Object({ load: Type.Integer({ minimum: 0 }) }),
        querystring: Type.Object({
          offset: Type.Integer({ minimum: 0, maximum: 1_000_000, default: 0 }),
          limit: Type.Integer({ minimum: 1, maximum: 1000, default: 100 }),
        }),
        response: { 200: Type.Object({ total: Type.Integer(), rejects: Type.Array(refusedRow) }) },
      },
    },
    ({ principal, params: { load }, query }) =>
      house.database.read(principal, (reader) => listRefused(reader, load, query)),
  );

  app.get(
    "/api/knowledge/:class",
    {
      config,
      schema: {
        summary: "Points of a class, by code or name, with older versions where asked",
        params: Type.Object({ class: Type.String({ maxLength: 60 }) }),
        querystring: Type.Object({
          search: Type.Optional(Type.String({ maxLength: 100 })),
          history: Type.Boolean({ default: false }),
          offset: Type.Integer({ minimum: 0, maximum: 1_000_000, default: 0 }),
          limit: Type.Integer({ minimum: 1, maximum: 500, default: 50 }),
        }),
        response: {
          200: Type.Object({ class: Type.String(), total: Type.Integer(), points: Type.Array(listedPoint) }),
        },
      },
    },
    ({ principal, params, query }) =>
      house.database.read(principal, async (reader) => {
        const known = (await listClasses(reader)).some(({ name }) => name === params.class);
        if (!known) throw fail("request.not_found", { path: `/api/knowledge/${params.class}` });
        return { class: params.class, ...(await listPoints(reader, params.class, query)) };
      }),
  );
}
