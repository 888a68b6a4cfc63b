import Type, { type Static } from "typebox";
import { ruleCards } from "../../audit/pages/rule-card.ts";
import { scopedMoney } from "../../audit/run/scoped-findings.ts";
import { aboutExport } from "../../settle/pages/export/about.ts";
import type { ExportedColumn } from "../../settle/pages/export/columns.ts";
import { csvOf } from "../../settle/pages/export/csv.ts";
import { exportedTable } from "../../settle/pages/export/table.ts";
import { workbookOf } from "../../settle/pages/export/xlsx.ts";
import type { Principal } from "../../store/principal.ts";
import type { Reader } from "../../store/reader.ts";
import { join, raw, type Sql, sql } from "../../store/sql.ts";
import { stampOf } from "../../store/stamp.ts";
import { type Cell, WORKBOOK_TYPE } from "../../store/workbook/workbook.ts";
import { notices, onInsuredSide } from "./notices.ts";
import { path, StageName, stages, stagesThat } from "./path.ts";

/** An amount that the funds paid too little of a claim, and the person who is to get it. */
export const Underpaid = Type.Object({
  finding: Type.String(),
  claim: Type.String(),
  settlementId: Type.Union([Type.String(), Type.Null()]),
  insuredArea: Type.Union([Type.String(), Type.Null()]),
  insuredProvince: Type.Union([Type.String(), Type.Null()]),
  person: Type.Union([Type.String(), Type.Null()], { description: "first signs of the pseudonym" }),
  settledAt: Type.Union([Type.String(), Type.Null()]),
  amount: Type.String({ description: "yuan" }),
  estimated: Type.Boolean(),
  stage: StageName,
});
export type Underpaid = Static<typeof Underpaid>;

export const underpaidFilter = Type.Object({
  insured: Type.Optional(Type.String({ maxLength: 2000, description: "provinces or areas of insurance" })),
});
export type UnderpaidFilter = Static<typeof underpaidFilter>;

/**
 * Amounts that wait for their persons, of the notices that a principal handles: the place of care has nothing to pay. Leads and notices that came to something are not
 * among them.
 */
async function waiting(reader: Reader, principal: Principal, { insured = "" }: UnderpaidFilter): Promise<Sql> {
  const handler = onInsuredSide(principal);
  const found = notices(handler, await ruleCards(reader.connection));
  const areas = insured.split(",").filter((value) => value !== "");
  const there =
    areas.length === 0
      ? raw("true")
      : sql`(claim.insured_province in (${join(areas)}) or claim.insured_area in (${join(areas)}))`;
  return sql`(
    select notice.finding, notice.rule, claim.claim_id, claim.settlement_id, claim.insured_area, claim.insured_province,
      left(claim.person_id::varchar, 8) as person, claim.settled_at, owed.amount, owed.estimated, notice.stage
    from ${found} as notice
    join (
      select finding, claim_id, -sum(share)::decimal(16, 2) as amount, bool_or(estimated) as estimated
      from ${scopedMoney(handler, "finding_money")} as money where own group by all having sum(share) < 0
    ) as owed on owed.finding = notice.finding
    join claim on claim.claim_id = owed.claim_id
    where notice.state = 'open' and not notice.lead and notice.stage in (${join(stagesThat("owes"))}) and ${there}
  )`;
}

/** One page of them, largest first, how many there are, and their sum in yuan. */
export async function underpaidList(
  reader: Reader,
  principal: Principal,
  { limit, offset, ...filter }: UnderpaidFilter & { limit: number; offset: number },
): Promise<{ underpaid: Underpaid[]; total: number; sum: string }> {
  const found = await waiting(reader, principal, filter);
  const { total, sum } = await reader.one<{ total: number; sum: string }>(
    sql`select count(*) as total, coalesce(sum(amount), 0)::decimal(18, 2)::varchar as sum from ${found}`,
  );
  const underpaid = await reader.rows<Underpaid>(sql`
    select finding, claim_id as claim, settlement_id as "settlementId", insured_area as "insuredArea", insured_province as "insuredProvince", person,
      settled_at::varchar as "settledAt", amount::varchar as amount, estimated, stage
    from ${found} order by amount desc, claim_id, finding limit ${limit} offset ${offset}`);
  return { underpaid, total, sum };
}

const columns: readonly ExportedColumn[] = [
  { name: "finding", zh: "更正单（疑点编号）" },
  { name: "rule", zh: "规则" },
  { name: "claim_id", zh: "结算标识" },
  { name: "settlement_id", zh: "结算ID" },
  { name: "insured_province", zh: "参保省代码" },
  { name: "insured_area", zh: "参保地代码" },
  { name: "person", zh: "应收人（脱敏号）" },
  { name: "settled_at", zh: "结算时间" },
  { name: "amount", zh: "少付金额（元）" },
  { name: "estimated", zh: "估算" },
  { name: "stage", zh: "阶段" },
];

/** What the list can be written as, with its media type. */
export const underpaidFormats = { csv: "text/csv; charset=utf-8", xlsx: WORKBOOK_TYPE } as const;

/** The whole list as the bytes of a file, and how many rows it has. Persons stay masked. @throws export.too_many_rows */
export async function exportUnderpaid(
  format: keyof typeof underpaidFormats,
  reader: Reader,
  principal: Principal,
  filter: UnderpaidFilter,
  mark: Parameters<typeof aboutExport>[0],
): Promise<{ rows: number; content: AsyncIterable<Uint8Array> | Iterable<string> }> {
  const named = raw(columns.map(({ name }) => name).join(", "));
  const rows = sql`select ${named} from ${await waiting(reader, principal, filter)} order by amount desc, claim_id, finding`;
  const table = await exportedTable(reader, rows);
  if (format === "csv") return { rows: table.rows, content: csvOf(table) };
  const { generated, lastBatch, exportedAt } = aboutExport(mark);
  const stamp = stampOf(principal, exportedAt);
  const explanation = (count: number) =>
    explained(generated, count, [
      ["导出", stamp],
      ["数据截至批次", String(lastBatch)],
    ]);
  return { rows: table.rows, content: workbookOf(table, { rows, columns, sheet: "应补支付", generated, explanation }) };
}

function* explained(generated: boolean, rows: number, more: readonly [string, string][]): Generator<Cell[]> {
  yield [{ value: "应补支付清单", style: "head" }];
  if (generated) yield line("示意数据", "本表含生成的示意数据，不涉及任何真实的参保人或医药机构，不得作为支付依据。");
  yield line("行数", String(rows));
  yield line("性质", "按政策重新结算，基金实付少于应付的金额；由参保地核查后补支付。估算的金额须先重新结算。");
  for (const [name, value] of more) yield line(name, value);
  yield [];
  for (const { name, zh } of columns) yield line(zh, name);
  for (const stage of stages) yield line(`阶段 ${stage}`, path.stages[stage].zh);
}

const line = (name: string, value: string): Cell[] => [
  { value: name, style: "text" },
  { value, style: "wrapped" },
];
