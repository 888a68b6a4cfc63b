import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type RuleSource, ruleSources } from "../../audit/rule/rule-sources.ts";
import { type RuleResult, runAudit, STATEMENT_LIMIT_MS } from "../../audit/run/audit.ts";
import { readLibrary } from "../../audit/run/library.ts";
import { reviewedFindings } from "../../audit/run/reviewed.ts";
import { fail } from "../../errors.ts";
import { catchUpFacts } from "../../facts/fact.ts";
import { derivedFacts } from "../../jobs/after-load.ts";
import type { House } from "../../jobs/house.ts";
import { findSources } from "../../jobs/sources.ts";
import { putInForce } from "../../settle/policies/in-force.ts";
import { shippedSources } from "../../settle/policies/sources.ts";
import { nationalPrincipal } from "../../store/principal.ts";
import { sql } from "../../store/sql.ts";
import type { Proof, ProofOptions, ProofTable } from "../proof.ts";
import { inScratch, scratchConfig, withHouse } from "../scratch.ts";

/** Where the claims lie when nothing else is said: beside the project, of which they are no part. */
const beside = fileURLToPath(new URL("../../../../shared/data/datasus-aih", import.meta.url));
const CLAIMS = 10_000;
const SHOWN = 40;

/**
 * Real claims of another country, loaded by the layout `datasus-aih`: every rule says what it looked at, why it does not apply, or what it found. They are
 * of one state, so rules across provinces cannot speak: some read municipalities where they say provinces, and a probe of each shape stands in `../aih`.
 * What thirty of the findings are was looked at by hand: `aih.md`.
 */
export default {
  name: "aih",
  about: "10,000 real claims of another country: which rules apply, why the others do not, what they find",
  run: (options: ProofOptions) =>
    inScratch((root) =>
      withHouse(scratchConfig(root), async (house) => {
        const from = options.from ?? beside;
        if (!existsSync(from)) throw fail("request.invalid", { where: "--from", expected: "a folder", got: from });
        let read = 0;
        for (const { path: input, name } of await findSources([from])) {
          if (!name.endsWith(".csv")) continue;
          const records = await house.intake.load({ input, source: name, reporter: "unknown", actor: "proof" });
          read += records.reduce((sum, { table, accepted }) => sum + (table === "settlement" ? accepted : 0), 0);
        }
        await house.database.bulk(async (connection) => {
          await putInForce(connection, shippedSources(), house.folder.stage);
          await catchUpFacts(connection, await derivedFacts());
        });
        const rules = await audited(house, options);
        const titles = await house.database.bulk(async (connection) => {
          const library = await readLibrary(connection, sources());
          return new Map(library.rules.map(({ id, compiled }) => [id, compiled.rule.title.zh]));
        });
        const found = await house.database.read(nationalPrincipal, (reader) =>
          reader.rows<{ rule: string; subject: string; shown: string }>(sql`
            select rule, subject, array_to_string(shown[:2], ' ') as shown from ${reviewedFindings(nationalPrincipal)}
            where state <> 'closed' order by rule, sha256(finding) limit ${SHOWN}`),
        );
        const silent = rules.filter(({ lookedAt }) => lookedAt === 0);
        return {
          counts: {
            claims: read,
            rules: rules.length,
            "rules that apply": rules.length - silent.length,
            "rules that do not, with the reason": silent.filter((rule) => reasonOf(rule) !== "").length,
            "rules without a row of their kind": silent.filter((rule) => reasonOf(rule) === "").length,
            findings: rules.reduce((sum, rule) => sum + rule.found, 0),
          },
          tables: [ruleTable(rules, titles), foundTable(found)],
          failures: [
            ...(read === CLAIMS ? [] : [`${read} claims were accepted, expected ${CLAIMS}`]),
            ...rules.flatMap(({ rule, state, reason }) =>
              state === "failed" || state === "held" ? [`${rule} ${state}: ${reason}`] : [],
            ),
          ],
        };
      }),
    ),
} satisfies Proof;

/** Rules on stays that say a municipality as well as they say a province. */
const near = /\/XR-(01|02|04|23)\.yaml$/;
const probes = new URL("../aih/", import.meta.url);

/** The shipped rules; those on provinces once more on municipalities, under an id of their own; and probes of each shape. */
function sources(): RuleSource[] {
  const shipped = ruleSources();
  const nearer = shipped
    .filter(({ file }) => near.test(`/${file}`))
    .map(({ file, text }) => ({
      file: file.replace(/\.yaml$/, "-NEAR.yaml"),
      text: text.replace(/^id: (.*)$/m, "id: $1-NEAR").replaceAll("care_province", "care_city"),
    }));
  const probing = readdirSync(probes).map((name) => ({
    file: `aih/${name}`,
    text: readFileSync(new URL(name, probes), "utf8"),
  }));
  return [...shipped, ...nearer, ...probing];
}

async function audited(house: House, { signal, progress }: ProofOptions): Promise<RuleResult[]> {
  const { rules } = await house.database.bulk((connection) =>
    runAudit(connection, {
      actor: "proof",
      sources: sources(),
      signal,
      limitMs: STATEMENT_LIMIT_MS,
      now: () => new Date(),
      clock: () => performance.now(),
      onStep: (ids, done, total) => progress({ phase: "audit", subject: ids.join(", "), done, total }),
    }),
  );
  return rules;
}

const reasonOf = ({ reason, notApplicable }: RuleResult) =>
  reason ??
  Object.entries(notApplicable)
    .sort(([, a], [, b]) => b - a)
    .map(([reason, rows]) => `${reason} ${rows}`)
    .join(", ");

function ruleTable(rules: readonly RuleResult[], titles: ReadonlyMap<string, string>): ProofTable {
  const rows = rules.map((each) => [each.rule, each.lookedAt, each.found, reasonOf(each), titles.get(each.rule) ?? ""]);
  return { title: "rules", columns: ["rule", "looked at", "found", "not applicable", "title"], rows };
}

function foundTable(found: readonly { rule: string; subject: string; shown: string }[]): ProofTable {
  const rows = found.map(({ rule, subject, shown }) => [rule, subject, shown]);
  return { title: "findings, some of them", columns: ["rule", "subject", "shown"], rows };
}
