import type { AuditResult, RuleResult } from "../../audit/run/audit.ts";
import { standingRun } from "../../audit/run/due.ts";
import { auditHouse } from "../audit-house.ts";
import { inBulk, names, storeCommand, text } from "../command.ts";
import { releaseRule } from "../release-rule.ts";

type Answer = { unchanged: false } & AuditResult;
interface Standing {
  unchanged: true;
  run: number;
}

/**
 * Runs the rules over the facts and writes their findings. Without `--full` a rule looks only at what changed since the last run of all rules where that
 * gives the same, and nothing is run where the last run still stands.
 */
export default storeCommand<Answer | Standing>({
  name: "audit",
  summary: "run the rules over all facts and write their findings",
  lane: inBulk,
  permission: ({ release }) => (release === undefined ? "jobs.run" : "rules.approve"),
  options: [
    { flags: "--rule <ids...>", about: "only these rules; findings of others stay as they are" },
    { flags: "--full", about: "look at all rows again, though neither rules nor facts changed" },
    { flags: "--release <id>", about: "let out what a held rule found in its last run, and run it" },
  ],
  async run(context, options) {
    const [only, released] = [names(options.rule), text(options.release)];
    if (released !== undefined) await releaseRule(context.house, context.principal, released);
    if (released !== undefined && !only.includes(released)) only.push(released);
    if (only.length === 0 && options.full !== true) {
      const run = await context.house.database.bulk(standingRun);
      if (run !== null) return { unchanged: true, run };
    }
    const asked = { only: only.length > 0 ? only : undefined, full: options.full === true };
    return { unchanged: false, ...(await auditHouse(context, asked)) };
  },
  failed: (answer) => !answer.unchanged && answer.rules.some(({ state }) => state === "failed"),
  print(answer) {
    if (answer.unchanged) return `run ${answer.run} still stands: neither rules nor facts changed since\n`;
    const found = answer.rules.reduce((sum, rule) => sum + rule.found, 0);
    return `${answer.rules.map(line).join("")}run ${answer.run}, ${answer.mode}, up to batch ${answer.asOf}: ${found} findings of ${answer.rules.length} rules\n`;
  },
});

function line(result: RuleResult) {
  const { rule, state, reason, reach, estimated, lookedAt, notApplicable, found, opened, changed, closed, seconds } =
    result;
  if (state === "failed") return `${rule}: failed: ${reason}\n`;
  if (reach === "stands") return `${rule}: stands; looked at ${lookedAt}, found ${found}\n`;
  const none = Object.entries(notApplicable).map(([why, rows]) => `${why} ${rows}`);
  const lacking = none.length > 0 ? `, not applicable: ${none.join(", ")}` : "";
  const held = state === "held" ? `; held: ${reason}` : "";
  const how = reach === "part" ? "again where it changed" : `plan ${estimated ?? "none"}`;
  return `${rule}: looked at ${lookedAt} (${how})${lacking}; found ${found} (${opened} new, ${changed} changed, ${closed} closed) in ${seconds} s${held}\n`;
}
