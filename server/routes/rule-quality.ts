import Type from "typebox";
import type { App } from "../app.ts";
import { controlList, listControl } from "../audit/quality/control-list.ts";
import { controlLabels, MOST_DRAWN } from "../audit/quality/control-sample.ts";
import { estimateRecall, recallEstimate } from "../audit/quality/recall.ts";
import { qualityOf, ruleQuality } from "../audit/quality/rule-quality.ts";
import { strengths } from "../audit/run/verdict-terms.ts";
import { drawControlSample, judgeControl } from "../jobs/control-sampling.ts";

const config = { permission: "data.read" } as const;

/** How often rules were right, and what they miss, by what people said. */
export default function ruleQualityRoutes(app: App): void {
  const { house } = app.services;

  app.get(
    "/api/rules/quality",
    {
      config,
      schema: {
        summary:
          "Quality of all rules: confirmed shares with intervals, unique catch, overlaps; and the share of irregular claims that they catch",
        response: { 200: Type.Object({ rules: Type.Array(ruleQuality), recall: recallEstimate }) },
      },
    },
    ({ principal }) =>
      house.database.read(principal, async (reader) => ({
        rules: await qualityOf(reader, principal),
        recall: await estimateRecall(reader, principal),
      })),
  );

  app.get(
    "/api/rules/:id/quality",
    {
      config,
      schema: {
        summary: "Quality of one rule, by version and parameters; nothing counted where it was never judged",
        params: Type.Object({ id: Type.String({ pattern: "^[A-Z0-9-]{4,60}$" }) }),
        response: { 200: ruleQuality },
      },
    },
    ({ principal, params: { id } }) =>
      house.database.read(principal, async (reader) => {
        const [found] = await qualityOf(reader, principal, id);
        return found ?? { rule: id, open: 0, sets: [], confirmedFindings: 0, uniqueCatch: 0, overlaps: [] };
      }),
  );

  app.get(
    "/api/rules/control",
    {
      config,
      schema: {
        summary: "Claims that were drawn although no rule spoke about them, those not judged yet first",
        querystring: Type.Object({
          limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
          offset: Type.Integer({ minimum: 0, maximum: 1_000_000, default: 0 }),
        }),
        response: { 200: controlList },
      },
    },
    ({ principal, query }) => house.database.read(principal, (reader) => listControl(reader, principal, query)),
  );

  app.post(
    "/api/rules/control",
    {
      config: { permission: "findings.judge" },
      schema: {
        summary: "Draws claims that no rule spoke about, at random, to be looked at",
        body: Type.Object({
          size: Type.Integer({ minimum: 1, maximum: MOST_DRAWN }),
          seed: Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1 }),
        }),
        response: { 201: Type.Object({ sample: Type.Integer(), drawn: Type.Integer(), unflagged: Type.Integer() }) },
      },
    },
    async ({ principal, body }, reply) => reply.code(201).send(await drawControlSample(house, principal, body)),
  );

  app.post(
    "/api/rules/control/verdicts",
    {
      config: { permission: "findings.judge" },
      schema: {
        summary: "What a person found of a drawn claim",
        body: Type.Object({
          claim: Type.String({ minLength: 1, maxLength: 400 }),
          label: Type.Enum([...controlLabels]),
          strength: Type.Enum([...strengths]),
          reason: Type.String({ minLength: 1, maxLength: 2000 }),
        }),
        response: { 201: Type.Object({ verdict: Type.Integer(), at: Type.String() }) },
      },
    },
    async ({ principal, body }, reply) => reply.code(201).send(await judgeControl(house, principal, body)),
  );
}
