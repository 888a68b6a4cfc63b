import Type from "typebox";
import type { App } from "../app.ts";
import { statuses } from "../audit/rule/vocabulary.ts";
import {
  approveMove,
  endSnooze,
  moveRule,
  overlayParameter,
  removeOverlay,
  snoozeFindings,
} from "../jobs/act-on-rule.ts";
import { auditNext } from "../jobs/keep-audited.ts";
import { done, Reason } from "./rule-drafts.ts";
import { ruleId } from "./rules.ts";

const config = { permission: "rules.write" } as const;
const Day = Type.String({ pattern: String.raw`^20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$` });
const Area = Type.Optional(Type.String({ pattern: String.raw`^\d{6}$` }));
const Acted = Type.Object({
  ...done.properties,
  waits: Type.Boolean({ description: "a second person has to agree before anything changes" }),
  job: Type.Union([Type.Integer(), Type.Null()], { description: "the run of the rules that follows from it" }),
});
const numbered = Type.Object({ ...ruleId.properties, number: Type.Integer({ minimum: 1 }) });

/** What people do to a rule: moves between its states, values by place, findings put off. A run of the rules follows where it changes what they say. */
export default function ruleMoves(app: App): void {
  const { house, jobs } = app.services;

  app.post(
    "/api/rules/:id/moves",
    {
      config,
      schema: {
        summary: "Moves a rule to another state, or proposes to where a second person has to agree",
        params: ruleId,
        body: Type.Object({
          to: Type.Enum([...statuses]),
          of: Type.Optional(
            Type.Enum(["draft", "standing"], {
              description: "what is moved; absent: the draft where that may move so, else what stands",
            }),
          ),
          reason: Reason,
        }),
        response: { 201: Acted },
      },
    },
    async ({ principal, params: { id }, body }, reply) => {
      const { waits, ...acted } = await moveRule(house, principal, id, body);
      return reply.code(201).send({ ...acted, waits, job: waits ? null : auditNext(house, jobs, principal) });
    },
  );

  app.post(
    "/api/rules/:id/approvals",
    {
      config: { permission: "rules.approve" },
      schema: {
        summary: "Agrees to a proposed move, or refuses it; not by who proposed it",
        params: ruleId,
        body: Type.Object({ move: Type.Integer({ minimum: 1 }), agree: Type.Boolean(), reason: Reason }),
        response: { 201: Acted },
      },
    },
    async ({ principal, params: { id }, body }, reply) => {
      const acted = await approveMove(house, principal, id, body);
      return reply
        .code(201)
        .send({ ...acted, waits: false, job: body.agree ? auditNext(house, jobs, principal) : null });
    },
  );

  app.post(
    "/api/rules/:id/overlays",
    {
      config,
      schema: {
        summary: "Gives a parameter another value at one place, for records from a day on",
        params: ruleId,
        body: Type.Object({
          parameter: Type.String({ maxLength: 40 }),
          value: Type.String({ pattern: String.raw`^-?\d{1,15}(\.\d{1,6})?$` }),
          insured_area: Area,
          care_area: Area,
          tier: Type.Optional(Type.String({ pattern: "^[0-3]$" })),
          scheme: Type.Optional(Type.String({ pattern: String.raw`^\d{3}$` })),
          from: Day,
          reason: Reason,
        }),
        response: { 201: Acted },
      },
    },
    async ({ principal, params: { id }, body }, reply) => {
      const acted = await overlayParameter(house, principal, id, body);
      return reply.code(201).send({ ...acted, waits: false, job: auditNext(house, jobs, principal) });
    },
  );

  app.delete(
    "/api/rules/:id/overlays/:number",
    {
      config,
      schema: {
        summary: "Takes a value at one place back",
        params: numbered,
        querystring: Type.Object({ reason: Reason }),
        response: { 200: Acted },
      },
    },
    async ({ principal, params: { id, number }, query: { reason } }) => {
      const acted = await removeOverlay(house, principal, id, number, reason);
      return { ...acted, waits: false, job: auditNext(house, jobs, principal) };
    },
  );

  app.post(
    "/api/rules/:id/snoozes",
    {
      config,
      schema: {
        summary: "Keeps findings of a rule, all or those at one institution or area, out of the list until a day",
        params: ruleId,
        body: Type.Object({
          institution: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })),
          insured: Area,
          care: Area,
          until: Day,
          reason: Reason,
        }),
        response: { 201: done },
      },
    },
    async ({ principal, params: { id }, body }, reply) =>
      reply.code(201).send(await snoozeFindings(house, principal, id, body, new Date())),
  );

  app.delete(
    "/api/rules/:id/snoozes/:number",
    {
      config,
      schema: {
        summary: "Lets findings that were put off in again",
        params: numbered,
        querystring: Type.Object({ reason: Reason }),
        response: { 200: done },
      },
    },
    ({ principal, params: { id, number }, query: { reason } }) => endSnooze(house, principal, id, number, reason),
  );
}
