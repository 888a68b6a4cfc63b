import Type from "typebox";
import type { App } from "../app.ts";
import { definitions, figures, figuresAsArrow } from "../indicators/query.ts";
import type { FigureQuery } from "../indicators/request.ts";
import { figuresById } from "../indicators/verify-figure.ts";

const config = { permission: "figures.read" } as const;
const Text = Type.Optional(Type.String({ maxLength: 4000 }));
const fixed = {
  measure: Type.Optional(Type.String({ maxLength: 4000, description: "measure ids, comma-separated; default visits" })),
  by: Type.Optional(
    Type.String({ maxLength: 4000, description: "dimension ids, comma-separated; empty: one total row" }),
  ),
  from: Type.Optional(Type.String({ maxLength: 10, description: "first month, YYYY-MM" })),
  to: Type.Optional(Type.String({ maxLength: 10, description: "last month, YYYY-MM" })),
  period: Type.Optional(
    Type.String({ maxLength: 20, description: "which month a claim counts in: settlement (as a rule) or discharge" }),
  ),
  as_of: Type.Optional(
    Type.String({ maxLength: 20, description: "a batch number: the figure as it was after that batch" }),
  ),
  order: Type.Optional(
    Type.String({ maxLength: 40, description: "a measure or column of the answer, - for downwards" }),
  ),
  limit: Type.Optional(Type.String({ maxLength: 20 })),
  format: Type.Optional(Type.Union([Type.Literal("json"), Type.Literal("arrow")])),
};
const Id = Type.Object({ id: Type.String({ maxLength: 4000, description: "the id that an answer gave" }) });
/** Any other name is a dimension to filter by; `parseRequest` refuses what it does not know. */
const Query = Type.Object(fixed, { additionalProperties: Text });

/** Figures by region and period, and what each one means. */
export default function figuresRoute(app: App): void {
  const { house } = app.services;

  app.get("/api/figures", { config, schema: { querystring: Query } }, async ({ query, principal }, reply) => {
    const question = questionOf(query as Record<string, string | undefined>);
    if (query.format === "arrow") {
      const { id, bytes } = await house.database.read(principal, (reader) =>
        figuresAsArrow(reader, principal, question),
      );
      return reply.type("application/vnd.apache.arrow.stream").header("x-figure-id", id).send(Buffer.from(bytes));
    }
    return house.database.read(principal, (reader) => figures(reader, principal, question));
  });

  app.get("/api/figures/by-id/:id", { config, schema: { params: Id } }, ({ params, principal }) =>
    house.database.read(principal, (reader) => figuresById(reader, principal, params.id)),
  );

  app.get("/api/figures/definitions", { config }, () => definitions());
}

function questionOf(query: Record<string, string | undefined>): FigureQuery {
  const where = Object.fromEntries(Object.entries(query).filter(([name]) => !Object.hasOwn(fixed, name)));
  const { measure, by, from, to, period, as_of, order, limit } = query;
  return { measure, by, from, to, period, as_of, order, limit, where };
}
