import Type from "typebox";
import type { App } from "../app.ts";
import { appealFinding } from "../cases/review/appeals.ts";
import { putOff, takeUp } from "../cases/review/putting-off.ts";
import { EvidenceHash, oneFinding, Reason } from "./verdicts.ts";

const config = { permission: "findings.judge" } as const;
const Done = Type.Object({ act: Type.Integer({ description: "number in the journal" }), at: Type.String() });

/** What else reviewers do with a finding: put it off, take it up again, write down an appeal. */
export default function findingActs(app: App): void {
  const { house } = app.services;

  app.put(
    "/api/findings/:id/putting-off",
    {
      config,
      schema: {
        summary: "Keeps a finding that waits out of the queue until a day, as long as its evidence is the same",
        params: oneFinding,
        body: Type.Object({
          evidenceHash: EvidenceHash,
          until: Type.String({ pattern: String.raw`^\d{4}-\d{2}-\d{2}$` }),
          reason: Reason,
        }),
        response: { 200: Done },
      },
    },
    ({ principal, params: { id }, body }) => putOff(house, principal, { finding: id, ...body }, new Date()),
  );

  app.delete(
    "/api/findings/:id/putting-off",
    {
      config,
      schema: {
        summary: "Takes a finding up again before its day",
        params: oneFinding,
        querystring: Type.Object({ reason: Type.String({ maxLength: 2000, default: "" }) }),
        response: { 200: Done },
      },
    },
    ({ principal, params: { id }, query: { reason } }) => takeUp(house, principal, { finding: id, reason }),
  );

  app.post(
    "/api/findings/:id/appeals",
    {
      config,
      schema: {
        summary: "Writes down that an institution contests a finding: it is open again, also after approval",
        params: oneFinding,
        body: Type.Object({
          evidenceHash: Type.Optional(EvidenceHash),
          reason: Reason,
          files: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 50, default: [] }),
        }),
        response: { 201: Type.Object({ appeal: Type.Integer(), at: Type.String() }) },
      },
    },
    async ({ principal, params: { id }, body }, reply) =>
      reply.code(201).send(await appealFinding(house, principal, { finding: id, ...body, by: "institution" })),
  );
}
