import { coverRules } from "../../audit/coverage/coverage.ts";
import type { Coverage } from "../../audit/coverage/coverage-answer.ts";
import { rulesAction } from "../rules-action.ts";

/** What a house's rules make of the 88 official classes. A class that nobody accounts for is a failure. */
export default rulesAction<{ action: "coverage" } & Coverage>({
  name: "coverage",
  about: "coverage",
  lane: "read",
  async run({ house, principal }) {
    const told = await house.database.read(principal, (reader) => coverRules(reader, principal));
    return { action: "coverage", ...told };
  },
  failed: ({ states }) => (states.missing ?? 0) > 0,
  print({ states, classes }) {
    const lines = classes.map((each) =>
      [
        each.number,
        each.state,
        each.points ?? "—",
        each.settlements ?? "—",
        each.yuan ?? "—",
        each.findings,
        each.title.zh,
        each.rules.map(({ id }) => id).join(" ") || (each.notComputable?.zh ?? "—"),
      ].join("\t"),
    );
    const counted = Object.entries(states).map(([state, n]) => `${state} ${n}`);
    return `number\tstate\tpoints\tsettlements\tyuan\tfindings\ttitle\trules\n${lines.join("\n")}\n${classes.length} classes: ${counted.join(", ")}\n`;
  },
});
