import { blankRelations } from "../../audit/blank-house.ts";
import { checkRules, problemText, type RuleProblem } from "../../audit/check-rules.ts";
import { runRuleTests, type TestOutcome } from "../../audit/rule-tests.ts";
import { fail } from "../../errors.ts";
import { rulesAction } from "../rules-action.ts";

interface Tested {
  action: "test";
  tests: number;
  failed: number;
  problems: RuleProblem[];
  outcomes: TestOutcome[];
}

/** The tests that the files of `rules/` carry. */
export default rulesAction<Tested>({
  name: "test",
  about: "test [ID…]",
  lane: "read",
  async alone(ids) {
    const { rules, problems } = await checkRules();
    const unknown = ids.find((id) => !rules.some(({ rule }) => rule.id === id));
    if (unknown !== undefined) {
      const expected = rules.map(({ rule }) => rule.id).join(", ");
      throw fail("request.invalid", { where: "rules test", expected, got: unknown });
    }
    const outcomes = await runRuleTests(rules, await blankRelations(), ids.length > 0 ? new Set(ids) : undefined);
    const failed = outcomes.filter(({ problem }) => problem !== null).length;
    return { action: "test", tests: outcomes.length, failed, problems, outcomes };
  },
  failed: ({ problems, failed }) => problems.length > 0 || failed > 0,
  print({ problems, outcomes, tests, failed }) {
    const told = problems.map((problem) => `${problemText(problem)}\n`);
    const broken = outcomes.flatMap(({ rule, test, problem }) =>
      problem === null ? [] : [`${rule} "${test}": ${problem}\n`],
    );
    return `${told.join("")}${broken.join("")}${tests} tests, ${failed} failed\n`;
  },
});
