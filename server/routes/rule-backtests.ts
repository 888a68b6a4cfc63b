import Type from "typebox";
import type { App } from "../app.ts";
import { backtestOf, backtestPage, backtestsOf, listedBacktest } from "../audit/backtest/backtests.ts";
import { curve, curvesOf } from "../audit/backtest/curves.ts";

const rule = { id: Type.String({ pattern: "^[A-Z0-9-]{4,60}$" }) };
const decimal = Type.String({ pattern: String.raw`^-?\d{1,15}(\.\d{1,6})?$` });
const trial = Type.Record(Type.String({ pattern: "^[a-z][a-z0-9_]{0,39}$" }), decimal, {
  description: "parameters to try, by name",
});
const job = Type.Object({ job: Type.Integer() });

/** Rules tried over all history: what other parameters or another text would gain and lose, and what each value of a parameter would find. */
export default function ruleBacktests(app: App): void {
  const { house, jobs } = app.services;

  app.post(
    "/api/rules/:id/backtest",
    {
      config: { permission: "jobs.run" },
      schema: {
        summary:
          "Tries a rule with other parameters, or a draft of it, over all history; the answer is the job that does it",
        params: Type.Object(rule),
        body: Type.Object({
          set: Type.Optional(trial),
          text: Type.Optional(
            Type.String({ maxLength: 200_000, description: "a draft's text in the place of the rule's own" }),
          ),
        }),
        response: { 202: job },
      },
    },
    async ({ principal, params: { id }, body: { set = {}, text } }, reply) => {
      const given = Object.entries(set).map(([name, value]) => `${name}=${value}`);
      const { id: number } = jobs.submit(
        "rules",
        { arguments: ["backtest", id], set: given, ...(text === undefined ? {} : { text }) },
        principal,
      );
      return reply.code(202).send({ job: number });
    },
  );

  app.get(
    "/api/rules/:id/backtests",
    {
      config: { permission: "data.read" },
      schema: {
        summary: "Backtests of a rule, the last first",
        params: Type.Object(rule),
        response: { 200: Type.Object({ backtests: Type.Array(listedBacktest) }) },
      },
    },
    ({ principal, params: { id } }) =>
      house.database.read(principal, async (reader) => ({ backtests: await backtestsOf(reader, principal, id) })),
  );

  app.get(
    "/api/rules/:id/backtests/:backtest",
    {
      config: { permission: "data.read" },
      schema: {
        summary: "A backtest by province, with findings that would come or go and those against a verdict",
        params: Type.Object({ ...rule, backtest: Type.Integer({ minimum: 1 }) }),
        querystring: Type.Object({ limit: Type.Integer({ minimum: 1, maximum: 1000, default: 200 }) }),
        response: { 200: backtestPage },
      },
    },
    ({ principal, params: { id, backtest }, query }) =>
      house.database.read(principal, (reader) => backtestOf(reader, principal, id, backtest, query)),
  );

  app.post(
    "/api/rules/:id/curve",
    {
      config: { permission: "jobs.run" },
      schema: {
        summary: "Tries a rule at many values of one parameter; the answer is the job that does it",
        params: Type.Object(rule),
        body: Type.Object({
          parameter: Type.String({ pattern: "^[a-z][a-z0-9_]{0,39}$" }),
          values: Type.Optional(Type.Array(decimal, { minItems: 1, maxItems: 30 })),
        }),
        response: { 202: job },
      },
    },
    async ({ principal, params: { id }, body: { parameter, values } }, reply) => {
      const options = { arguments: ["curve", id, parameter], ...(values ? { values } : {}) };
      return reply.code(202).send({ job: jobs.submit("rules", options, principal).id });
    },
  );

  app.get(
    "/api/rules/:id/curve",
    {
      config: { permission: "data.read" },
      schema: {
        summary:
          "Threshold curves of a rule: findings, money and verdicts at values of a parameter; the nation's, so that others see none",
        params: Type.Object(rule),
        querystring: Type.Object({ parameter: Type.Optional(Type.String()) }),
        response: { 200: Type.Object({ curves: Type.Array(curve) }) },
      },
    },
    ({ principal, params: { id }, query: { parameter } }) =>
      house.database.read(principal, async (reader) => ({ curves: await curvesOf(reader, principal, id, parameter) })),
  );
}
