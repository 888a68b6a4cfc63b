import { type Strength, strengths } from "../../audit/run/verdict-terms.ts";
import { fail } from "../../errors.ts";
import type { Principal } from "../../store/principal.ts";
import { inTurn, type ReviewingHouse, type Turn } from "./in-turn.ts";
import { personName } from "./person-names.ts";
import { eachOf, type Refused } from "./refused.ts";
import { type Given, type Judgement, VERDICT_GIVEN } from "./review-acts.ts";
import { atStage, type Seen, type Standing, standings, withEvidence } from "./standing.ts";

/** What is said of one finding or of many. */
export type Said = Pick<Judgement, "label" | "strength" | "reason" | "materials">;

export interface GivenVerdict {
  finding: string;
  verdict: number;
  at: string;
}

/** So many at once keep nobody else's act waiting. */
const AT_ONCE = 20;

/**
 * Judges a finding: written to the journal with the evidence it rests on, then into the table. The same verdict twice is one.
 * @throws finding.not_found, finding.evidence_changed, review.closed, review.stage_changed, review.held, review.already_judged
 */
export async function giveVerdict(
  house: ReviewingHouse,
  principal: Principal,
  { finding, evidenceHash, stage, ...said }: Seen & Said,
): Promise<GivenVerdict> {
  const given = await inTurn(house, principal, async (turn) => {
    const found = await standings(turn.reader, principal, [finding]);
    return judge(turn, house, principal, found, { finding, evidenceHash, stage }, said);
  });
  house.review.changed([finding], principal.id);
  return given;
}

/** Judges many alike; what cannot be judged is told apart and the rest done. */
export async function giveVerdicts(
  house: ReviewingHouse,
  principal: Principal,
  seen: readonly Seen[],
  said: Said,
): Promise<{ given: GivenVerdict[]; refused: (Refused & { finding: string })[] }> {
  const given: GivenVerdict[] = [];
  const refused: (Refused & { finding: string })[] = [];
  for (let from = 0; from < seen.length; from += AT_ONCE) {
    const some = seen.slice(from, from + AT_ONCE);
    const done = await inTurn(house, principal, async (turn) => {
      const found = await standings(
        turn.reader,
        principal,
        some.map(({ finding }) => finding),
      );
      return eachOf(
        some,
        ({ finding }) => ({ finding }),
        (each) => judge(turn, house, principal, found, each, said),
      );
    });
    given.push(...done.done);
    refused.push(...done.refused);
  }
  house.review.changed(
    given.map(({ finding }) => finding),
    principal.id,
  );
  return { given, refused };
}

async function judge(
  { reader, write }: Turn,
  { review }: ReviewingHouse,
  { id }: Principal,
  found: Map<string, Standing>,
  seen: Seen,
  said: Said,
): Promise<GivenVerdict> {
  const { finding, evidenceHash } = seen;
  const standing = await withEvidence(reader, found.get(finding), seen);
  const { verdict, givenAt } = standing;
  if (verdict !== null && sameSaid(standing, id, said)) return { finding, verdict, at: givenAt! };
  review.holds.refuseForeign(finding, id);
  await atStage(reader, standing, seen.stage);
  if (verdict !== null && !mayFollow(standing, said)) {
    const name = await personName(reader, standing.reviewer!);
    throw fail("review.already_judged", { finding, label: standing.label!, name, at: givenAt });
  }
  const { rule, subject, version, ruleHash, parameters, claims, lines, shown } = standing;
  const evidence = { rule, subject, version, ruleHash, parameters, claims, lines, shown };
  const given: Given = { finding, evidenceHash, ...said, ...evidence };
  const { seq, at } = await write(VERDICT_GIVEN, given);
  // The same finding named twice in one request is judged once.
  found.set(finding, {
    ...standing,
    ...{ verdict: seq, givenAt: at, reviewer: id, stage: "approval" },
    ...{ label: said.label, strength: said.strength, reason: said.reason },
  });
  return { finding, verdict: seq, at };
}

const sameSaid = ({ reviewer, label, strength, reason }: Standing, id: string, said: Said): boolean =>
  reviewer === id && label === said.label && strength === said.strength && reason === said.reason;

/** A doubtful one may be decided on no weaker ground; what was approved gives way to stronger ground only. */
function mayFollow({ label, strength, stage }: Standing, said: Said): boolean {
  const [before, now] = [weightOf(strength!), weightOf(said.strength)];
  if (label === "doubtful" && said.label !== "doubtful") return now >= before;
  return stage === "approved" && now > before;
}

const weightOf = (strength: Strength): number => strengths.length - strengths.indexOf(strength);
