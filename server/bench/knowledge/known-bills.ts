import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { House } from "../../jobs/house.ts";
import type { KnownCase, KnownLine } from "./known-case.ts";

type Row = Record<string, string | number | null>;
const begin = Date.UTC(2025, 2, 1);
const dayAfter = (days: number) => new Date(begin + days * 86_400_000).toISOString().slice(0, 10);
const insured = { insured_area: "410100", institution_code: "H11010500001" };
/** The number of a case's settlement. */
export const settlementOf = (at: number): string => `K${String(at).padStart(6, "0")}`;

/** Loads a stay and its lines for each case, in the official form. Gives the number of lines. */
export async function loadBills(house: House, cases: readonly KnownCase[]): Promise<number> {
  const settlements = cases.map(settlementRow);
  const lines = cases.flatMap((each, at) => each.lines.map((line, no) => lineRow(line, at, no)));
  for (const [name, table, rows] of [
    ["setl_d.csv", "settlement", settlements],
    ["fee_list_d.csv", "fee_line", lines],
  ] as const) {
    const file = path.join(house.folder.stage, name);
    await writeFile(file, csvOf(house, table, rows));
    await house.intake.load({ input: file, source: name, reporter: "insured", actor: "proof" });
  }
  return lines.length;
}

function settlementRow(each: KnownCase, at: number): Row {
  const last = Math.max(...each.lines.map(({ day }) => day));
  const total = each.lines.reduce((sum, { quantity, price }) => sum + quantity * Number(price), 0).toFixed(2);
  return {
    ...{
      settlement_id: settlementOf(at),
      encounter_id: `E${at}`,
      person_no: `P${at}`,
      ...insured,
      care_area: "110000",
    },
    ...{ sex: each.sex, age: each.age, scheme: each.scheme, care_type: each.careType, deductible_level: each.level },
    ...{ begin_date: dayAfter(0), end_date: dayAfter(last + 1), settled_at: `${dayAfter(last + 1)} 10:00:00` },
    ...{ settlement_type: "2", payment_place: "4", benefit_year: "2025", total_cost: total, in_scope: total },
    ...{ basic_fund: total, fund_total: total, refunded: "0", valid: "1" },
  };
}

function lineRow({ item, day, hour, quantity, price, priceLimit, selfPaid }: KnownLine, at: number, no: number): Row {
  const amount = (quantity * Number(price)).toFixed(2);
  return {
    ...{
      settlement_id: settlementOf(at),
      encounter_id: `E${at}`,
      person_no: `P${at}`,
      ...insured,
      line_no: String(no + 1),
    },
    ...{
      charged_at: `${dayAfter(day)} ${String(hour).padStart(2, "0")}:00:00`,
      item_code: item,
      quantity,
      price,
      amount,
    },
    ...{
      price_limit: priceLimit,
      in_scope: selfPaid ? "0.00" : amount,
      full_self_pay: selfPaid ? amount : "0.00",
      valid: "1",
    },
  };
}

/** Under the official names of the columns. */
function csvOf({ dictionary }: House, table: string, rows: readonly Row[]): string {
  const names = Object.keys(rows[0]!);
  const head = names.map((name) => dictionary.table(table).columns.get(name)!.core[0] ?? name);
  return [head, ...rows.map((row) => names.map((name) => row[name] ?? ""))]
    .map((cells) => `${cells.join(",")}\n`)
    .join("");
}
