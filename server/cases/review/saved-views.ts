import { fail } from "../../errors.ts";
import type { Principal } from "../../store/principal.ts";
import type { Reader } from "../../store/reader.ts";
import { sql } from "../../store/sql.ts";
import { inTurn, type ReviewingHouse } from "./in-turn.ts";
import { instantOf } from "./instant.ts";
import { type SavedView, VIEW_REMOVED, VIEW_SAVED } from "./review-acts.ts";

export const MOST_VIEWS = 50;

/** The views of an account, by name. */
export function savedViews(reader: Reader, { id }: Principal): Promise<(SavedView & { savedAt: string })[]> {
  return reader.rows(
    sql`select name, page, query, saved_at as "savedAt" from saved_view where account = ${id} order by name`,
  );
}

/** Keeps a list under a name, in the place of what stood there. @throws view.too_many */
export function saveView(house: ReviewingHouse, principal: Principal, view: SavedView): Promise<{ at: string }> {
  return inTurn(house, principal, async ({ reader, write }) => {
    const views = await savedViews(reader, principal);
    const before = views.find(({ name }) => name === view.name);
    if (before?.page === view.page && before.query === view.query) return { at: instantOf(before.savedAt) };
    if (!before && views.length >= MOST_VIEWS) throw fail("view.too_many", { limit: MOST_VIEWS });
    const { at } = await write(VIEW_SAVED, view);
    return { at };
  });
}

/** @throws view.not_found */
export function removeView(house: ReviewingHouse, principal: Principal, name: string): Promise<void> {
  return inTurn(house, principal, async ({ reader, write }) => {
    const views = await savedViews(reader, principal);
    if (!views.some((view) => view.name === name)) throw fail("view.not_found", { name });
    await write(VIEW_REMOVED, { name });
  });
}
