import { type CurveAnswer, drawCurve } from "../backtest-rule.ts";
import { texts } from "../command.ts";
import { rulesAction } from "../rules-action.ts";
import { wanted } from "./backtest.ts";

/** Tries a rule at many values of one parameter: findings, money and verdicts by value, kept for the rule's page. */
export default rulesAction<CurveAnswer>({
  name: "curve",
  about: "curve ID PARAMETER",
  options: [{ flags: "--values <values...>", about: "curve: values to try; chosen within the bounds where absent" }],
  lane: "read",
  permission: "jobs.run",
  run(context, [id, parameter], options) {
    const values = texts(options.values);
    return drawCurve(context, wanted(id), { parameter: parameter ?? "", ...(values.length > 0 ? { values } : {}) });
  },
  print: ({ rule, parameter, points }) =>
    points.map(({ value, found }) => `${rule}\t${parameter}\t${value}\t${found}\n`).join(""),
});
