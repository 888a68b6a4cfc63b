import type { DuckDBConnection } from "@duckdb/node-api";
import { type Catalogue, originOf } from "../../../datasets/catalogue/catalogue.ts";
import type { CatalogueItem } from "../../../datasets/catalogue/columns.ts";
import { execute } from "../../store/database.ts";
import { sql } from "../../store/sql.ts";
import { rowsOf } from "./json-rows.ts";

const texts = [
  "area",
  "item_code",
  "item_name",
  "list_type",
  "item_class",
  "charge_class",
  "specification",
  "dosage_form",
  "unit",
] as const;
const shape = {
  ...Object.fromEntries(texts.map((name) => [name, "VARCHAR"])),
  pack_size: "DECIMAL(16,4)",
  price_limit: "DECIMAL(16,6)",
  first_pay_ratio: "DECIMAL(5,4)",
  restriction: "VARCHAR",
  special_drug: "VARCHAR",
  valid_from: "DATE",
  valid_to: "DATE",
  source: "VARCHAR",
  confidence: "VARCHAR",
  file: "VARCHAR",
  line: "INTEGER",
};

/** Creates and fills `catalogue_item`, the national list as it stands in its file, in the place of the one the connection has. */
export async function loadItems(connection: DuckDBConnection, { items }: Catalogue): Promise<void> {
  const rows = items.map((item) => ({ ...stated(item), ...originOf(item) }));
  await execute(connection, sql`create or replace table catalogue_item as from ${rowsOf(shape, rows)}`);
}

/** Empty cells say nothing. */
const stated = (item: CatalogueItem) => Object.fromEntries(Object.entries(item).filter(([, cell]) => cell !== ""));
