import { fail } from "../../errors.ts";
import type { Principal } from "../../store/principal.ts";
import { givenVerdicts, seenVerdict } from "./given-verdicts.ts";
import { inTurn, type ReviewingHouse } from "./in-turn.ts";
import { personName } from "./person-names.ts";
import { eachOf, type Refused } from "./refused.ts";
import { type Approved, VERDICT_APPROVED } from "./review-acts.ts";

export interface AskedApproval {
  verdicts: readonly number[];
  /** Otherwise they go back to whoever judges. */
  agree: boolean;
  reason: string;
}

interface Done {
  verdict: number;
  finding: string;
}

/** Agrees to verdicts of others, or returns them. What was done already by the same person is done; the rest is told why not. */
export async function approveVerdicts(
  house: ReviewingHouse,
  principal: Principal,
  { verdicts, agree, reason }: AskedApproval,
): Promise<{ done: Done[]; refused: (Refused & { verdict: number })[] }> {
  const { id } = principal;
  const answer = await inTurn(house, principal, async ({ reader, write }) => {
    const found = await givenVerdicts(reader, principal, verdicts);
    return eachOf(
      verdicts,
      (verdict) => ({ verdict }),
      async (verdict) => {
        const given = seenVerdict(found, verdict);
        const { counts, reviewer, ended, secondBy } = given;
        const finding = counts ?? given.finding;
        if (secondBy === id && (ended === "returned") === !agree) return { verdict, finding };
        if (reviewer === id) throw fail("review.same_person", { verdict });
        if (ended) throw fail("review.verdict_ended", { verdict, ended });
        if (secondBy) throw fail("review.already_approved", { verdict, name: await personName(reader, secondBy) });
        if (counts === null) throw fail("finding.evidence_changed", { finding, changed: "evidence" });
        house.review.holds.refuseForeign(counts, id);
        const act: Approved = { verdict, finding, agree, reason };
        await write(VERDICT_APPROVED, act);
        found.set(verdict, { ...given, secondBy: id, ended: agree ? null : "returned" });
        return { verdict, finding };
      },
    );
  });
  house.review.changed(
    answer.done.map(({ finding }) => finding),
    id,
  );
  return answer;
}
