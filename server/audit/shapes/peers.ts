import { raw, type Sql, sql } from "../../store/sql.ts";
import type { Columns, RuleContext } from "../compile/context.ts";
import { explained, selectFinding } from "../compile/finding.ts";
import { leadOf } from "../compile/lead.ts";
import { countsAsFinding } from "../compile/scan.ts";
import { applies } from "../compile/side.ts";
import type { Expression } from "../expressions/expression.ts";
import { scalar } from "../expressions/value-type.ts";
import type { OwnQuery, Shape } from "../shape.ts";
import { membersOf } from "../statistics/members.ts";
import { PeersFile } from "../statistics/peers-file.ts";
import { periodText } from "../statistics/period.ts";
import { type ReadComparison, readComparison } from "../statistics/read-comparison.ts";
import { shownValues, typesOfShown } from "../statistics/shown.ts";
import { also, listed } from "../statistics/unit.ts";
import { countsOfUnits } from "../statistics/unit-counts.ts";
import { unitValues } from "../statistics/unit-values.ts";

/**
 * A unit (an institution, as a rule) in a calendar period that is far from what is usual by a measure: from the other units of its stratum (`others`), from the rest
 * of its own rows (`rest`: two populations of one institution), or from its own periods before (`itself`). Small groups are not judged: a unit with less than
 * `least.volume`, a stratum with fewer than `least.peers`, a history shorter than `least.history` are counted as not applicable.
 */
export default {
  name: "peers",
  about: {
    zh: "与同类、与自身其他人群或与自身历史相差很远",
    en: "a unit far from its peers, its other rows or its own past",
  },
  schema: PeersFile,
  async compile(find: PeersFile, context: RuleContext): Promise<OwnQuery> {
    const read = await readComparison(find, context);
    const { way, comparison, houses, lacking, steps } = read;
    const { unit, measure } = comparison;
    const made = typesOfShown(way.shows, measure);
    const scope: Columns = new Map(houses.columns()).set(
      "",
      new Map([...read.ofUnit, ...made, ["period", scalar("text")]]),
    );
    const print = (expression: Expression) =>
      context.print(expression, (of) => houses.tableOf(of), read.overlaid("row"));
    const breaks = print(await context.read(find.breaks, scope, "breaks", "boolean"));
    const shown = new Map([...shownValues(way.shows, measure), ...unit.shown]);
    const values = await explained(context, find.values ?? {}, scope, print, shown);
    const lead = await leadOf(find.lead, context, scope, print);
    const members = await membersOf(find, read);
    const finding = selectFinding(context.rule.id, {
      ...unit.finding(measure.name, members.list, values, context),
      lead,
    });
    const named = sql`select "row".*, ${periodText(find.period, raw("first_day"))} as period from "row"`;
    const findings = sql`with ${steps}, "hit" as (
        select "row".* from (${named}) as "row"${houses.joins()}
        where "row".reason is null and ${applies(lacking)} and ${breaks}${onceEach(read)}
      )${members.step} select ${finding} from "hit" as "row"${members.join}${houses.joins()}`;
    const { row, columns } = countsOfUnits(context.rule.id, read);
    return {
      kind: "query",
      findings,
      counts: { statement: sql`with ${steps} ${row}`, columns },
      once: sql`${findings} union all ${countsAsFinding(row, columns.length)}`,
      units: unitValues(find, read, named),
    };
  },
} satisfies Shape;

/** A unit that stood in two strata in a period is told of once, where most of it was. */
function onceEach({ comparison: { unit, among } }: ReadComparison): Sql {
  const keys = unit.keys.map(({ name }) => name);
  const strata = among.filter((name) => !keys.includes(name));
  if (strata.length === 0 || unit.single) return raw("");
  return sql` qualify row_number() over (
    partition by ${listed(["first_day", ...keys], "row")} order by "row".volume desc${also(listed(strata, "row"))}) = 1`;
}
