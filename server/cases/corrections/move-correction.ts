import { ruleCards } from "../../audit/pages/rule-card.ts";
import { fail } from "../../errors.ts";
import type { Journal } from "../../journal/journal.ts";
import { type Database, transaction } from "../../store/database.ts";
import type { Principal } from "../../store/principal.ts";
import { Reader } from "../../store/reader.ts";
import type { ReviewDesk } from "../review/desk.ts";
import { noticeRow } from "./notice-list.ts";
import { nextStages, path, type Stage } from "./path.ts";
import { CORRECTION_MOVED, type MovedCorrection, projectSteps } from "./steps.ts";

/** What moving a notice needs of a house. */
export interface CorrectingHouse {
  database: Pick<Database, "act">;
  journal: Pick<Journal, "append">;
  /** Tells pages that show the finding. */
  review: Pick<ReviewDesk, "changed">;
}

export interface AskedStep {
  to: Stage;
  /** Of the evidence that was read. */
  evidenceHash: string;
  reason: string;
  /** Yuan, two decimals at most. */
  amount?: string;
}

/**
 * Moves a notice along its path, in the lane of acts: what is looked at is what the act before left.
 * @throws correction.not_found, correction.other_side, finding.evidence_changed, correction.move_refused, request.invalid
 */
export async function moveCorrection(
  { database, journal, review }: CorrectingHouse,
  principal: Principal,
  finding: string,
  step: AskedStep,
): Promise<{ step: number; at: string; stage: Stage }> {
  const moved = await database.act(async (connection) => {
    const planned = await plannedStep(new Reader(connection), principal, finding, step);
    const entry = await journal.append(principal.id, CORRECTION_MOVED, planned);
    await transaction(connection, () => projectSteps(connection, [entry]));
    return { step: entry.seq, at: entry.at, stage: planned.to };
  });
  review.changed([finding], principal.id);
  return moved;
}

async function plannedStep(
  reader: Reader,
  principal: Principal,
  finding: string,
  { to, evidenceHash, reason, amount }: AskedStep,
): Promise<MovedCorrection> {
  const notice = await noticeRow(reader, principal, finding, await ruleCards(reader.connection));
  if (!notice.handles) throw fail("correction.other_side", { finding });
  if (notice.evidenceHash !== evidenceHash) throw fail("finding.evidence_changed", { finding });
  const { stage: from, over, under, rule } = notice;
  const allowed = nextStages(from, notice);
  if (!allowed.includes(to))
    throw fail("correction.move_refused", { finding, from, to, allowed: allowed.join(", ") || "nothing" });
  return { finding, rule, evidenceHash, from, to, amount: amountOf(to, amount), over, under, reason };
}

/** @throws request.invalid where the stage needs an amount, or takes none */
function amountOf(to: Stage, amount: string | undefined): string | null {
  const wanted = path.stages[to].amount;
  const given = amount === undefined ? null : withFen(amount);
  const wrong = (expected: string, got: string) => fail("request.invalid", { where: "body/amount", expected, got });
  if (wanted === "needed" && given === null) throw wrong(`yuan, for a step to ${to}`, "nothing");
  if (wanted === "none" && given !== null) throw wrong(`nothing, for a step to ${to}`, given);
  if (given === "0.00") throw wrong("more than nothing", given);
  return given;
}

/** Two decimals: "12" → "12.00", "012.5" → "12.50". */
function withFen(amount: string): string {
  const [whole = "", fraction = ""] = amount.split(".");
  return `${BigInt(whole)}.${fraction.padEnd(2, "0")}`;
}
