import { findingIds, type ListQuery } from "../../audit/pages/finding-list.ts";
import type { Database } from "../../store/database.ts";
import type { Principal } from "../../store/principal.ts";
import type { ReviewDesk } from "./desk.ts";
import type { Hold } from "./holds.ts";

/** Stages at which a finding waits for somebody to judge it. */
export const TO_JUDGE = "waiting,returned,appealed";

/**
 * Takes the next finding of a list that nobody has open, for the principal alone: two who ask at once get two. One that another has judged between looking and
 * taking is passed over. Null where none is left.
 * @param after the finding before it in the list, which is let go; the list begins again at its end
 * @throws review.too_many_holds
 */
export async function takeNext(
  { database, review }: { database: Pick<Database, "read">; review: ReviewDesk },
  principal: Principal,
  query: ListQuery,
  after?: string,
): Promise<Hold | null> {
  if (after !== undefined) review.release(after, principal.id);
  const wanted = { ...query, stage: query.stage ?? TO_JUDGE };
  const idsOf = (asked: ListQuery) => database.read(principal, (reader) => findingIds(reader, principal, asked));
  const { ids } = await idsOf(wanted);
  const from = after === undefined ? 0 : ids.indexOf(after) + 1;
  for (const finding of [...ids.slice(from), ...ids.slice(0, from)]) {
    if (finding === after || review.holds.of(finding)) continue;
    const hold = review.take(finding, principal);
    const { total } = await idsOf({ ...wanted, text: finding });
    if (total > 0) return hold;
    review.release(finding, principal.id);
  }
  return null;
}
