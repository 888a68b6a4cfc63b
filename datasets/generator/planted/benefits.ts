import type { Engine } from "../engine.ts";
import type { Person } from "./records.ts";
import { type Day, dayOf } from "./times.ts";

/** What a stay is paid by, money in fen. */
export interface StayTerms {
  mode: string;
  /** Which settlements share one deductible: none, interim, transfer, both. */
  merged: string;
  /** First admission of the year, second, …; the last holds for all later ones. */
  standards: number[];
  /** Of the one band there is, 0 to 1; null where there are several. */
  ratio: number | null;
  /** Extra first-pay, a share of what is in scope. */
  firstPay: number;
  /** What the fund pays at most in a year; null without a ceiling or where it counts eligible cost. */
  ceiling: number | null;
}

/** A policy version as far as stories choose their place by it. */
export interface Policy {
  id: string;
  scheme: "310" | "390";
  /** Pooling areas it holds in. */
  areas: Set<string>;
  from: Day;
  to: Day;
  splitsYears: boolean;
  emergencyAsFiled: boolean;
  paysCivilServants: boolean;
  /** Month and day on which the benefit year begins. */
  yearBegins: string;
  /** Own share of a year in fen, by aid class, beyond which 大病 begins to pay; empty where it does not go by the year. */
  seriousFrom: Map<string, number>;
  /** As policies name groups (active, retired, resident_adult …), tiers (3 to 0) and filing classes. */
  stay(group: string, tier: number, filing: string): StayTerms | undefined;
}

type Row = Record<"id" | "scheme" | "from" | "to" | "year_begins", string> & {
  areas: string[];
  splits: boolean;
  as_filed: boolean;
  civil: boolean;
  serious: { aid_class: string; from: string }[];
};

/** The policies in force in the days of the run. */
export class Benefits {
  readonly #policies: Policy[];

  private constructor(policies: Policy[]) {
    this.#policies = policies;
  }

  static async read(engine: Engine): Promise<Benefits> {
    const terms = await engine.rows<Record<string, string | null> & { standards: string[] }>(
      `select policy_id || '/' || person_group || '/' || tier || '/' || filing as place, deductible_mode as mode, merged,
         [(100 * each)::bigint for each in standards] as standards, case when len(bands) = 1 then bands[1].ratio::double end as ratio,
         first_pay_ratio::double as first_pay, case cap_basis when 'FUND' then (100 * cap_amount)::bigint end as ceiling
       from policy_term where care_group = 'inpatient' and paid and flaw is null`,
    );
    const stays = new Map(
      terms.map(({ place, standards, mode, merged, ratio, first_pay, ceiling }) => [
        place!,
        {
          mode: mode!,
          merged: merged ?? "none",
          standards: standards.map(Number),
          ratio: ratio === null ? null : Number(ratio),
          firstPay: Number(first_pay),
          ceiling: ceiling === null ? null : Number(ceiling),
        } as StayTerms,
      ]),
    );
    const rows = await engine.rows<Row>(
      `select policy_id as id, version.scheme, version.valid_from::varchar as "from", coalesce(version.valid_to, '2099-12-31')::varchar as "to", areas,
         cross_year_stay = 'split' as splits, emergency = 'as_filed' as as_filed, benefit_year as year_begins,
         policy_id in (select policy_id from policy_layer where civil is not null) as civil, coalesce(serious, []) as serious
       from policy_version as version
       join (select policy_id, list(area order by area) as areas from policy_place group by policy_id) using (policy_id)
       left join (
         select policy_id, list({aid_class: aid_class, "from": (100 * list_min([band.low for band in serious.bands if band.ratio > 0]))::bigint}) as serious
         from policy_layer where serious.basis = 'OWN_SHARE_YEAR' group by policy_id
       ) using (policy_id)
       order by policy_id`,
    );
    return new Benefits(rows.map((row) => policyOf(row, stays)));
  }

  /** Those that hold on all of the days. */
  holding(from: Day, to: Day): Policy[] {
    return this.#policies.filter((policy) => policy.from <= from && to <= policy.to);
  }
}

function policyOf(row: Row, stays: ReadonlyMap<string, StayTerms>): Policy {
  return {
    id: row.id,
    scheme: row.scheme as Policy["scheme"],
    areas: new Set(row.areas),
    from: dayOf(row.from),
    to: dayOf(row.to),
    splitsYears: row.splits,
    emergencyAsFiled: row.as_filed,
    paysCivilServants: row.civil,
    yearBegins: row.year_begins,
    seriousFrom: new Map(row.serious.map(({ aid_class, from }) => [aid_class, Number(from)])),
    stay: (group, tier, filing) => stays.get(`${row.id}/${group}/${tier}/${filing}`),
  };
}

/** The group of a person as policies name it. */
export function groupOf({ group, type }: Person): string {
  if (group !== "resident") return group;
  return type.startsWith("14") ? "resident_minor" : type === "1601" ? "resident_senior" : "resident_adult";
}
