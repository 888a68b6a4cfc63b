import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fail } from "../../errors.ts";
import { sql } from "../../store/sql.ts";
import { atOnce, storeCommand, text } from "../command.ts";

interface Exported {
  what: "rejects";
  batch: number;
  records: number;
  out: string;
}

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
      reader.rows<{ line: number }>(sql`select distinct line from reject where batch = ${record.batch} order by line`),
    );
    const { batch } = record;
    await house.journal.append(principal.id, "rejects.exported", { batch });
    const pieces = house.intake.rejectedText(record, new Set(rows.map(({ line }) => line)));
    await pipeline(Readable.from(pieces), createWriteStream(out, { mode: 0o600 }));
    return { what, batch, records: rows.length, out };
  },
  print: ({ records, batch, out }) => `${out}: ${records} rejected records of batch ${batch}\n`,
});
