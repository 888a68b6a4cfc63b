import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fail } from "../../errors.ts";
import { expectationText } from "../../intake/expectation.ts";
import type { Reject } from "../../intake/prepared.ts";
import { sql } from "../../store/sql.ts";
import { atOnce, storeCommand, text } from "../command.ts";

interface Exported {
  what: "rejects";
  batch: number;
  records: number;
  out: string;
  /** The first of them with what is wrong. */
  wrong: Reject[];
}

const SHOWN = 20;

/** Writes the refused records of a batch as they came, with the header: mended, they can be loaded again. */
export default storeCommand<Exported>({
  name: "export",
  summary: "write the rejected records of a batch, to be mended and loaded again",
  lane: atOnce,
  arguments: { form: "<what>", about: "rejects" },
  options: [
    { flags: "--batch <n>", about: "number of the batch" },
    { flags: "--out <file>", about: "file to write", path: true },
  ],
  async run({ house, principal }, options) {
    const what = text(options.arguments);
    const out = text(options.out);
    if (what !== "rejects")
      throw fail("request.invalid", { where: "export", expected: "rejects", got: what ?? "nothing" });
    if (out === undefined) throw fail("request.invalid", { where: "--out", expected: "a file", got: "nothing" });
    const record = house.batches.get(Number(text(options.batch)));
    const rows = await house.database.read(principal, (reader) =>
      reader.rows<Reject>(
        sql`select record, line, column_name as "column", code, value, expected from reject
            where batch = ${record.batch} order by record, column_name`,
      ),
    );
    const lines = new Set(rows.map(({ line }) => line));
    const { batch } = record;
    await house.journal.append(principal.id, "rejects.exported", { batch });
    const pieces = house.intake.rejectedText(record, lines);
    await pipeline(Readable.from(pieces), createWriteStream(out, { mode: 0o600 }));
    return { what, batch, records: lines.size, out, wrong: rows.slice(0, SHOWN) };
  },
  print({ records, batch, out, wrong }) {
    const reasons = wrong.map(
      ({ line, column, code, value, expected }) =>
        `line ${line}${column === null ? "" : `, ${column}`}: ${code}${value === null ? "" : `, got ${value}`}, expected ${expectationText(expected)}`,
    );
    return `${[`${out}: ${records} rejected records of batch ${batch}`, ...reasons].join("\n")}\n`;
  },
});
