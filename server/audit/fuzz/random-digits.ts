import type { Relation } from "../relation.ts";
import { type Pick, randomColumn } from "./random-expression.ts";

/** Tables and columns that a test of digits makes within its statements. */
export const digitTables = "record unit counted beside law row".split(" ");
export const digitColumns =
  "first_day volume least_area most_area digit n claims share surplus enough chi_square mad share_percent law_percent its_care_area period".split(
    " ",
  );

/** Keys of a `digits` that can be right, over a random relation; now and then a suspicion, which it may not be. */
export function randomDigits(pick: Pick, chance: (share: number) => boolean, starts: Relation): object {
  const column = (kind: string) => randomColumn(pick, new Map([["", starts]]), kind)[0];
  return {
    per: [column(pick(["text", "key"]))],
    period: { calendar: pick(["month", "quarter", "year"]), on: column(pick(["date", "date", "timestamp"])) },
    value: column(pick(["money", "money", "number"])),
    digit: pick(["first", "second"]),
    least: { volume: pick(["0", "1", "$p"]) },
    breaks: `${pick(["mad", "chi_square", "volume"])} ${pick([">", "<="])} ${pick(["0", "$p", "1.5"])}`,
    lead: { when: chance(0.9) ? "true" : "volume > 1", material: { zh: "票据", en: "invoices" } },
  };
}
