import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { idOf } from "../../audit/life/house-sources.ts";
import { fail } from "../../errors.ts";
import { checkPath } from "../../intake/spool.ts";
import { saveDraft } from "../act-on-rule.ts";
import { text } from "../command.ts";
import { rulesAction } from "../rules-action.ts";

/** Keeps a file as the draft of the rule it is named after. */
export default rulesAction<{ action: "draft"; rule: string; act: number; at: string }>({
  name: "draft",
  about: "draft FILE",
  options: [{ flags: "--reason <text>", about: "draft: why" }],
  lane: "read",
  async prepared([file], options) {
    if (file === undefined) throw fail("request.invalid", { where: "rules draft", expected: "a file", got: "nothing" });
    await checkPath(file, "file");
    return { ...options, arguments: ["draft", idOf(basename(file))], text: await readFile(file, "utf8") };
  },
  async run({ house, principal }, [rule = ""], options) {
    const reason = text(options.reason);
    if (!reason)
      throw fail("request.invalid", { where: "--reason", expected: "why the rule is changed", got: "nothing" });
    return {
      action: "draft",
      rule,
      ...(await saveDraft(house, principal, rule, { text: text(options.text) ?? "", reason })),
    };
  },
  print: ({ rule, act }) => `${rule}: draft ${act} kept; move it in the pages of the rules\n`,
});
