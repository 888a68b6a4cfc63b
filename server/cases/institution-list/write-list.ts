import { namesOf } from "../../audit/pages/names.ts";
import { type RuleCards, ruleCards } from "../../audit/pages/rule-card.ts";
import { codesIn, type Shown, sentenceText } from "../../audit/pages/sentence.ts";
import { scopedMoney } from "../../audit/run/scoped-findings.ts";
import { fail } from "../../errors.ts";
import type { Principal } from "../../store/principal.ts";
import type { Reader } from "../../store/reader.ts";
import { scoped } from "../../store/scope.ts";
import { sql } from "../../store/sql.ts";
import { stampOf } from "../../store/stamp.ts";
import { type Cell, type Sheet, workbook } from "../../store/workbook/workbook.ts";
import { askedFindings } from "./asked-findings.ts";
import { answerWords, type ColumnName, columns, keyOf, placeOf, SHEET } from "./sheet-form.ts";

/** More than any institution has; a workbook beyond it nobody fills in. */
const MOST = 20_000;
const SENTENCES = 20;

interface Row {
  finding: string;
  evidenceHash: string;
  rule: string;
  shown: string[];
  day: string | null;
  claims: string | null;
  encounters: string | null;
  cost: string | null;
  loss: string | null;
  name: string | null;
}

/**
 * All findings that an institution answers for as one workbook: a cover that says who took it, when, and how to fill it in, and a row for each finding with columns for
 * the answer. It holds no personal data: claims go by the institution's own numbers.
 * @throws institution.not_found, export.too_many_rows
 */
export async function writeList(
  reader: Reader,
  principal: Principal,
  code: string,
  { now, generated }: { now: Date; generated: boolean },
): Promise<{ rows: number; content: AsyncIterable<Uint8Array> }> {
  const library = await ruleCards(reader.connection);
  const rows = await rowsOf(reader, principal, code, library);
  if (rows.length === 0) throw fail("institution.not_found", { code });
  if (rows.length > MOST) throw fail("export.too_many_rows", { got: rows.length, limit: MOST });
  const name = rows[0]!.name;
  const cover: Sheet = {
    name: "说明",
    widths: [22, 96],
    rows: coverOf({ code, name, stamp: stampOf(principal, now), generated, rows: rows.length }),
  };
  const sheet: Sheet = {
    name: SHEET,
    widths: columns.map(({ width }) => width),
    table: true,
    hidden: [placeOf("key")],
    choices: { column: placeOf("answer"), values: Object.values(answerWords).map(({ zh }) => zh), rows: rows.length },
    rows: await bodyOf(reader, rows, library),
  };
  return { rows: rows.length, content: workbook([cover, sheet]) };
}

function rowsOf(reader: Reader, principal: Principal, code: string, library: RuleCards): Promise<Row[]> {
  return reader.rows<Row>(sql`
    with found as (from ${askedFindings(principal, library)} where institution_code = ${code}),
    named as (
      select finding, string_agg(distinct coalesce(care_settlement_id, settlement_id), ' ' order by coalesce(care_settlement_id, settlement_id)) as claims,
        string_agg(distinct coalesce(care_encounter_id, encounter_id), ' ' order by coalesce(care_encounter_id, encounter_id)) as encounters
      from (select finding, unnest(claims) as claim_id from found) as touched
      join ${scoped(principal, "claim")} as claim on claim.claim_id = touched.claim_id
      where claim.institution_code = ${code} group by finding
    ),
    cost as (select finding, sum(cost_share)::decimal(16, 2) as cost from ${scopedMoney(principal, "finding_cost")} as costs group by finding),
    loss as (select finding, sum(share)::decimal(16, 2) as loss from ${scopedMoney(principal, "finding_money")} as losses where own group by finding)
    select found.finding, found.evidence_hash as "evidenceHash", found.rule, found.shown[1:${SENTENCES}] as shown, found.day, named.claims, named.encounters,
      cost.cost::varchar as cost, loss.loss::varchar as loss,
      (select any_value(institution_name) from institution where batch_to is null and institution_code = ${code}) as name
    from found
    left join named on named.finding = found.finding
    left join cost on cost.finding = found.finding
    left join loss on loss.finding = found.finding
    order by found.rule, found.day, found.finding`);
}

async function bodyOf(reader: Reader, rows: readonly Row[], { cards }: RuleCards): Promise<Iterable<Cell[]>> {
  const read = rows.map(({ shown, ...row }) => ({ ...row, shown: shown.map((text): Shown => JSON.parse(text)) }));
  const names = await namesOf(reader, codesIn(cards, read));
  function* body(): Generator<Cell[]> {
    yield columns.map(({ heading }) => ({ value: heading, style: "head" }));
    for (const row of read) {
      const card = cards.get(row.rule);
      const values: Record<ColumnName, string | null> = {
        key: keyOf(row.finding, row.evidenceHash),
        finding: row.finding,
        title: card?.title.zh ?? row.rule,
        said: card ? row.shown.map((each) => sentenceText(card, each, names).zh).join("") : null,
        basis: card?.basis.map(({ law, article }) => `${law} ${article}`).join("；") ?? null,
        innocent: card?.innocent.map(({ zh }) => zh).join("；") ?? null,
        ...{ day: row.day, claims: row.claims, encounters: row.encounters, cost: row.cost, loss: row.loss },
        ...{ answer: null, reason: null, files: null },
      };
      yield columns.map(({ name, style }) => ({ value: values[name], style }));
    }
  }
  return body();
}

interface Cover {
  code: string;
  name: string | null;
  stamp: string;
  generated: boolean;
  rows: number;
}

function* coverOf({ code, name, stamp, generated, rows }: Cover): Generator<Cell[]> {
  const line = (heading: string, value: string): Cell[] => [
    { value: heading, style: "text" },
    { value, style: "wrapped" },
  ];
  yield [{ value: "疑点核对簿", style: "head" }];
  if (generated) yield line("示意数据", "本簿含生成的示意数据，不涉及任何真实的参保人或医药机构，不得作为审核依据。");
  yield line("医药机构", name ?? code);
  yield line("机构代码", code);
  yield line("导出", stamp);
  yield line("疑点数", String(rows));
  yield line("性质", "疑点是规则的提示，不是认定。请逐条核对后填写意见。");
  yield [];
  yield line("机构意见", `填“${answerWords.accepted.zh}”或“${answerWords.contested.zh}”；暂不答复的行留空。`);
  yield line("理由", "申诉必须写明理由；认可可以不写。");
  yield line("材料文件名", "另行报送的材料的文件名；多个以“；”分隔。");
  yield line(
    "请勿",
    "不要增删列、调换列序、合并单元格、使用公式，也不要改动校验键和疑点编号；可以删去不答复的行，可以排序和筛选。",
  );
  yield line(
    "填好之后",
    "将本文件交回发出的机关导入。有误的行会逐行说明，其余各行照常收下；同一文件重复导入不会改变结果。",
  );
}
