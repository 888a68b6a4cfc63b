import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { copyFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { type Column, type Dictionary, loadDictionary } from "../../store/dictionary.ts";
import { ident, join, literal, raw, type Sql, sql } from "../../store/sql.ts";
import { interleaved, type Measure, type MeasureOptions } from "../measure.ts";
import { inScratch, scratchConfig, withHouse } from "../scratch.ts";

const COLUMNS = 100;

/**
 * Loading a settlement file of 100 columns into a file database: the whole intake (spool, hash, encrypted raw copy, typing
 * and checking every cell, looking for corrections, journal, commit) beside DuckDB's own read-and-insert into a typed
 * table, commit included, and beside merely reading the file.
 */
export default {
  name: "load",
  about: "intake of a 100-column settlement file beside DuckDB's own read-and-insert",
  rows: 400_000,
  run: (options: MeasureOptions) =>
    inScratch(async (root) => {
      const dictionary = loadDictionary();
      const columns = hundredColumns(dictionary);
      const files = await writeFiles(root, columns, options.rows);
      const timings = await interleaved(
        {
          "parquet: read only": () => direct(root, columns, files.parquet, "read"),
          "parquet: DuckDB read-and-insert": () => direct(root, columns, files.parquet, "insert"),
          "parquet: intake": () => intake(root, files.parquet),
          "csv: read only": () => direct(root, columns, files.csv, "read"),
          "csv: DuckDB read-and-insert": () => direct(root, columns, files.csv, "insert"),
          "csv: intake": () => intake(root, files.csv),
          "csv: SHA-256 and copy only": () => hashAndCopy(root, files.csv),
        },
        options,
      );
      const of = (what: string) => timings.find((timing) => timing.what === what)?.median ?? Number.NaN;
      const share = (format: string) => of(`${format}: DuckDB read-and-insert`) / of(`${format}: intake`);
      return {
        timings,
        ratios: [
          {
            what: "parquet intake, share of DuckDB's speed",
            ratio: share("parquet"),
            target: "≥ 0.50",
            met: share("parquet") >= 0.5,
          },
          {
            what: "csv intake, share of DuckDB's speed",
            ratio: share("csv"),
            target: "≥ 0.40",
            met: share("csv") >= 0.4,
          },
        ],
      };
    }),
} satisfies Measure;

/** The columns of a settlement that have an official name, required and personal ones first, up to a hundred. */
function hundredColumns(dictionary: Dictionary): Column[] {
  const named = [...dictionary.table("settlement").columns.values()].filter(({ core }) => core.length > 0);
  const first = ({ required, personal }: Column) => Number(required || personal !== null);
  return named.sort((a, b) => first(b) - first(a)).slice(0, COLUMNS);
}

async function writeFiles(root: string, columns: Column[], rows: number) {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const cells = columns.map((column) => sql`${sampleCell(column)} as ${ident(column.core[0]!)}`);
  await connection.run(sql`create table sample as select ${join(cells)} from range(${raw(String(rows))}) as t(i)`.text);
  const parquet = path.join(root, "setl_d.parquet");
  const csv = path.join(root, "setl_d.csv");
  await connection.run(`copy sample to ${literal(parquet).text} (format parquet)`);
  await connection.run(`copy sample to ${literal(csv).text} (header)`);
  connection.closeSync();
  instance.closeSync();
  return { parquet, csv };
}

/** Three settlements a person, whose identity card holds an impossible division and a right check digit. */
const PERSON = "(i // 3)";
const CARD = `'99' || lpad((${PERSON} % 10000)::varchar, 4, '0') || strftime(date '1940-01-01' + (${PERSON} % 30000)::integer, '%Y%m%d')
  || lpad((${PERSON} // 10000 % 1000)::varchar, 3, '0')`;
const personal: Record<string, string> = {
  certificate_type: "'01'",
  certificate_no: `list_transform([${CARD}], lambda body: body
    || substr('10X98765432', list_sum([substr(body, k::integer, 1)::integer * (1 << (18 - k)::integer) for k in range(1, 18)])::integer % 11 + 1, 1))[1]`,
  insured_area: `['410100','110000','340100','310000'][1 + ${PERSON} % 4]`,
  person_no: `'P' || lpad(${PERSON}::varchar, 12, '0')`,
  person_name: `'示例' || ${PERSON}::varchar`,
};

/** A plausible value for row `i`: as many different values as the real column has, roughly. */
function sampleCell({ name, type, max }: Column): Sql {
  if (personal[name]) return raw(personal[name]);
  if (type.length !== undefined && type.length < 6) return raw("(1 + i % 2)::varchar");
  switch (type.kind) {
    case "date":
      return raw("date '2021-01-01' + (i % 330)::integer");
    case "timestamp":
      return raw("timestamp '2021-01-01 08:00:00' + to_seconds(i % 28000000)");
    case "code":
      return /area/.test(name) ? raw("['410100','110000','340100','310000'][1 + i % 4]") : raw("(1 + i % 2)::varchar");
    case "text":
      return /_id$|_no$/.test(name) ? literalNumber(name) : raw("'示例' || (i % 500)::varchar");
    case "boolean":
      return raw("i % 2 = 0");
    case "integer":
      return raw("(1 + i % 40)::bigint");
    case "money":
      return raw("((i * 7919) % 9000000 / 100)::decimal(16,2)");
    default:
      return raw(`(${max === 1 ? "(i % 100) / 100.0" : "i % 90"})::${type.sql}`);
  }
}

function literalNumber(name: string): Sql {
  const width = 18;
  return sql`${literal(name.slice(0, 2).toUpperCase())} || lpad(i::varchar, ${raw(String(width))}, '0')`;
}

async function direct(root: string, columns: Column[], file: string, mode: "read" | "insert"): Promise<void> {
  const database = path.join(root, "direct.duckdb");
  const instance = await DuckDBInstance.create(database, { wal_autocheckpoint: "256MB" });
  const connection = await instance.connect();
  const types = columns.map(({ core, type }) => sql`${literal(core[0]!)}: ${literal(type.sql)}`);
  const source = file.endsWith(".csv")
    ? sql`read_csv(${literal(file)}, header=true, auto_detect=false, delim=',', quote='"', columns={${join(types)}})`
    : sql`read_parquet(${literal(file)})`;
  if (mode === "read") {
    const sums = columns.map(({ core }) => sql`count(${ident(core[0]!)})`);
    await connection.run(sql`select ${join(sums)} from ${source}`.text);
  } else {
    const definitions = columns.map(({ core, type }) => sql`${ident(core[0]!)} ${raw(type.sql)}`);
    await connection.run(sql`create table target (${join(definitions)})`.text);
    await connection.run(sql`insert into target select * from ${source}`.text);
  }
  connection.closeSync();
  instance.closeSync();
  for (const suffix of ["", ".wal"]) await rm(`${database}${suffix}`, { force: true });
}

/** The house is opened and closed outside of what the target speaks of, but inside the time: it costs us, not the baseline. */
async function intake(root: string, file: string): Promise<void> {
  const config = scratchConfig(root, "intake");
  await withHouse(config, async (house) => {
    const [record] = await house.intake.load({
      input: file,
      source: path.basename(file),
      reporter: "insured",
      actor: "bench",
    });
    if (record?.accepted !== record?.read) throw new Error(`only ${record?.accepted} of ${record?.read} were accepted`);
  });
  await rm(config.dataDir, { recursive: true, force: true });
}

async function hashAndCopy(root: string, file: string): Promise<void> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(chunk);
  await copyFile(file, path.join(root, "copy"));
  await writeFile(path.join(root, "copy.sha256"), hash.digest("hex"));
}
