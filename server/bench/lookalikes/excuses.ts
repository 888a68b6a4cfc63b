import type { ReadRule } from "../../audit/rule/rule-file.ts";
import type { RuleTest } from "../../audit/rule/rule-schema.ts";

export type Given = RuleTest["given"];
type Row = Given[string][number];

/** What makes an innocent of somebody whom a rule accuses; no twins where it does not bear on the rows. */
export interface Excuse {
  name: string;
  of(given: Given, rule: ReadRule): Given[];
}

const lineRelations = ["line", "known_line"];
/** Care that maternity benefits pay. */
const maternity = ["GZ10000101002000", "GZ10000102004000"];

/** Lawful excuses that hold for any rule, by the columns its rows have. */
export const excuses: readonly Excuse[] = [
  {
    name: "nothing of it was paid by the fund",
    of: (given) => changed(given, lineRelations, "in_scope", () => "0.00"),
  },
  {
    name: "all of it was taken back",
    of: (given) => {
      const marked = withKeys(given);
      const lines = lineRelations.flatMap((name) => (marked[name] ?? []).map((row) => [name, row] as const));
      if (lines.length === 0 || !lines.every(([, row]) => row.quantity !== undefined && row.repeat === undefined))
        return [];
      const negative = (of: string) => lines.flatMap(([name, row]) => (name === of ? [negated(row)] : []));
      const both = lineRelations.flatMap((name) =>
        marked[name] ? [[name, [...marked[name], ...negative(name)]] as const] : [],
      );
      return [{ ...marked, ...Object.fromEntries(both), returned_line: lines.map(([, row]) => returned(row)) }];
    },
  },
  {
    name: "no point in force speaks of it",
    of: (given) => {
      const kept = Object.entries(given).filter(([name]) => !name.startsWith("knowledge."));
      return kept.length < Object.keys(given).length ? [Object.fromEntries(kept)] : [];
    },
  },
  {
    name: "the record does not say",
    of: (given, { needs }) =>
      needs.flatMap((need) => {
        const at = need.lastIndexOf(".");
        const [relation, column] = [need.slice(0, at), need.slice(at + 1)];
        if (!given[relation]?.some((row) => column in row)) return [];
        return [{ ...given, [relation]: given[relation].map(({ [column]: _, ...row }) => row) }];
      }),
  },
  {
    name: "the sex is not known",
    of: (given) => ["0", "9"].flatMap((sex) => changed(given, records(given), "sex", () => sex)),
  },
  {
    name: "the other sex",
    of: (given) => changed(given, records(given), "sex", (sex) => (sex === "1" ? "2" : "1")),
  },
  {
    name: "maternity care",
    of: (given, { official }) =>
      maternity.includes(official?.code ?? "") ? changed(given, lineRelations, "scheme", () => "510") : [],
  },
];

/** Relations of records, not of knowledge. */
const records = (given: Given): string[] => Object.keys(given).filter((name) => !name.startsWith("knowledge."));

/** The rows with another value in a column; nothing where no row has it. */
function changed(
  given: Given,
  relations: readonly string[],
  column: string,
  value: (before: Row[string]) => string,
): Given[] {
  let seen = false;
  const rows = Object.entries(given).map(([name, each]): [string, Row[]] => {
    if (!relations.includes(name)) return [name, each];
    return [
      name,
      each.map((row) => {
        if (!(column in row)) return row;
        seen = true;
        return { ...row, [column]: value(row[column]!) };
      }),
    ];
  });
  return seen ? [Object.fromEntries(rows)] : [];
}

/** Lines with the key by which they are taken back. */
function withKeys(given: Given): Given {
  const keyed = lineRelations.flatMap((name) => {
    const rows = given[name];
    if (!rows) return [];
    return [
      [name, rows.map((row, i) => ({ claim_id: `twin ${i}`, encounter_id: `twin ${i}`, line_no: String(i), ...row }))],
    ];
  });
  return { ...given, ...Object.fromEntries(keyed) };
}

const returned = ({ claim_id, encounter_id, line_no, quantity }: Row): Row => ({
  claim_id: claim_id!,
  encounter_id: encounter_id!,
  line_no: line_no!,
  quantity: quantity!,
});

/** The line that takes another back: the same amounts below zero. */
function negated(row: Row): Row {
  const below = Object.entries(row).map(([name, value]): [string, Row[string]] => {
    if (name === "line_no") return [name, `${value} back`];
    const amount = ["quantity", "amount", "in_scope", "full_self_pay", "first_pay", "over_limit"].includes(name);
    return [name, amount && typeof value === "string" && !value.startsWith("-") ? `-${value}` : value];
  });
  return Object.fromEntries(below);
}
