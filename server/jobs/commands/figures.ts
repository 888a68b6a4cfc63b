import { fail } from "../../errors.ts";
import { type Figures, figures } from "../../indicators/query.ts";
import { Reader, UNLIMITED } from "../../store/reader.ts";
import { type ClosedFigures, closeMonth } from "../close-month.ts";
import { atOnce, names, type Options, storeCommand, text } from "../command.ts";

/** Figures by region and period, the same as `GET /api/figures`. */
export default storeCommand<Figures | ClosedFigures>({
  name: "figures",
  summary:
    "figures by region and period, e.g. --measure visits fund_ratio --by month --where care_scope=cross_province",
  lane: atOnce,
  permission: ({ close }) => (close === undefined ? "figures.read" : "data.load"),
  options: [
    { flags: "--measure <measure...>", about: "measures, comma-separated or repeated", fallback: "visits" },
    { flags: "--by <dimension...>", about: "dimensions; one total row where absent" },
    { flags: "--from <month>", about: "first month, YYYY-MM" },
    { flags: "--to <month>", about: "last month, YYYY-MM" },
    { flags: "--period <basis>", about: "month of settlement (as a rule) or discharge" },
    { flags: "--where <filter...>", about: "dimension=value,value; repeated filters all apply" },
    { flags: "--as-of <batch>", about: "the figure as it was after that batch" },
    { flags: "--order <column>", about: "a measure or dimension of the answer; --order=-visits for downwards" },
    { flags: "--limit <rows>", about: "largest number of rows" },
    { flags: "--close <month>", about: "close a month, YYYY-MM: later changes of its figures are shown as restated" },
  ],
  async run({ house, principal }, options: Options) {
    const month = text(options.close);
    if (month !== undefined) return closeMonth(house, principal, month);
    const query = {
      measure: names(options.measure),
      by: names(options.by),
      from: text(options.from),
      to: text(options.to),
      period: text(options.period),
      where: filters(options.where),
      as_of: text(options.asOf),
      order: text(options.order),
      limit: text(options.limit),
    };
    // A state of the past is counted from the records: that may take longer than a page would wait.
    return house.database.read(principal, ({ connection }) =>
      figures(new Reader(connection, UNLIMITED), principal, query),
    );
  },
  print: (result) => ("closed" in result ? closedText(result) : figuresText(result)),
});

function closedText({ closed, batch, visits, settlements }: ClosedFigures): string {
  return `${closed} closed as of batch ${batch}: ${visits} visits, ${settlements} settlements\n`;
}

function figuresText({ id, columns, rows, notes, watermark, provisionalUntil, restated }: Figures): string {
  const header = Object.keys(columns);
  const lines = Array.from({ length: rows }, (_, row) =>
    header.map((name) => String(columns[name]?.[row] ?? "—")).join("\t"),
  );
  const generated = watermark.generated ? [`# generated data, 1 row stands for ${watermark.generatedScale}`] : [];
  const remarks = notes.map(({ measure, message }) => `# ${measure}: ${message.en}`);
  const provisional = Object.entries(provisionalUntil).flatMap(([measure, days]) => {
    const open = days.flatMap((day) => day ?? []).sort();
    return open.length > 0 ? [`# ${measure}: provisional rows ${open.length}, the last until ${open.at(-1)}`] : [];
  });
  const changed = restated.map(
    ({ month, measure, old, new: now, batches }) =>
      `# restated: ${measure} of ${month} was ${old ?? "—"}, is ${now ?? "—"} since batch ${batches.join(", ")}`,
  );
  return [header.join("\t"), ...lines, ...generated, ...remarks, ...provisional, ...changed, `# id ${id}`, ""].join(
    "\n",
  );
}

/** A value holds commas, so filters are not split at them: `insured=410000,110000`. */
function filters(given: Options[string]): Record<string, string[]> {
  const where: Record<string, string[]> = {};
  const list = given === undefined || given === null ? [] : Array.isArray(given) ? given : [given];
  for (const filter of list.map(String)) {
    const [, dimension, values] = /^([a-z_]+)=(.+)$/.exec(filter) ?? [];
    if (dimension === undefined || values === undefined) {
      throw fail("request.invalid", { where: "--where", expected: "dimension=value,value", got: filter });
    }
    where[dimension] = [...(where[dimension] ?? []), values];
  }
  return where;
}
