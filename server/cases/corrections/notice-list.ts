import { accountNames } from "../../access/account-names.ts";
import { namesOf } from "../../audit/pages/names.ts";
import { type RuleCards, ruleCards } from "../../audit/pages/rule-card.ts";
import { codesIn, type Shown, sentenceOf } from "../../audit/pages/sentence.ts";
import { fail } from "../../errors.ts";
import type { Principal } from "../../store/principal.ts";
import type { Reader } from "../../store/reader.ts";
import { ident, join, raw, type Sql, sql } from "../../store/sql.ts";
import type { Notice, NoticeFilter, NoticePage, NoticeSums, orders } from "./notice-schema.ts";
import { orders as orderKeys } from "./notice-schema.ts";
import { notices } from "./notices.ts";
import { nextStages, path, type Stage, stages } from "./path.ts";

export interface NoticeRow
  extends Omit<Notice, "title" | "responsible" | "said" | "institution" | "mayHandle" | "next" | "last"> {
  shown: string[];
  handles: boolean;
  step: number | null;
  amount: string | null;
  reason: string | null;
  handledBy: string | null;
  handledAt: string | null;
}

const columns = raw(`finding, rule, evidence_hash as "evidenceHash", stage, outcome, state, reopened, lead, estimated,
  overpaid::varchar as over, underpaid::varchar as under, left(person_id::varchar, 8) as person, institution_code as "institutionCode",
  insured_area as "insuredArea", insured_province as "insuredProvince", care_province as "careProvince", day, claims, shown, handles,
  step, amount::varchar as amount, reason, handled_by as "handledBy", handled_at as "handledAt"`);

/** One page of the notices that a principal may see, how many there are, and what they come to in all stages. */
export async function noticeList(
  reader: Reader,
  principal: Principal,
  filter: NoticeFilter,
  { order, limit, offset }: { order: keyof typeof orders; limit: number; offset: number },
): Promise<{ corrections: Notice[]; total: number; sums: NoticeSums }> {
  const library = await ruleCards(reader.connection);
  const { stage, ...rest } = filter;
  const inAllStages = sql`(from ${notices(principal, library)} where ${conditionOf(rest)})`;
  const asked = listed(stage);
  const wanted = asked.length === 0 ? inAllStages : sql`(from ${inAllStages} where stage in (${join(asked)}))`;
  const sums = await sumsOf(reader, inAllStages);
  const { total } = await reader.one<{ total: number }>(sql`select count(*) as total from ${wanted}`);
  const rows = await reader.rows<NoticeRow>(
    sql`select ${columns} from ${wanted} order by ${raw(orderKeys[order])} nulls last, finding limit ${limit} offset ${offset}`,
  );
  return { corrections: await told(reader, principal, rows, library), total, sums };
}

/** One notice with its steps. @throws correction.not_found where the principal may not see it, or the finding is none */
export async function noticePage(reader: Reader, principal: Principal, finding: string): Promise<NoticePage> {
  const library = await ruleCards(reader.connection);
  const row = await noticeRow(reader, principal, finding, library);
  const steps = await reader.rows<StepRow>(sql`
    select step, from_stage as "from", to_stage as "to", amount::varchar as amount, reason, handled_by as "by", handled_at as at, evidence_hash as "evidenceHash"
    from correction where finding = ${finding} order by step`);
  const nameOf = await accountNames(reader);
  const [notice] = await told(reader, principal, [row], library);
  return {
    ...notice!,
    steps: steps.map(({ by, ...step }) => ({ ...step, by: { id: by, name: nameOf(by) } })),
  };
}

type StepRow = Omit<NoticePage["steps"][number], "by"> & { by: string };

/** @throws correction.not_found */
export async function noticeRow(
  reader: Reader,
  principal: Principal,
  finding: string,
  library: RuleCards,
): Promise<NoticeRow> {
  const [row] = await reader.rows<NoticeRow>(
    sql`select ${columns} from ${notices(principal, library)} where finding = ${finding}`,
  );
  if (!row) throw fail("correction.not_found", { finding });
  return row;
}

