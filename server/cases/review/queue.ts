import type { FindingFilter } from "../../audit/pages/finding-filter.ts";
import { type FindingInList, findingRows } from "../../audit/pages/finding-list.ts";
import { riskOf } from "../../audit/pages/finding-risk.ts";
import { limitationDay } from "../../audit/pages/limitation.ts";
import { reviewedFindings, type Stage } from "../../audit/run/reviewed.ts";
import type { Label } from "../../audit/run/verdict-terms.ts";
import type { Principal } from "../../store/principal.ts";
import type { Reader } from "../../store/reader.ts";
import { sql } from "../../store/sql.ts";
import type { Holds } from "./holds.ts";
import { personNames } from "./person-names.ts";

export interface Someone {
  id: string;
  name: string;
}

/** Where a finding stands with reviewers. */
export interface InReview {
  /** What an act on it names, so that one on other evidence is refused. */
  evidenceHash: string;
  stage: Stage;
  /** The verdict that counts, and who agreed to it. */
  verdict: { verdict: number; label: Label; by: Someone; at: string; approvedBy: Someone | null } | null;
  heldBy: (Someone & { until: string }) | null;
  /** Where it is put off. */
  putOff: { until: string; by: Someone } | null;
  /** The last day on which the act may be punished. */
  limitation: string | null;
  /** Yuan; null where its rule implicates nothing. */
  risk: string | null;
}

/** A finding as the queue shows it. */
export type QueuedFinding = FindingInList & InReview;

/** A filter that knows who has what open now. */
export const withHolds = <Filter extends FindingFilter>(filter: Filter, holds: Holds): Filter => ({
  ...filter,
  held: holds.all().map(({ finding, by }) => ({ finding, by })),
});

/** Findings by id as the queue shows them, in that order; those that the principal may not see are left out as if there were none. */
export async function queuedFindings(
  reader: Reader,
  principal: Principal,
  holds: Holds,
  ids: readonly string[],
): Promise<QueuedFinding[]> {
  return inReview(reader, principal, holds, await findingRows(reader, principal, ids));
}

/** The same findings with where they stand. One that went between two looks is left out. */
export async function inReview<Finding extends { finding: string }>(
  reader: Reader,
  principal: Principal,
  holds: Holds,
  findings: readonly Finding[],
): Promise<(Finding & InReview)[]> {
  const reviews = await reviewsOf(
    reader,
    principal,
    holds,
    findings.map(({ finding }) => finding),
  );
  return findings.flatMap((finding) => {
    const review = reviews.get(finding.finding);
    return review ? [{ ...finding, ...review }] : [];
  });
}

interface Row extends Pick<InReview, "evidenceHash" | "stage" | "limitation" | "risk"> {
  finding: string;
  verdict: number | null;
  label: Label;
  by: string;
  at: string;
  approvedBy: string | null;
  until: string | null;
  putOffBy: string;
}

/** Where findings stand, by id. */
export async function reviewsOf(
  reader: Reader,
  principal: Principal,
  holds: Holds,
  findings: readonly string[],
): Promise<Map<string, InReview>> {
  if (findings.length === 0) return new Map();
  const rows = await reader.rows<Row>(sql`
    select finding, evidence_hash as "evidenceHash", stage, ${limitationDay} as limitation, ${riskOf(principal, findings)} as risk,
      verdict, verdict_label as label, verdict_by as by, verdict_at as at, approved_by as "approvedBy", put_off_until as until, put_off_by as "putOffBy"
    from ${reviewedFindings(principal, findings)} as found`);
  const names = await personNames(
    reader,
    rows.flatMap(({ by, approvedBy, putOffBy }) => [by, approvedBy, putOffBy]),
  );
  const someone = (id: string): Someone => ({ id, name: names.get(id) ?? id });
  return new Map(
    rows.map(
      ({ finding, evidenceHash, stage, limitation, risk, verdict, label, by, at, approvedBy, until, putOffBy }) => {
        const hold = holds.of(finding);
        return [
          finding,
          {
            ...{ evidenceHash, stage, limitation, risk },
            verdict:
              verdict === null
                ? null
                : { verdict, label, by: someone(by), at, approvedBy: approvedBy === null ? null : someone(approvedBy) },
            heldBy: hold && { id: hold.by, name: hold.name, until: hold.until.toISOString() },
            putOff: until === null ? null : { until, by: someone(putOffBy) },
          },
        ];
      },
    ),
  );
}
