import type { Catalogue } from "../../../datasets/catalogue/catalogue.ts";
import type { PolicyFile } from "../../../datasets/policies/policy-schema.ts";
import type { Reader } from "../../store/reader.ts";
import { join, literal, raw, sql } from "../../store/sql.ts";
import { catalogueOf } from "../reference/catalogue-of.ts";
import { readPersons } from "../reference/persons.ts";
import type { Outcome } from "../reference/records.ts";
import { settle } from "../reference.ts";
import { compared } from "./run.ts";

/** What S0 says of a claim, and every amount after it. */
const columns = ["policy_id", "benefit_year", "filing", ...compared] as const;
type Row = Record<(typeof columns)[number] | "claim_id", string | null>;

export interface AgainstOracle {
  /** Persons the oracle could settle. */
  persons: number;
  settlements: number;
  /** By the reason why a claim cannot be judged, `judged` of those that can. */
  standing: Map<string, number>;
  /** What `resettlement` says otherwise than the oracle, in words. */
  apart: string[];
}

/** Persons of a house as `resettlement` has them, held against what the oracle reads and settles. Everything must be declared complete. */
export async function againstOracle(
  reader: Reader,
  ids: readonly string[],
  files: readonly PolicyFile[],
  catalogue: Catalogue,
): Promise<AgainstOracle> {
  const charges = catalogueOf(catalogue);
  const persons = await readPersons(reader, ids);
  const texts = raw(["claim_id", ...columns].map((name) => `${name}::varchar as ${name}`).join(", "));
  const rows = await reader.rows<Row>(
    sql`select ${texts} from resettlement where person_id in (${join(ids.map((id) => literal(id)))})`,
  );
  const chain = new Map(rows.map((row) => [row.claim_id!, row]));
  const outcomes = [...persons.values()].flatMap((person) => settle(person, files, charges, "record"));
  const standing = new Map<string, number>();
  for (const { cannot } of outcomes) standing.set(cannot ?? "judged", (standing.get(cannot ?? "judged") ?? 0) + 1);
  const apart = outcomes.flatMap((outcome) => apartIn(outcome, chain.get(outcome.claim_id)) ?? []);
  return { persons: persons.size, settlements: outcomes.length, standing, apart };
}

/** The first thing on which they differ. */
function apartIn(outcome: Outcome, row: Row | undefined): string | null {
  const { claim_id } = outcome;
  if (!row) return `${claim_id}: not settled again`;
  for (const column of columns) {
    if (!(column in outcome)) continue;
    const value = outcome[column as keyof Outcome] as unknown;
    const oracle = value === null ? null : String(value);
    if (oracle !== row[column]) return `${claim_id}, ${column}: oracle ${oracle}, chain ${row[column]}`;
  }
  return null;
}
