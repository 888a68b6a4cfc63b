import { fail } from "../errors.ts";
import type { Principal } from "../store/principal.ts";
import type { Reader } from "../store/reader.ts";
import { answerHash, type FigureId, readFigureId, scopeHash } from "./figure-id.ts";
import { type Figures, figures, figuresFromRecords } from "./query.ts";
import type { FigureQuery } from "./request.ts";
import { ruleSet } from "./rule-set.ts";
import { lastBatchBuilt } from "./watermark.ts";

/** A figure computed again beside what its id says. */
export interface CheckedFigure {
  id: string;
  query: FigureQuery;
  asOf: number;
  /** Whether the answer is the one of then, to the last digit. */
  equal: boolean;
  /** Where they differ, rules and measures changed since, which may be why an answer is another. */
  ruleSet: { made: string; now: string };
  /** Whether it is asked within the regions it was made for; in others it means something else. */
  sameScope: boolean;
}

/** The figure of an id, in the asker's scope: as it was after its batch. @throws figure.bad_id */
export async function figuresById(
  reader: Reader,
  principal: Principal,
  id: string,
): Promise<CheckedFigure & { figures: Figures }> {
  const made = await known(reader, id);
  const answer = await figures(reader, principal, { ...made.query, as_of: made.batch });
  return { ...checked(id, made, principal, answer, await ruleSet(reader)), figures: answer };
}

/** Computes a figure again from the records as they were after its batch; no cube is read. @throws figure.bad_id */
export async function verifyFigure(
  reader: Reader,
  principal: Principal,
  id: string,
): Promise<CheckedFigure & Pick<Figures, "columns" | "rows">> {
  const made = await known(reader, id);
  const answer = await figuresFromRecords(reader, principal, { ...made.query, as_of: made.batch });
  return { ...checked(id, made, principal, answer, await ruleSet(reader)), columns: answer.columns, rows: answer.rows };
}

async function known(reader: Reader, id: string): Promise<FigureId> {
  const made = readFigureId(id);
  const last = await lastBatchBuilt(reader);
  if (made.batch > last) {
    throw fail("figure.bad_id", {
      got: id.slice(0, 60),
      reason: `it is of batch ${made.batch}, here the last one is ${last}`,
    });
  }
  return made;
}

function checked(id: string, made: FigureId, principal: Principal, { columns }: Figures, now: string): CheckedFigure {
  return {
    id,
    query: made.query,
    asOf: made.batch,
    equal: answerHash(columns) === made.answer,
    ruleSet: { made: made.rules, now },
    sameScope: scopeHash(principal) === made.scope,
  };
}
