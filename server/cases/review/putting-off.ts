import type { Stage } from "../../audit/run/reviewed.ts";
import { fail } from "../../errors.ts";
import type { Principal } from "../../store/principal.ts";
import type { Reader } from "../../store/reader.ts";
import { sql } from "../../store/sql.ts";
import { inTurn, type ReviewingHouse } from "./in-turn.ts";
import { instantOf } from "./instant.ts";
import { FINDING_PUT_OFF, FINDING_TAKEN_UP, type PutOff, type TakenUp } from "./review-acts.ts";
import { type Seen, type Standing, standings, withEvidence } from "./standing.ts";

/** Nothing is put off for longer. */
export const LONGEST_DAYS = 366;

const waits: ReadonlySet<Stage> = new Set(["waiting", "returned", "appealed", "put_off"]);

export interface Acted {
  act: number;
  at: string;
}

/**
 * Keeps a finding out of the queue until a day, for everybody; other evidence brings it back at once.
 * @param now whose day in Shanghai is the first that is too early
 * @throws review.bad_day, review.stage_changed where it is judged, review.held, and as for verdicts
 */
export async function putOff(
  house: ReviewingHouse,
  principal: Principal,
  { finding, evidenceHash, until, reason }: Omit<Seen, "stage"> & { until: string; reason: string },
  now: Date,
): Promise<Acted> {
  refuseDay(until, now);
  const acted = await inTurn(house, principal, async ({ reader, write }) => {
    const found = (await standings(reader, principal, [finding])).get(finding);
    const standing = await withEvidence(reader, found, { finding, evidenceHash });
    house.review.holds.refuseForeign(finding, principal.id);
    if (!waits.has(standing.stage))
      throw fail("review.stage_changed", { finding, expected: "waiting", got: standing.stage });
    const same = await samePutOff(reader, standing, { until, reason, by: principal.id });
    if (same) return same;
    const act: PutOff = { finding, evidenceHash, until, reason, replaces: standing.putOff };
    const { seq, at } = await write(FINDING_PUT_OFF, act);
    return { act: seq, at };
  });
  house.review.changed([finding], principal.id);
  return acted;
}

/** Takes a finding up again before its day. @throws finding.not_found, review.held, review.not_put_off */
export async function takeUp(
  house: ReviewingHouse,
  principal: Principal,
  { finding, reason }: { finding: string; reason: string },
): Promise<Acted> {
  const acted = await inTurn(house, principal, async ({ reader, write }) => {
    const found = (await standings(reader, principal, [finding])).get(finding);
    if (!found) throw fail("finding.not_found", { finding });
    house.review.holds.refuseForeign(finding, principal.id);
    if (found.putOff === null) throw fail("review.not_put_off", { finding });
    const act: TakenUp = { finding, putOff: found.putOff, reason };
    const { seq, at } = await write(FINDING_TAKEN_UP, act);
    return { act: seq, at };
  });
  house.review.changed([finding], principal.id);
  return acted;
}

async function samePutOff(
  reader: Reader,
  { putOff: number }: Standing,
  { until, reason, by }: { until: string; reason: string; by: string },
): Promise<Acted | null> {
  if (number === null) return null;
  const [same] = await reader.rows<Acted>(sql`
    select put_off as act, put_off_at as at from finding_put_off
    where put_off = ${BigInt(number)} and until_day = ${until}::date and reason = ${reason} and put_off_by = ${by}`);
  return same ? { ...same, at: instantOf(same.at) } : null;
}

function refuseDay(until: string, now: Date): void {
  const after = dayIn(now);
  const last = dayIn(new Date(now.getTime() + LONGEST_DAYS * 86_400_000));
  const real = !Number.isNaN(Date.parse(until)) && new Date(until).toISOString().startsWith(until);
  if (!real || until <= after || until > last) throw fail("review.bad_day", { after, last, got: until });
}

/** The day it is in Shanghai: `2026-11-22`. */
const dayIn = (now: Date): string => new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai" }).format(now);
