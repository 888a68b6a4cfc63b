import Type from "typebox";
import type { App } from "../app.ts";
import { stages } from "../audit/run/reviewed.ts";
import { labels, strengths } from "../audit/run/verdict-terms.ts";
import { approveVerdicts } from "../cases/review/approvals.ts";
import { giveVerdict, giveVerdicts } from "../cases/review/verdicts.ts";
import { withdrawVerdicts } from "../cases/review/withdrawals.ts";

export const FindingId = Type.String({ pattern: "^[0-9a-f]{32}$" });
export const oneFinding = Type.Object({ id: FindingId });
export const EvidenceHash = Type.String({ pattern: "^[0-9a-f]{64}$", description: "of the evidence that was read" });
export const Reason = Type.String({ minLength: 1, maxLength: 2000, pattern: String.raw`\S` });

/** So many findings are acted on at once. */
const AT_ONCE = 500;
const judge = { permission: "findings.judge" } as const;
const Verdicts = Type.Array(Type.Integer({ minimum: 1 }), { minItems: 1, maxItems: AT_ONCE, uniqueItems: true });
const seen = {
  evidenceHash: EvidenceHash,
  stage: Type.Optional(Type.Enum([...stages], { description: "at which it was read: refused where it is at another" })),
};
const said = {
  label: Type.Enum([...labels]),
  strength: Type.Enum([...strengths]),
  reason: Reason,
  materials: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 20, description: "what to call for" }),
  ),
};
const Done = Type.Array(Type.Object({ finding: Type.String(), verdict: Type.Integer() }));
const why = { code: Type.String(), details: Type.Record(Type.String(), Type.Unknown()) };
const RefusedVerdicts = Type.Array(Type.Object({ verdict: Type.Integer(), ...why }));

/** What reviewers say of findings, take back, and agree to. */
export default function verdicts(app: App): void {
  const { house } = app.services;

  app.post(
    "/api/findings/:id/verdicts",
    {
      config: judge,
      schema: {
        summary: "Judges the evidence that a finding rests on now; the same verdict twice is one",
        params: oneFinding,
        body: Type.Object({ ...seen, ...said }),
        response: { 201: Type.Object({ verdict: Type.Integer(), at: Type.String() }) },
      },
    },
    async ({ principal, params: { id }, body }, reply) => {
      const { verdict, at } = await giveVerdict(house, principal, { finding: id, ...body });
      return reply.code(201).send({ verdict, at });
    },
  );

  app.post(
    "/api/findings/verdicts",
    {
      config: judge,
      schema: {
        summary: "Judges many findings alike; what cannot be judged is told apart and the rest done",
        body: Type.Object({
          findings: Type.Array(Type.Object({ finding: FindingId, ...seen }), { minItems: 1, maxItems: AT_ONCE }),
          ...said,
        }),
        response: {
          201: Type.Object({
            given: Done,
            refused: Type.Array(Type.Object({ finding: Type.String(), ...why })),
          }),
        },
      },
    },
    async ({ principal, body: { findings, ...words } }, reply) =>
      reply.code(201).send(await giveVerdicts(house, principal, findings, words)),
  );

  app.post(
    "/api/verdicts/withdrawals",
    {
      config: judge,
      schema: {
        summary: "Takes own verdicts back before a second person agreed",
        body: Type.Object({ verdicts: Verdicts }),
        response: { 201: Type.Object({ withdrawn: Done, refused: RefusedVerdicts }) },
      },
    },
    async ({ principal, body }, reply) => reply.code(201).send(await withdrawVerdicts(house, principal, body.verdicts)),
  );

  app.post(
    "/api/verdicts/approvals",
    {
      config: { permission: "findings.approve" },
      schema: {
        summary: "Agrees to verdicts of others, or returns them",
        body: Type.Object({ verdicts: Verdicts, agree: Type.Boolean(), reason: Reason }),
        response: { 201: Type.Object({ done: Done, refused: RefusedVerdicts }) },
      },
    },
    async ({ principal, body }, reply) => reply.code(201).send(await approveVerdicts(house, principal, body)),
  );
}
