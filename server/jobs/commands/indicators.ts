import { type IndicatorValue, indicatorValues } from "../../audit/indicator-values.ts";
import { inBulk, storeCommand, text, texts } from "../command.ts";

const shown = ["value", "value_percent", "median", "median_percent", "peers", "z", "volume"] as const;

/** Indicators of institutions by period beside what is usual among their peers: an indicator is no accusation, and is given far from them or not. */
export default storeCommand<{ indicators: IndicatorValue[] }>({
  name: "indicators",
  summary: "the indicators of institutions by period, beside the median of their peers",
  lane: inBulk,
  // Read over the whole nation: roles that run jobs are of the nation.
  permission: () => "jobs.run",
  arguments: { form: "[rules...]", about: "rules that compare, ZB10000205001000 …; all indicators where absent" },
  options: [
    { flags: "--period <period>", about: "2021, 2021-Q1 or 2021-03" },
    { flags: "--unit <code>", about: "an institution" },
  ],
  async run({ house }, options) {
    const filter = { rules: texts(options.arguments), period: text(options.period), unit: text(options.unit) };
    return { indicators: await house.database.bulk((connection) => indicatorValues(connection, filter)) };
  },
  print: ({ indicators }) =>
    [["rule", "unit", "period", "stratum", ...shown, "not judged for want of"], ...indicators.map(line)]
      .map((cells) => `${cells.join("\t")}\n`)
      .join(""),
});

function line({ rule, unit, period, stratum, values, reason }: IndicatorValue): string[] {
  return [rule, unit, period, stratum, ...shown.map((name) => values[name] ?? "—"), reason ?? ""];
}
