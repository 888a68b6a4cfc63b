import type { CatalogueItem } from "../../catalogue/columns.ts";
import type { Care } from "../populations.ts";
import type { Mistake } from "./mistake.ts";
import type { Day, Minute } from "./times.ts";
import type { Area, Disease, Institution } from "./world.ts";

export type FilingClass =
  | "LT_RETIRE"
  | "LT_RESIDE"
  | "LT_WORK"
  | "TMP_REFER"
  | "TMP_EMERG"
  | "TMP_OTHER"
  | "NONE"
  | "EXEMPT"
  | "LOCAL";

export interface Person {
  number: number;
  home: Area;
  scheme: "310" | "390";
  group: "active" | "retired" | "resident";
  type: string;
  sex: "1" | "2";
  born: Day;
  certificate: string;
  personNo: string;
  phone: string;
  address: string;
  employer: string | null;
  class: FilingClass;
  aidClass: string | null;
  civilServant: boolean;
  survival: string;
  survivalSince: Day | null;
  died: Day | null;
}

/** Something charged. */
export interface Good {
  code: string;
  quantity: number;
  /** Fen a unit; the institution's usual price where absent. */
  price?: number;
  days?: number;
  doctor?: string;
  at?: Minute;
  outside?: boolean;
  /** Whether the hospital approved a restricted item; as a rule it did. */
  approved?: "0" | "1" | "2";
  /** What of the catalogue it was wrongly charged by. */
  recorded?: Partial<Pick<CatalogueItem, "item_class" | "first_pay_ratio" | "price_limit">>;
  /** A restricted item recorded as if it had been approved. */
  unrestricted?: boolean;
}

export interface Visit {
  i: number;
  /** One settlement for all of it, or one of two of a long stay; those share their number. */
  kind: "whole" | "first" | "last";
  person: Person;
  care: Care;
  place: Institution;
  disease: Disease;
  route: "direct" | "manual";
  begin: Minute;
  end: Minute;
  /** The whole stay, where this is a part of it. */
  stayed: { begin: Minute; end: Minute };
  settled: Minute;
  /** Fen; goods beyond it raise it. */
  total: number;
  goods: Good[];
  /** Charged beside the goods, up to the total: the usual services and drugs, or nothing. */
  filled: boolean;
  filing: Filing | null;
  filingClass: FilingClass;
  emergency: boolean;
  thirdParty: string | null;
  credential: string | null;
  doctor: string;
  invoice: string | null;
  /** Paid wholly from a relative's account: nothing from the fund. */
  familyAccount: boolean;
  /** Fen of a relative's account in what the person pays. */
  familyShare: number;
  /** Taken back after it was settled. */
  takenBack: boolean;
  /** How it was settled wrongly; null where it was not. */
  mistake: Mistake | null;
}

export interface Filing {
  number: string;
  person: Person;
  class: FilingClass;
  channel: string;
  place: string;
  begin: Day;
  end: Day;
  created: Minute;
  updated: Minute;
  attachments: number;
  agent: { name: string; certificate: string; phone: string } | null;
  referredBy: string | null;
  phone: string;
  address: string;
  cancelled: boolean;
}

export interface Enrolment {
  person: Person;
  area: string;
  scheme: "310" | "390";
  type: string;
  status: string;
  begin: Day;
  end: Day | null;
}

export interface Entitlement {
  number: string;
  person: Person;
  disease: { code: string; name: string } | null;
  item: string | null;
  place: Institution;
  doctor: string | null;
  begin: Day;
  end: Day | null;
  approved: boolean;
}

export interface TraceCode {
  visit: Visit;
  code: string;
  item: string;
  quantity: number;
  splitPack: boolean;
  returned: boolean;
}

export interface Investigation {
  visit: Visit;
  requested: Minute;
  answered: Minute | null;
  conclusion: string | null;
}

/** The key a record has in the written files. */
export const settlementKey = (visit: Visit) => `${visit.person.home.code}${serialOf(visit)}`;
export const serialOf = ({ i, kind, takenBack }: Visit) =>
  `${String(i).padStart(10, "0")}${takenBack ? "5" : kind === "first" ? "2" : "1"}`;
export const encounterSerialOf = ({ i, takenBack }: Visit) => `${String(i).padStart(10, "0")}${takenBack ? "8" : "1"}`;
