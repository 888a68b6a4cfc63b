import { fail } from "../errors.ts";
import { type CodeTable, faultColumn, type Table } from "./dictionary-types.ts";

/** Columns the store adds to every versioned table; a key may name them. */
export const systemColumns = ["reported_by", "batch_from", "batch_to"] as const;

/** Checks what spans columns or files: keys, code tables, official names used twice. Throws `dictionary.invalid`. */
export function checkDictionary(tables: ReadonlyMap<string, Table>, codes: ReadonlyMap<string, CodeTable>): void {
  const officialTables = new Map<string, string>();
  for (const table of tables.values()) {
    checkColumns(table, codes);
    for (const layer of ["core", "interface"] as const) checkNames(table, layer);
    for (const name of new Set([table.name, ...table.official.core, ...table.official.interface])) {
      const other = officialTables.get(name);
      if (other) throw wrong(table, `official ${name}`, "a name used by one table", `also ${other}`);
      officialTables.set(name, table.name);
    }
  }
}

function checkColumns(table: Table, codes: ReadonlyMap<string, CodeTable>): void {
  const versioned = table.kind !== "system";
  for (const name of systemColumns) {
    if (versioned && table.columns.has(name)) throw wrong(table, name, "no column of the store's own", "one");
  }
  for (const name of table.key) {
    const column = table.columns.get(name);
    if (!column && !(versioned && name === "reported_by")) throw wrong(table, "key", "a column", name);
    if (column && versioned && !column.required) throw wrong(table, name, "required: true on a key column", "not");
    if (column?.storage === "none") throw wrong(table, name, "a stored column in the key", "one that is not stored");
  }
  if (table.newerBy !== null && !table.columns.has(table.newerBy)) {
    throw wrong(table, "newer_by", "a column", table.newerBy);
  }
  for (const column of table.columns.values()) {
    if (column.codes !== null && !codes.has(column.codes)) {
      throw wrong(table, column.name, "a file in codes/", column.codes);
    }
    const fault = faultColumn(column);
    if (fault !== null && table.columns.has(fault)) throw wrong(table, fault, "no column of the store's own", "one");
    if (column.type.kind === "money" && column.unit === null) throw wrong(table, column.name, "a unit", "none");
  }
}

/** A header name must lead to one column. A column without official names answers to its own. */
function checkNames(table: Table, layer: "core" | "interface"): void {
  const seen = new Map<string, string>();
  for (const column of table.columns.values()) {
    const ours = column.core.length === 0 && column.interface.length === 0;
    for (const name of ours ? [column.name] : column[layer]) {
      const other = seen.get(name);
      if (other) throw wrong(table, column.name, `a ${layer} name of one column`, `${name}, also ${other}`);
      seen.set(name, column.name);
    }
  }
}

function wrong(table: Table, where: string, expected: string, got: string) {
  return fail("dictionary.invalid", { file: `${table.name}.yaml`, where, expected, got });
}
