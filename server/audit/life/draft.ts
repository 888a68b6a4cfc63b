import Type, { type Static } from "typebox";
import { changedProblems, readLock } from "../rule/rule-lock.ts";
import { type RuleSource, ruleSources } from "../rule/rule-sources.ts";
import { houseFile, idOf } from "./house-sources.ts";
import { checkedText, type TestState, testedText } from "./workshop.ts";

/** Something to mend in a draft. */
export const draftProblem = Type.Object({
  line: Type.Integer(),
  key: Type.String(),
  expected: Type.String(),
  got: Type.String(),
});
export type DraftProblem = Static<typeof draftProblem>;

/** The id that a text gives itself, wherever it stands in it; null where there is none. */
const idIn = (text: string): string | null =>
  /^\s*["']?id["']?:\s*["']?([A-Z0-9-]{3,60})["']?\s*(#.*)?$/m.exec(text)?.[1] ?? null;

/** A text under the name of the rule it says it is. */
function sourceOf(text: string): { id: string | null; source: RuleSource } {
  const id = idIn(text);
  const shipped = ruleSources().find(({ file }) => idOf(file) === id);
  return { id, source: { file: shipped?.file ?? houseFile(id ?? "draft"), text } };
}

/** What has to be mended in a text before it can be a rule of the house; the first thing only, as a check of files says it. */
export async function checkDraft(text: string): Promise<{ id: string | null; problems: DraftProblem[] }> {
  const { id, source } = sourceOf(text);
  const { problems } = await checkedText(source);
  const all = problems.length > 0 ? problems : changedProblems([source], readLock());
  return { id, problems: all.map(({ file: _, ...problem }) => problem) };
}

/** Runs the tests of a text beside the rules that stand; `tests` null where the text is refused. @throws rule.busy */
export async function testDraft(
  text: string,
  others: readonly RuleSource[],
): Promise<{ problems: DraftProblem[]; tests: TestState | null }> {
  const { source } = sourceOf(text);
  const { rule, problems } = await checkedText(source);
  if (!rule) return { problems: problems.map(({ file: _, ...problem }) => problem), tests: null };
  return { problems: [], tests: await testedText(source, others) };
}
