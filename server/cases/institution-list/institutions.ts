import Type, { type Static } from "typebox";
import { accountNames } from "../../access/account-names.ts";
import { ruleCards } from "../../audit/pages/rule-card.ts";
import { scopedMoney } from "../../audit/run/scoped-findings.ts";
import { fail } from "../../errors.ts";
import type { Principal } from "../../store/principal.ts";
import type { Reader } from "../../store/reader.ts";
import { join, raw, type Sql, sql } from "../../store/sql.ts";
import { answers, lastAnswers } from "./answers.ts";
import { askedFindings } from "./asked-findings.ts";

const OptionalText = Type.Union([Type.String(), Type.Null()]);
const counted = {
  code: Type.String(),
  name: OptionalText,
  careProvince: OptionalText,
  careArea: OptionalText,
  findings: Type.Integer(),
  leads: Type.Integer(),
  waiting: Type.Integer({ description: "without a verdict on the evidence that stands" }),
  accepted: Type.Integer(),
  contested: Type.Integer(),
  unanswered: Type.Integer(),
  cost: Type.String({ description: "yuan; leads left out" }),
  loss: Type.String({ description: "yuan; leads left out" }),
};

/** An institution with the open findings that it answers for. */
export const Institution = Type.Object(counted);
export type Institution = Static<typeof Institution>;

/** One with what it answered. */
export const InstitutionPage = Type.Object({
  ...counted,
  workbooks: Type.Array(
    Type.Object({
      act: Type.Integer(),
      at: Type.String(),
      by: Type.Object({ id: Type.String(), name: Type.String() }),
      name: Type.String(),
      accepted: Type.Integer(),
      contested: Type.Integer(),
    }),
  ),
  answers: Type.Array(
    Type.Object({
      finding: Type.String(),
      evidenceHash: Type.String(),
      current: Type.Boolean({ description: "whether it is on the evidence that stands now" }),
      answer: Type.Enum([...answers]),
      reason: Type.String(),
      file: Type.String({ description: "names of files, separated by ；" }),
      at: Type.String(),
    }),
  ),
});
export type InstitutionPage = Static<typeof InstitutionPage>;

export const institutionFilter = Type.Object({
  care: Type.Optional(Type.String({ maxLength: 2000, description: "provinces or areas of care" })),
  text: Type.Optional(Type.String({ maxLength: 200, description: "a part of the code or the name" })),
});
export type InstitutionFilter = Static<typeof institutionFilter>;

const orders = { loss: "-loss", findings: "-findings", waiting: "-waiting", name: "name" } as const;
export const OrderName = Type.Enum(Object.keys(orders) as (keyof typeof orders)[], { default: "loss" });

const columns =
  raw(`code, name, care_province as "careProvince", care_area as "careArea", findings, leads, waiting, accepted, contested, unanswered,
  cost::varchar as cost, loss::varchar as loss`);

/** Institutions with open findings that they answer for, within the principal's scope. */
async function counting(reader: Reader, principal: Principal): Promise<Sql> {
  const found = askedFindings(principal, await ruleCards(reader.connection));
  const costs = scopedMoney(principal, "finding_cost");
  const losses = scopedMoney(principal, "finding_money");
  return sql`(
    with cost as (select finding, sum(cost_share) as cost from ${costs} as costs group by finding),
    loss as (select finding, sum(share) as loss from ${losses} as losses where own group by finding),
    host as (select institution_code, any_value(institution_name) as name from institution where batch_to is null group by institution_code)
    select found.institution_code as code, any_value(host.name) as name, any_value(found.care_province) as care_province,
      any_value(found.care_area) as care_area, count(*) as findings, count(*) filter (found.lead) as leads,
      count(*) filter (found.review in ('none', 'reopened')) as waiting,
      count(*) filter (answered.answer = 'accepted') as accepted, count(*) filter (answered.answer = 'contested') as contested,
      count(*) filter (answered.answer is null) as unanswered,
      coalesce(sum(cost.cost) filter (not found.lead), 0)::decimal(18, 2) as cost, coalesce(sum(loss.loss) filter (not found.lead), 0)::decimal(18, 2) as loss
    from ${found} as found
    left join cost on cost.finding = found.finding
    left join loss on loss.finding = found.finding
    left join host on host.institution_code = found.institution_code
    left join ${lastAnswers} as answered on answered.finding = found.finding and answered.evidence_hash = found.evidence_hash
    group by found.institution_code
  )`;
}

export async function institutionList(
  reader: Reader,
  principal: Principal,
  { care, text }: InstitutionFilter,
  { order, limit, offset }: { order: keyof typeof orders; limit: number; offset: number },
): Promise<{ institutions: Institution[]; total: number }> {
  const areas = (care ?? "").split(",").filter((value) => value !== "");
  const parts = [
    ...(areas.length > 0 ? [sql`(care_province in (${join(areas)}) or care_area in (${join(areas)}))`] : []),
    ...(text ? [sql`(contains(code, ${text}) or contains(coalesce(name, ''), ${text}))`] : []),
  ];
  const where = parts.length > 0 ? join(parts, " and ") : raw("true");
  const wanted = sql`(from ${await counting(reader, principal)} where ${where})`;
  const { total } = await reader.one<{ total: number }>(sql`select count(*) as total from ${wanted}`);
  const institutions = await reader.rows<Institution>(
    sql`select ${columns} from ${wanted} order by ${raw(orders[order])} nulls last, code limit ${limit} offset ${offset}`,
  );
  return { institutions, total };
}

/** One institution; what it answered to findings that the principal may see. @throws institution.not_found */
export async function institutionPage(reader: Reader, principal: Principal, code: string): Promise<InstitutionPage> {
  const [institution] = await reader.rows<Institution>(
    sql`select ${columns} from ${await counting(reader, principal)} where code = ${code}`,
  );
  if (!institution) throw fail("institution.not_found", { code });
  const found = askedFindings(principal, await ruleCards(reader.connection));
  const own = sql`(
    select answered.*, answered.evidence_hash = found.evidence_hash as current
    from institution_answer as answered join ${found} as found on found.finding = answered.finding
    where answered.institution_code = ${code})`;
  const nameOf = await accountNames(reader);
  const workbooks = await reader.rows<Omit<InstitutionPage["workbooks"][number], "by"> & { by: string }>(sql`
    select workbook as act, any_value(recorded_at) as at, any_value(recorded_by) as "by", any_value(name) as name,
      count(*) filter (answer = 'accepted') as accepted, count(*) filter (answer = 'contested') as contested
    from ${own} group by workbook order by workbook desc`);
  const answered = await reader.rows<InstitutionPage["answers"][number]>(sql`
    select finding, evidence_hash as "evidenceHash", current, answer, reason, array_to_string(files, '；') as file, recorded_at as at
    from ${own} semi join ${lastAnswers} as last using (finding, evidence_hash, workbook) order by workbook desc, finding`);
  return {
    ...institution,
    workbooks: workbooks.map(({ by, ...each }) => ({ ...each, by: { id: by, name: nameOf(by) } })),
    answers: answered,
  };
}
