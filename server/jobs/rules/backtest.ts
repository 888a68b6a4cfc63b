import { fail } from "../../errors.ts";
import { type BacktestAnswer, backtestRule } from "../backtest-rule.ts";
import { text, texts } from "../command.ts";
import { rulesAction } from "../rules-action.ts";

/** Tries a rule with other parameters over all history; what it would find is kept for the rule's page. */
export default rulesAction<BacktestAnswer>({
  name: "backtest",
  about: "backtest ID",
  options: [{ flags: "--set <values...>", about: "backtest: name=value of a parameter" }],
  lane: "read",
  permission: "jobs.run",
  run: (context, [id], options) =>
    backtestRule(context, wanted(id), { set: setOf(texts(options.set)), text: text(options.text) }),
  print: ({ rule, lookedAt, gained, lost, kept, contradicted, seconds }) =>
    `${rule}: looked at ${lookedAt}; ${gained} gained, ${lost} lost, ${kept} kept, ${contradicted} against a verdict, in ${seconds} s\n`,
});

/** @throws request.invalid */
export function wanted(id: string | undefined): string {
  if (id !== undefined) return id;
  throw fail("request.invalid", { where: "rules", expected: "the id of a rule", got: "nothing" });
}

/** `name=value`. @throws request.invalid */
function setOf(given: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    given.map((each) => {
      const [, name, value] = /^([a-z][a-z0-9_]{0,39})=(-?\d{1,15}(?:\.\d{1,6})?)$/.exec(each) ?? [];
      if (name === undefined || value === undefined)
        throw fail("request.invalid", { where: "--set", expected: "name=value, the value a number", got: each });
      return [name, value];
    }),
  );
}
