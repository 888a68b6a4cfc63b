import type { Catalogue } from "../../../datasets/catalogue/catalogue.ts";
import { catalogueOf } from "../reference/catalogue-of.ts";
import type { Outcome } from "../reference/records.ts";
import { type HistoryKind, settle } from "../reference.ts";
import { type Compared, compared, type Settled } from "./run.ts";
import type { Trial } from "./trial.ts";

/** One amount on which oracle and chain differ. */
export interface Disagreement {
  trial: Trial;
  kind: HistoryKind;
  claim_id: string;
  column: Compared;
  oracle: string | null;
  chain: string | null;
}

/** Settles trials by the oracle and holds the chain's answer against it: every column of every settlement, both histories. */
export function disagreements(
  trials: readonly Trial[],
  settled: Record<HistoryKind, Settled>,
  catalogue: Catalogue,
): Disagreement[] {
  const charges = catalogueOf(catalogue);
  return trials.flatMap((trial) =>
    (["record", "clean"] as const).flatMap((kind) =>
      settle(trial.person, [trial.policy], charges, kind).flatMap((outcome) =>
        apart(outcome, settled[kind].get(outcome.claim_id)).map((found) => ({
          trial,
          kind,
          claim_id: outcome.claim_id,
          ...found,
        })),
      ),
    ),
  );
}

function apart(outcome: Outcome, row: Record<Compared, string | null> | undefined) {
  if (!row) return [{ column: "cannot" as const, oracle: outcome.cannot, chain: "no row" }];
  const columns = outcome.cannot === null ? compared : (["cannot"] as const);
  return columns
    .map((column) => ({ column, oracle: textOf(outcome, column), chain: row[column] }))
    .filter(({ oracle, chain }) => oracle !== chain);
}

function textOf(outcome: Outcome, column: Compared): string | null {
  const value = outcome[column as keyof Outcome] as unknown;
  return value === null ? null : String(value);
}
