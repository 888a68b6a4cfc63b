import type { Principal } from "../../store/principal.ts";
import type { Reader } from "../../store/reader.ts";
import { scoped } from "../../store/scope.ts";
import { raw, type Sql, sql } from "../../store/sql.ts";
import { conditionOf, type DifferenceFilter, differs, reason, undecided } from "./difference-filter.ts";

/** In which order a list stands; each is a key whose smallest comes first. */
const orders = {
  size: "-abs(coalesce(fund_difference, 0))",
  over: "-coalesce(fund_difference, 0)",
  under: "coalesce(fund_difference, 0)",
  settled: "-epoch(settled_at)::decimal(18, 2)",
  oldest: "epoch(settled_at)::decimal(18, 2)",
  total: "-total_cost",
  total_up: "total_cost",
  paid: "-fund_total",
  paid_up: "fund_total",
  due: "-coalesce(fund_due, -1)",
  due_up: "coalesce(fund_due, 999999999999.99)",
  claim: "settlement_id",
  insured: "insured_city",
  care: "care_city || '|' || institution_code",
  finding: `coalesce(difference_class, '~' || ${reason.text}, '~~') || '|' || coalesce(explaining, '')`,
} as const;
export type Order = keyof typeof orders;
export const orderNames = Object.keys(orders) as Order[];

/** Which of the claims a list holds. */
const kinds = {
  differing: differs,
  rounding: raw("materiality = 'rounding'"),
  cannot: undecided,
  fine: sql`not ${undecided} and difference_class is null`,
  all: raw("true"),
} as const;
export type Kind = keyof typeof kinds;
export const kindNames = Object.keys(kinds) as Kind[];

export interface ListQuery {
  filter: DifferenceFilter;
  kind: Kind;
  order: Order;
}

export interface ListedClaim {
  claim_id: string;
  settled_at: string;
  insured_city: string;
  care_city: string;
  care_area: string;
  institution_code: string;
  institution_name: string | null;
  care_group: string;
  scheme: string;
  filing: string | null;
  total_cost: string;
  fund_total: string;
  fund_due: string | null;
  fund_difference: string | null;
  judged: string;
  /** Why nothing can be said. */
  reason: string | null;
  difference_class: string | null;
  materiality: string | null;
  responsible: string | null;
  explaining: string | null;
}

/** All claims of a list, with the key of its order as `place` and why nothing can be said as `reason`. */
export function wantedClaims(principal: Principal, { filter, kind, order }: ListQuery): Sql {
  return sql`select *, ${reason} as reason, ${raw(orders[order])} as place
    from ${scoped(principal, "resettlement")} where ${conditionOf(filter)} and ${kinds[kind]}`;
}

/** One page of the re-settled claims that a query asks for, and how many there are. */
export async function listDifferences(
  reader: Reader,
  principal: Principal,
  query: ListQuery,
  page: { limit: number; offset: number },
): Promise<{ claims: ListedClaim[]; total: number }> {
  const wanted = wantedClaims(principal, query);
  const { total } = await reader.one<{ total: number }>(sql`select count(*) as total from (${wanted})`);
  const claims = await reader.rows<ListedClaim>(
    sql`with page as materialized (
          from (${wanted}) order by place, claim_id limit ${page.limit} offset ${page.offset}
        ), known as (
          select institution_code, any_value(institution_name) as institution_name from institution
          where batch_to is null and institution_code in (select institution_code from page) group by institution_code
        )
        select claim_id, settled_at, insured_city, care_city, care_area, institution_code, institution_name, care_group, scheme, filing,
          total_cost, fund_total, fund_due, fund_difference, judged, reason, difference_class, materiality, responsible, explaining
        from page left join known using (institution_code) order by place, claim_id`,
  );
  return { claims, total };
}

/** Where a claim stands in a list, and who stands before and after it; null where it is not in the list. */
export interface Neighbours {
  position: number;
  total: number;
  previous: string | null;
  next: string | null;
}

export async function neighboursOf(
  reader: Reader,
  principal: Principal,
  { filter, kind, order }: ListQuery,
  claimId: string,
): Promise<Neighbours | null> {
  const place = raw(`{'place': ${orders[order]}, 'claim_id': claim_id}`);
  const rows = scoped(principal, "resettlement");
  const [found] = await reader.rows<Neighbours>(
    sql`with list as (select ${place} as spot from ${rows} where ${conditionOf(filter)} and ${kinds[kind]}),
        own as (select spot from list where spot.claim_id = ${claimId}),
        found as (
          select count(*) filter (list.spot <= own.spot) as position, count(*) as total,
            max(list.spot) filter (list.spot < own.spot) as previous, min(list.spot) filter (list.spot > own.spot) as next
          from list, own group by own.spot
        )
        select position, total, previous.claim_id as previous, next.claim_id as next from found`,
  );
  return found ?? null;
}
