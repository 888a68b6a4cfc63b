import { type ClosedMonth, figuresToClose, MONTH_CLOSED, projectClosing } from "../indicators/closing.ts";
import { transaction } from "../store/database.ts";
import type { Principal } from "../store/principal.ts";
import type { Cell } from "../store/reader.ts";
import type { House } from "./house.ts";

/** A month whose figures were closed, with its totals for a person to read. */
export interface ClosedFigures {
  closed: string;
  batch: number;
  ruleSet: string;
  seq: number;
  visits: number;
  settlements: number;
}

/**
 * Closes a month of settlement: its figures stand in the journal, and what changes afterwards is shown as restated. Closing it again
 * publishes it anew. @throws figure.bad_month where it has no claims
 */
export async function closeMonth(house: House, principal: Principal, month: string): Promise<ClosedFigures> {
  const figures = await house.database.read(principal, (reader) =>
    transaction(reader.connection, () => figuresToClose(reader, month)),
  );
  const entry = await house.journal.append(principal.id, MONTH_CLOSED, figures);
  await house.database.act((connection) => transaction(connection, () => projectClosing(connection, entry)));
  const { batch, ruleSet, cells } = figures satisfies ClosedMonth;
  const sum = (values: Cell[] = []) => values.reduce<number>((total, value) => total + Number(value ?? 0), 0);
  return {
    closed: month,
    batch,
    ruleSet,
    seq: entry.seq,
    visits: sum(cells.visits),
    settlements: sum(cells.settlements),
  };
}
