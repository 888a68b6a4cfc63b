import type { Strength } from "./declaration.ts";
import { NothingHere } from "./draw.ts";
import type { Enrolment, Entitlement, Filing, Investigation, Person, TraceCode, Visit } from "./records.ts";
import type { Day } from "./times.ts";
import type { World } from "./world.ts";

/** Everything the stories of a slice put in. */
export interface Planting {
  people: Person[];
  visits: Visit[];
  filings: Filing[];
  enrolments: Enrolment[];
  entitlements: Entitlement[];
  traces: TraceCode[];
  investigations: Investigation[];
  services: { institution: string; item: string; from: Day }[];
  truth: TruthRow[];
  /** Rows of `truth` on settlement errors, whose amounts are not known before they are settled. */
  errors: { row: TruthRow; visit: Visit }[];
  /** Schemes whose measure is what the fund paid: their rows of `truth`, and what so many fen come to. */
  spent: { rows: readonly TruthRow[]; visits: readonly Visit[]; comesTo: (fen: number) => number }[];
}

/** A row of the file `truth`; see README.md. */
export interface TruthRow {
  card: string;
  scheme_no: string;
  label: "planted" | "look_alike";
  strength: Strength | null;
  role: string;
  table_name: string;
  record_key: string;
  person: string | null;
  institution: string | null;
  detail: string | null;
  /** What the scheme comes to in the measure of its card, and from where the card speaks; null for look-alikes and settlement errors. */
  reached: string | null;
  speaks_from: string | null;
  /** Of settlement errors: who answers for it. */
  responsible: Responsible | null;
  /** The change under which everything paid would have been due, as re-settlement names it; null where there is none. */
  explaining: string | null;
  /** Yuan by which the fund paid too much on this record; less than nothing where it paid too little. */
  amount: string | null;
}

export type Responsible = "institution" | "insured_agency" | "record" | "policy_data";

/** What all stories of a slice share. */
export interface Stage {
  world: World;
  planting: Planting;
  /** Next free number of persons and visits. */
  next: () => number;
  slice: number;
  from: Day;
  to: Day;
}

/** Tells a story to its end; one that finds nothing to take place with leaves nothing. True where it was told. */
export function tell(planting: Planting, story: () => unknown): boolean {
  const before = Object.entries(planting).map(([list, rows]) => [list as keyof Planting, rows.length] as const);
  try {
    story();
    return true;
  } catch (cause) {
    if (!(cause instanceof NothingHere)) throw cause;
    for (const [list, rows] of before) planting[list].length = rows;
    return false;
  }
}

/** A measure as `truth` holds it: downwards, so that what falls short of the limit does not round up to it. */
export const measured = (value: number): string => (Math.floor(100 * value + 1e-6) / 100).toFixed(2);
