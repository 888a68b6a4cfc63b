import type { Strength } from "./declaration.ts";
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
}

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
