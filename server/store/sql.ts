import type { DuckDBValue } from "@duckdb/node-api";

/** A piece of SQL with its bound values. Values are never concatenated into the text. */
export class Sql {
  readonly text: string;
  readonly values: readonly DuckDBValue[];

  constructor(text: string, values: readonly DuckDBValue[] = []) {
    this.text = text;
    this.values = values;
  }
}

/** Tagged template: an interpolated `Sql` is spliced, anything else becomes a bound value (`?`). */
export function sql(strings: TemplateStringsArray, ...parts: (Sql | DuckDBValue)[]): Sql {
  let text = strings[0] ?? "";
  const values: DuckDBValue[] = [];
  parts.forEach((part, i) => {
    if (part instanceof Sql) {
      text += part.text;
      values.push(...part.values);
    } else {
      text += "?";
      values.push(part);
    }
    text += strings[i + 1] ?? "";
  });
  return new Sql(text, values);
}

/** A quoted identifier. */
export function ident(name: string): Sql {
  return new Sql(`"${name.replaceAll('"', '""')}"`);
}

/** A quoted text literal, for the places where DuckDB takes no bound value (DDL, table functions in CREATE TABLE AS). */
export function literal(value: string): Sql {
  if (value.includes("\0")) throw new TypeError("a text literal cannot hold a NUL byte");
  return new Sql(`'${value.replaceAll("'", "''")}'`);
}

/** Trusted text: constants of this code base only, never input. */
export function raw(text: string): Sql {
  return new Sql(text);
}

export function join(parts: readonly (Sql | DuckDBValue)[], separator = ", "): Sql {
  const out: string[] = [];
  const values: DuckDBValue[] = [];
  for (const part of parts) {
    if (part instanceof Sql) {
      out.push(part.text);
      values.push(...part.values);
    } else {
      out.push("?");
      values.push(part);
    }
  }
  return new Sql(out.join(separator), values);
}
