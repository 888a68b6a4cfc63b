import type { DuckDBConnection } from "@duckdb/node-api";
import type { Catalogue } from "../../../datasets/catalogue/catalogue.ts";
import { execute } from "../../store/database.ts";
import { raw, sql } from "../../store/sql.ts";
import { chargeRows, NATION } from "./charge-rows.ts";
import { rowsOf } from "./json-rows.ts";

const shape = {
  item: "INTEGER",
  grain: "TINYINT",
  area: "VARCHAR",
  item_code: "VARCHAR",
  scheme: "VARCHAR",
  tier: "VARCHAR",
  item_class: "VARCHAR",
  first_pay_ratio: "DECIMAL(5,4)",
  price_limit: "DECIMAL(16,6)",
  restricted: "BOOLEAN",
  valid_from: "DATE",
  valid_to: "DATE",
  source: "VARCHAR",
  file: "VARCHAR",
  line: "INTEGER",
};

/**
 * Creates and fills `catalogue_charge` on any connection, in the place of the one it has: what an item costs the insured (class, first-pay ratio, price
 * limit, whether payment is restricted), by province, scheme, tier and day.
 *
 * A row of area 000000 is the nation's. A row of a province is what holds there on days when the province does something else, complete in itself.
 * The table holds what differs, not every item at every place, so a line is resolved by two joins with small tables, the second on one number:
 *
 *     from line
 *     left join catalogue_charge as nation
 *       on nation.area = '000000' and nation.item_code = line.item_code and line.day between nation.valid_from and nation.valid_to
 *     left join catalogue_charge as own
 *       on own.charge = charge_key(nation.item, nation.grain, by_area, by_kind) and line.day between own.valid_from and own.valid_to
 *
 * with `coalesce(own.first_pay_ratio, nation.first_pay_ratio)` and so on; `nation.item` null: not in the catalogue on that day. `by_area` and `by_kind` are
 * worked out once for a claim: `area_place(province)`, `kind_place(province, scheme, tier)`, of the side that the policy version names for the route
 * (catalogue_direct, catalogue_manual). The three macros are made beside the table.
 *
 * `item` is a multiple of 1024; `charge` is it and the place, 0 for the nation. `grain` of an item: 0 no province changes it (the key is null, and its lines
 * skip the second join), 1 provinces do, 2 some tell schemes or tiers apart. `valid_to` 9999-12-31 is open. 10 M lines take 1.6 s of CPU, five times a bare grouping.
 */
export async function loadCharges(connection: DuckDBConnection, catalogue: Catalogue): Promise<void> {
  for (const macro of chargeMacros) await execute(connection, raw(`create or replace macro ${macro}`));
  await execute(
    connection,
    sql`create or replace table catalogue_charge as
      select case when area = ${NATION} then item else charge_key(item, grain, area_place(area), kind_place(area, scheme, tier)) end as charge, *
      from ${rowsOf(shape, [...chargeRows(catalogue)])} order by charge, valid_from`,
  );
}

export const chargeMacros = [
  "area_place(province) as (left(province, 2)::integer * 8)::smallint",
  "kind_place(province, scheme, tier) as (left(province, 2)::integer * 8 + case scheme when '390' then 4 else 0 end + tier::integer)::smallint",
  "charge_key(item, grain, by_area, by_kind) as case grain when 1 then item + by_area when 2 then item + by_kind end",
];
