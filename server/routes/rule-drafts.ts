import Type from "typebox";
import type { App } from "../app.ts";
import { checkDraft, draftProblem, testDraft } from "../audit/life/draft.ts";
import { houseSources } from "../audit/life/house-sources.ts";
import { testState } from "../audit/life/rule-page.ts";
import { saveDraft, withdrawDraft } from "../jobs/act-on-rule.ts";
import { ruleId } from "./rules.ts";

const config = { permission: "rules.write" } as const;
export const Reason = Type.String({ minLength: 1, maxLength: 2000 });
export const done = Type.Object({ act: Type.Integer({ description: "number in the journal" }), at: Type.String() });
const RuleText = Type.String({ minLength: 1, maxLength: 64_000, description: "a rule file" });
const Problems = Type.Array(draftProblem);

/** Drafts of rules: looked at while they are written, tested, kept. */
export default function ruleDrafts(app: App): void {
  const { house } = app.services;

  app.post(
    "/api/rules/drafts/check",
    {
      config,
      schema: {
        summary: "What has to be mended in a text, as `rules check` says it; nothing is kept",
        body: Type.Object({ text: RuleText }),
        response: {
          200: Type.Object({
            id: Type.Union([Type.String(), Type.Null()], { description: "null where the text names none" }),
            problems: Problems,
          }),
        },
      },
    },
    ({ body: { text } }) => checkDraft(text),
  );

  app.post(
    "/api/rules/drafts/test",
    {
      config,
      schema: {
        summary: "Runs the tests that a text carries, planned with the other rules; nothing is kept",
        body: Type.Object({ text: RuleText }),
        response: { 200: Type.Object({ problems: Problems, tests: Type.Union([testState, Type.Null()]) }) },
      },
    },
    async ({ principal, body: { text } }) =>
      testDraft(text, await house.database.read(principal, ({ connection }) => houseSources(connection))),
  );

  app.put(
    "/api/rules/:id/draft",
    {
      config,
      schema: {
        summary: "Keeps a sound text as the draft of a rule: a new one, or another text of one that stands",
        params: ruleId,
        body: Type.Object({ text: RuleText, reason: Reason }),
        response: { 200: done },
      },
    },
    ({ principal, params: { id }, body }) => saveDraft(house, principal, id, body),
  );

  app.delete(
    "/api/rules/:id/draft",
    {
      config,
      schema: {
        summary: "Takes the draft of a rule back",
        params: ruleId,
        querystring: Type.Object({ reason: Reason }),
        response: { 200: done },
      },
    },
    ({ principal, params: { id }, query: { reason } }) => withdrawDraft(house, principal, id, reason),
  );
}