async function sumsOf(reader: Reader, found: Sql): Promise<NoticeSums> {
  const money = raw(`coalesce(sum(overpaid) filter (not lead), 0)::decimal(18, 2)::varchar as over,
    coalesce(sum(underpaid) filter (not lead), 0)::decimal(18, 2)::varchar as under`);
  const all = await reader.one<Pick<NoticeSums, "notices" | "over" | "under">>(
    sql`select count(*) as notices, ${money} from ${found}`,
  );
  const byStage = await reader.rows<{ stage: Stage; notices: number }>(
    sql`select stage, count(*) as notices from ${found} group by stage`,
  );
  const byInsured = await reader.rows<NoticeSums["byInsured"][number]>(
    sql`select insured_province as province, count(*) as notices,
          count(*) filter (outcome is null and state = 'open') as waiting, ${money}
        from ${found} group by insured_province order by sum(overpaid + underpaid) desc nulls last, notices desc, province`,
  );
  return { ...all, byStage: Object.fromEntries(byStage.map((each) => [each.stage, each.notices])), byInsured };
}

function conditionOf({ insured, rule, way, finding, text }: Omit<NoticeFilter, "stage">): Sql {
  const parts: Sql[] = [sql`true`];
  const [areas, rules] = [listed(insured), listed(rule)];
  if (areas.length > 0) parts.push(sql`(insured_province in (${join(areas)}) or insured_area in (${join(areas)}))`);
  if (rules.length > 0) parts.push(sql`rule in (${join(rules)})`);
  if (way) parts.push(sql`${ident(way === "over" ? "overpaid" : "underpaid")} is not null`);
  if (finding !== "all") parts.push(sql`(state = 'open') = ${finding === "open"}`);
  if (text)
    parts.push(sql`(contains(array_to_string(claims, ' '), ${text}) or starts_with(finding, ${text.toLowerCase()}))`);
  return join(parts, " and ");
}

async function told(
  reader: Reader,
  principal: Principal,
  rows: readonly NoticeRow[],
  { cards }: RuleCards,
): Promise<Notice[]> {
  if (rows.length === 0) return [];
  const read = rows.map((row) => ({ ...row, shown: row.shown.map((text): Shown => JSON.parse(text)) }));
  const codes = codesIn(cards, read);
  for (const { institutionCode } of read) if (institutionCode) codes.institutions.add(institutionCode);
  const names = await namesOf(reader, codes);
  const nameOf = await accountNames(reader);
  return read.map(({ shown, handles, step, amount, reason, handledBy, handledAt, ...notice }) => {
    const card = cards.get(notice.rule);
    const mayHandle = handles && principal.permissions.has("corrections.handle");
    return {
      ...notice,
      title: card?.title ?? { zh: notice.rule, en: notice.rule },
      responsible: card?.responsible ?? "record",
      said: card ? sentenceOf(card, shown[0] ?? {}, names) : { zh: [], en: [] },
      institution: names.institutions.get(notice.institutionCode ?? "") ?? null,
      mayHandle,
      next: mayHandle ? nextStages(notice.stage, notice).map(asNext) : [],
      last:
        step === null
          ? null
          : {
              by: { id: handledBy!, name: nameOf(handledBy!) },
              at: handledAt!,
              reason: reason!,
              amount,
            },
    };
  });
}

function asNext(to: Stage): Notice["next"][number] {
  const { zh, en, amount } = path.stages[to];
  return { to, label: { zh, en }, amount };
}

const listed = (text: string | undefined): string[] => (text ?? "").split(",").filter((value) => value !== "");

/** Every stage with its name, in the order of the path. */
export const stageLabels = stages.map((stage) => ({
  stage,
  label: { zh: path.stages[stage].zh, en: path.stages[stage].en },
}));
