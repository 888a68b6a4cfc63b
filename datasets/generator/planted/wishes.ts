import type { Mistake } from "./mistake.ts";
import type { Filing, FilingClass, Good } from "./records.ts";
import type { Day, Minute } from "./times.ts";
import type { Institution } from "./world.ts";

/** What a story says of a visit; what it leaves open is drawn. */
export interface VisitWish {
  place: Institution;
  begin: Minute;
  end?: Minute;
  settled?: Minute;
  disease?: string;
  /** Yuan. */
  total?: number;
  goods?: Good[];
  filled?: boolean;
  route?: "direct" | "manual";
  filing?: Filing | null;
  filingClass?: FilingClass;
  emergency?: boolean;
  thirdParty?: string | null;
  credential?: string;
  doctor?: string;
  invoice?: string;
  familyAccount?: boolean;
  familyShare?: number;
  takenBack?: boolean;
  mistake?: Mistake;
  /** A manual stay over 30,000 yuan is verified as a rule. */
  verified?: boolean;
}

export interface StayWish extends Omit<VisitWish, "begin"> {
  begin: Day;
  nights: number;
  /** Hours of the day. */
  admittedAt?: number;
  leavingAt?: number;
}
