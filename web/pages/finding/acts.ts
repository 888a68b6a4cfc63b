import { ApiError } from "../../lib/api.ts";
import { problemText } from "../../lib/errors.ts";
import { reviewName } from "../../lib/finding-labels.ts";
import * as review from "../../lib/review.ts";
import { undoing } from "../../lib/undo.svelte.ts";
import { m } from "../../paraglide/messages.js";

/** What the page does when findings were acted on; gives the way to show them again where that is undone. */
export type Done = (findings: string[]) => () => void;

/** Judges one finding. @throws ApiError */
export async function judge(seen: review.Seen, said: review.Said, done: Done): Promise<void> {
  const { finding, ...read } = seen;
  const { verdict } = await review.giveVerdict(finding, { ...read, ...said });
  offerWithdrawal([{ finding, verdict }], said.label, done);
}

/** Judges many alike, and says how many could not be. @throws ApiError where none could */
export async function judgeAll(seen: review.Seen[], said: review.Said, done: Done): Promise<void> {
  const { given, refused } = await review.giveVerdicts(seen, said);
  const [first] = refused;
  if (given.length > 0) offerWithdrawal(given, said.label, done);
  if (!first) return;
  if (given.length === 0) throw refusal(first);
  undoing.fail(new Error(m.desk_some_refused({ count: refused.length, why: textOf(first) })));
}

function offerWithdrawal(given: { finding: string; verdict: number }[], label: review.Label, done: Done): void {
  const back = done(given.map(({ finding }) => finding));
  undoing.offer(m.undo_judged({ count: given.length, label: reviewName(label) }), async () => {
    const { refused } = await review.withdraw(given.map(({ verdict }) => verdict));
    back();
    if (refused[0]) throw refusal(refused[0]);
  });
}

/**
 * Agrees to verdicts or returns them, after a pause in which that can be taken back: nothing takes back what a second person said. Those that
 * are refused come back into sight.
 */
export function second(
  given: { finding: string; verdict: number }[],
  agree: boolean,
  reason: string,
  done: Done,
): void {
  const back = done(given.map(({ finding }) => finding));
  const count = given.length;
  undoing.delay(
    agree ? m.undo_agreed({ count }) : m.undo_returned({ count }),
    async () => {
      const { refused } = await review
        .approve(
          given.map(({ verdict }) => verdict),
          agree,
          reason,
        )
        .catch((cause: unknown) => {
          back();
          throw cause;
        });
      if (!refused[0]) return;
      back();
      throw new Error(m.desk_some_refused({ count: refused.length, why: textOf(refused[0]) }));
    },
    async () => back(),
  );
}

/** @throws ApiError */
export async function takeBack(finding: string, verdict: number, done: Done): Promise<void> {
  const { refused } = await review.withdraw([verdict]);
  if (refused[0]) throw refusal(refused[0]);
  done([finding]);
}

/** Keeps a finding out of the queue until a day. @throws ApiError */
export async function putOff(
  { finding, evidenceHash }: review.Seen,
  { until, reason }: { until: string; reason: string },
  done: Done,
): Promise<void> {
  await review.putOff(finding, { evidenceHash, until, reason });
  const back = done([finding]);
  undoing.offer(m.undo_put_off({ until }), async () => {
    await review.takeUp(finding);
    back();
  });
}

const textOf = ({ code, details }: review.Refused): string => problemText({ code, message: code, details });
const refusal = ({ code, details }: review.Refused) => new ApiError(code, code, 409, details);
