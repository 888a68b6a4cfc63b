import Type, { type Static } from "typebox";
import { fail } from "../../errors.ts";
import type { Principal } from "../../store/principal.ts";
import type { Reader } from "../../store/reader.ts";
import { scoped } from "../../store/scope.ts";
import { join, raw, sql } from "../../store/sql.ts";
import { type Evidence, type EvidenceChange, evidenceChange } from "./evidence-change.ts";
import { reviewedFindings, reviews } from "./reviewed.ts";
import { labels, strengths } from "./verdict-terms.ts";

export const findingStates = ["open", "shadow", "held", "closed"] as const;
const Text = Type.String();
const OptionalText = Type.Union([Type.String(), Type.Null()]);
const Values = Type.Record(Type.String(), OptionalText);

const listed = {
  finding: Text,
  rule: Text,
  version: Text,
  subject: Text,
  state: Type.Enum([...findingStates]),
  closedReason: OptionalText,
  review: Type.Enum([...reviews]),
  evidenceHash: Text,
  personId: OptionalText,
  institutionCode: OptionalText,
  insuredArea: OptionalText,
  careArea: OptionalText,
  insuredProvince: OptionalText,
  careProvince: OptionalText,
  day: OptionalText,
  claims: Type.Array(Text, { description: "those in the principal's scope" }),
  claimsElsewhere: Type.Integer({ description: "claims of it that the principal may not see" }),
  beyond: Type.Boolean({
    description: "it speaks about places out of the principal's scope: what its records show is not told",
  }),
  lines: Type.Array(Text),
  shown: Type.Array(Values, { description: "what each record of the finding shows, by the names of the explanation" }),
  lead: Type.Boolean({ description: "its evidence is incomplete: the rule says what material to call for" }),
  firstRun: Type.Integer(),
  lastRun: Type.Integer(),
};
export const listedFinding = Type.Object(listed);
export type ListedFinding = Static<typeof listedFinding>;

const Change = Type.Object({
  claims: Type.Object({ gone: Type.Array(Text), come: Type.Array(Text) }),
  lines: Type.Object({ gone: Type.Array(Text), come: Type.Array(Text) }),
  shown: Type.Object({ gone: Type.Array(Values), come: Type.Array(Values) }),
});
export const findingPage = Type.Object({
  ...listed,
  parameters: Type.Record(Type.String(), Type.Unknown()),
  history: Type.Array(
    Type.Object({
      run: Type.Integer(),
      at: Type.String({ description: "when the run ended" }),
      state: Type.Enum([...findingStates]),
      closedReason: OptionalText,
      version: Text,
      evidenceHash: Text,
      changed: Type.Union([Change, Type.Null()], { description: "what is other than in the row before" }),
    }),
  ),
  verdicts: Type.Array(
    Type.Object({
      verdict: Type.Integer(),
      label: Type.Enum([...labels]),
      strength: Type.Enum([...strengths]),
      reason: Text,
      reviewer: Text,
      givenAt: Text,
      evidenceHash: Text,
      changed: Type.Union([Change, Type.Null()], { description: "what has changed since; null where it still stands" }),
    }),
  ),
});
export type FindingPage = Static<typeof findingPage>;

/** As it is kept: `shown` holds a JSON text for each record. */
export type StoredFinding = Omit<ListedFinding, "shown"> & { shown: string[] };
type Row = StoredFinding & { parameters: string };

/** The columns of a stored finding. */
export const listedColumns =
  raw(`finding, rule, version, subject, state, closed_reason as "closedReason", review, evidence_hash as "evidenceHash",
  person_id as "personId", institution_code as "institutionCode", insured_area as "insuredArea", care_area as "careArea",
  insured_province as "insuredProvince", care_province as "careProvince", day, claims, claims_elsewhere as "claimsElsewhere", beyond, lines, shown, lead, first_run as "firstRun", last_run as "lastRun"`);

/**
 * One finding with its history and verdicts: those on its key, and those on the evidence that stands where that names claims, which counts under another
 * key too (`reviewed.ts`). @throws finding.not_found where the principal may not see it
 */
export async function findingOf(reader: Reader, principal: Principal, finding: string): Promise<FindingPage> {
  const [row] = await reader.rows<Row>(
    sql`select ${listedColumns}, parameters from ${reviewedFindings(principal, [finding])}`,
  );
  if (!row) throw fail("finding.not_found", { finding });
  const history = await reader.rows<Omit<FindingPage["history"][number], "changed"> & Evidence>(sql`
    select run, cast(ended_at as varchar) as at, state, closed_reason as "closedReason", version, evidence_hash as "evidenceHash", claims, lines, shown
    from finding_history join audit_run using (run) where finding = ${finding} order by run`);
  const verdicts = await reader.rows<Omit<FindingPage["verdicts"][number], "changed"> & Evidence>(sql`
    select verdict, label, strength, reason, reviewer, given_at as "givenAt", evidence_hash as "evidenceHash", claims, lines, shown
    from verdict
    where finding = ${finding} or (${row.claims.length > 0} and rule = ${row.rule} and evidence_hash = ${row.evidenceHash})
    order by verdict`);
  const told = await evidenceFor(reader, principal, row.beyond, [row, ...history, ...verdicts]);
  return {
    ...row,
    shown: row.shown.map(parsed),
    parameters: JSON.parse(row.parameters),
    history: history.map((each, i) => withChange(each, told(history[i - 1] ?? each), told(each))),
    verdicts: verdicts.map((each) => withChange(each, told(each), told(row))),
  };
}

type Hashed = Evidence & { evidenceHash: string };

/** What of past and present evidence a principal may see: his own claims, and what records show only where all claims are his. */
async function evidenceFor(reader: Reader, principal: Principal, beyond: boolean, evidence: readonly Hashed[]) {
  if (principal.scope.all) return (each: Hashed): Hashed => each;
  const claims = [...new Set(evidence.flatMap((each) => each.claims))];
  const rows =
    claims.length === 0
      ? []
      : await reader.rows<{ claim: string }>(
          sql`select claim_id as claim from ${scoped(principal, "claim")} as claim where claim_id in (${join(claims)})`,
        );
  const own = new Set(rows.map(({ claim }) => claim));
  return ({ claims, lines, shown, evidenceHash }: Hashed): Hashed => {
    const whole = !beyond && claims.every((claim) => own.has(claim));
    return {
      claims: claims.filter((claim) => own.has(claim)),
      ...(whole ? { lines, shown } : { lines: [], shown: [] }),
      evidenceHash,
    };
  };
}

/** What changed from one evidence to the other, without the evidence itself; null where it is the same. */
function withChange<T extends Hashed>(each: T, before: Hashed, after: Hashed) {
  const { claims: _, lines: __, shown: ___, ...rest } = each;
  const changed: EvidenceChange | null =
    before.evidenceHash === after.evidenceHash ? null : evidenceChange(before, after);
  return { ...rest, changed };
}

const parsed = (text: string): Record<string, string | null> => JSON.parse(text);
