import type { FindingInWords } from "../../audit/pages/finding-page.ts";
import { limitation } from "../../audit/pages/limitation.ts";
import type { Ending } from "../../audit/run/verdict-terms.ts";
import { fail } from "../../errors.ts";
import type { Principal } from "../../store/principal.ts";
import type { Reader } from "../../store/reader.ts";
import { join, sql } from "../../store/sql.ts";
import type { Holds } from "./holds.ts";
import { personNames } from "./person-names.ts";
import { type InReview, reviewsOf, type Someone } from "./queue.ts";

/** Where one finding stands with reviewers, and all that was said of it. */
export interface FindingReview extends InReview {
  limitationTerm: typeof limitation;
  /** By number, beside `verdicts` of the finding. */
  given: GivenHere[];
  appeals: {
    appeal: number;
    at: string;
    by: string;
    recordedBy: Someone;
    reason: string;
    files: string[];
    current: boolean;
  }[];
  /** Why it is put off, and since when. */
  putOffReason: { reason: string; at: string } | null;
}

/** What became of a verdict. */
interface GivenHere {
  verdict: number;
  by: Someone;
  materials: string[];
  /** Null while it counts. */
  ended: Ending | null;
  /** What the second person said. */
  second: { agree: boolean; by: Someone; at: string; reason: string } | null;
}

/** @throws finding.not_found where it went since it was read */
export async function findingReview(
  reader: Reader,
  principal: Principal,
  holds: Holds,
  { finding, evidenceHash, verdicts }: Pick<FindingInWords, "finding" | "evidenceHash" | "verdicts">,
): Promise<FindingReview> {
  const review = (await reviewsOf(reader, principal, holds, [finding])).get(finding);
  if (!review) throw fail("finding.not_found", { finding });
  const given = await givenOn(
    reader,
    verdicts.map(({ verdict }) => verdict),
  );
  const appeals = await reader.rows<Appeal>(sql`
    select appeal, recorded_at as at, appealed_by as by, recorded_by as "recordedBy", reason, files, evidence_hash as "evidenceHash"
    from finding_appeal where finding = ${finding} order by appeal`);
  const [later] = await reader.rows<{ reason: string; at: string }>(sql`
    select reason, put_off_at as at from finding_put_off
    where finding = ${finding} and evidence_hash = ${evidenceHash} order by put_off desc limit 1`);
  const names = await personNames(reader, [
    ...given.flatMap(({ by, secondBy }) => [by, secondBy]),
    ...appeals.map(({ recordedBy }) => recordedBy),
  ]);
  const someone = (id: string): Someone => ({ id, name: names.get(id) ?? id });
  return {
    ...review,
    limitationTerm: limitation,
    given: given.map(({ verdict, by, materials, ended, secondBy, secondAt, secondReason }) => ({
      ...{ verdict, by: someone(by), materials: materials ?? [], ended },
      second:
        secondBy === null
          ? null
          : { agree: ended !== "returned", by: someone(secondBy), at: secondAt, reason: secondReason },
    })),
    appeals: appeals.map(({ recordedBy, evidenceHash: of, ...appeal }) => ({
      ...appeal,
      recordedBy: someone(recordedBy),
      current: of === evidenceHash,
    })),
    putOffReason: review.putOff ? (later ?? null) : null,
  };
}

interface Appeal {
  appeal: number;
  at: string;
  by: string;
  recordedBy: string;
  reason: string;
  files: string[];
  evidenceHash: string;
}

interface Given {
  verdict: number;
  by: string;
  materials: string[] | null;
  ended: Ending | null;
  secondBy: string | null;
  secondAt: string;
  secondReason: string;
}

async function givenOn(reader: Reader, verdicts: readonly number[]): Promise<Given[]> {
  if (verdicts.length === 0) return [];
  return reader.rows<Given>(sql`
    select verdict, reviewer as by, materials, ended, second_by as "secondBy", second_at as "secondAt", second_reason as "secondReason"
    from verdict where verdict in (${join(verdicts.map((each) => BigInt(each)))}) order by verdict`);
}
