import { writeFile } from "node:fs/promises";
import { lockFile, type Relocked, readLock, relock, writtenLock } from "../../audit/rule/rule-lock.ts";
import { ruleSources } from "../../audit/rule/rule-sources.ts";
import { names } from "../command.ts";
import { rulesAction } from "../rules-action.ts";

type Locked = { action: "lock"; rules: number } & Omit<Relocked, "lock">;

/** Writes which content each version of a shipped rule has. A changed content needs a new version first. */
export default rulesAction<Locked>({
  name: "lock",
  about: "lock",
  options: [
    { flags: "--amend <ids...>", about: "lock: rules whose version was never released: take their content as it is" },
  ],
  lane: "read",
  async alone(_, options) {
    const { lock, ...changes } = relock(ruleSources(), readLock(), new Set(names(options.amend)));
    await writeFile(lockFile, writtenLock(lock));
    return { action: "lock", rules: Object.keys(lock).length, ...changes };
  },
  print({ rules, added, raised, amended, dropped }) {
    const told = Object.entries({ added, raised, amended, dropped }).filter(([, ids]) => ids.length > 0);
    return `${told.map(([what, ids]) => `${what}: ${ids.join(", ")}\n`).join("")}${rules} rules locked\n`;
  },
});
