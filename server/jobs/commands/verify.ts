import { fail } from "../../errors.ts";
import { verifyJournal } from "../../journal/journal.ts";
import { dataFolder } from "../../store/folder.ts";
import { plainCommand, text } from "../command.ts";

interface Verified {
  what: "journal";
  file: string;
  entries: number;
  head: string;
}

/** Checks what must not have been tampered with. Reads only; needs neither key nor database. */
export default plainCommand<Verified>({
  name: "verify",
  summary: "check the journal's chain from its first entry",
  arguments: { form: "<what>", about: "journal" },
  async run({ config }, options) {
    const what = text(options.arguments);
    if (what !== "journal")
      throw fail("request.invalid", { where: "verify", expected: "journal", got: what ?? "nothing" });
    const file = dataFolder(config.dataDir).journal;
    return { what, file, ...(await verifyJournal(file)) };
  },
  print: ({ file, entries, head }) => `${file}: ${entries} entries, unbroken; head ${head}\n`,
});
