import { fail } from "../../errors.ts";
import type { Principal } from "../../store/principal.ts";
import { givenVerdicts, seenVerdict } from "./given-verdicts.ts";
import { inTurn, type ReviewingHouse } from "./in-turn.ts";
import { personName } from "./person-names.ts";
import { eachOf, type Refused } from "./refused.ts";
import { VERDICT_WITHDRAWN, type Withdrawn } from "./review-acts.ts";

/** Takes own verdicts back before a second person agreed: one act for all of them, so that a bulk verdict is undone as a whole. */
export async function withdrawVerdicts(
  house: ReviewingHouse,
  principal: Principal,
  verdicts: readonly number[],
): Promise<{ withdrawn: { verdict: number; finding: string }[]; refused: (Refused & { verdict: number })[] }> {
  const { id } = principal;
  const answer = await inTurn(house, principal, async ({ reader, write }) => {
    const found = await givenVerdicts(reader, principal, verdicts);
    const open = new Map<number, string>();
    const { done, refused } = await eachOf(
      verdicts,
      (verdict) => ({ verdict }),
      async (verdict) => {
        const { finding, reviewer, ended, secondBy } = seenVerdict(found, verdict);
        if (reviewer !== id) throw fail("review.not_giver", { verdict });
        if (ended === "withdrawn") return { verdict, finding };
        if (ended) throw fail("review.verdict_ended", { verdict, ended });
        if (secondBy) throw fail("review.already_approved", { verdict, name: await personName(reader, secondBy) });
        open.set(verdict, finding);
        return { verdict, finding };
      },
    );
    const act: Withdrawn = { verdicts: [...open.keys()], findings: [...new Set(open.values())] };
    if (open.size > 0) await write(VERDICT_WITHDRAWN, act);
    return { withdrawn: done, refused };
  });
  house.review.changed(
    answer.withdrawn.map(({ finding }) => finding),
    id,
  );
  return answer;
}
