import type { DuckDBConnection } from "@duckdb/node-api";
import type { Catalogue } from "../../../datasets/catalogue/catalogue.ts";
import { execute } from "../../store/database.ts";
import { raw, sql } from "../../store/sql.ts";
import { chargeRows } from "./charge-rows.ts";
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
 *       on own.charge = charge_key(nation.item, nation.grain, province, scheme, tier) and line.day between own.valid_from and own.valid_to
 *
 * with `coalesce(own.first_pay_ratio, nation.first_pay_ratio)` and so on; `nation.item` null: not in the catalogue on that day. `charge_key` (a macro made
 * beside the table) gives item × 1024 + place: place = province's two digits × 8 + 4 for scheme 390 + tier, without scheme and tier for an item that no
 * province tells apart by them (`grain` 1), and null for one that no province changes (`grain` 0), so that its lines skip the second join.
 * `valid_to` 9999-12-31 is open. `province` is that of the side the policy version names for the route (catalogue_direct, catalogue_manual).
 */
export async function loadCharges(connection: DuckDBConnection, catalogue: Catalogue): Promise<void> {
  await execute(connection, raw(`create or replace macro charge_key(item, grain, province, scheme, tier) as ${key}`));
  await execute(
    connection,
    sql`create or replace table catalogue_charge as
      select case when area = '000000' then item::bigint * 1024 else charge_key(item, grain, area, scheme, tier) end as charge, *
      from ${rowsOf(shape, [...chargeRows(catalogue)])} order by charge, valid_from`,
  );
}

/** Null where scheme or tier is needed and not known: the nation's row counts then. */
const key = `case grain
  when 1 then item::bigint * 1024 + left(province, 2)::integer * 8
  when 2 then item::bigint * 1024 + left(province, 2)::integer * 8 + case scheme when '390' then 4 else 0 end + tier::integer
end`;
