import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type KnowledgeUser, knowledgeUsers } from "../../audit/knowledge-users.ts";
import { ruleSources } from "../../audit/rule/rule-sources.ts";
import { runAudit, STATEMENT_LIMIT_MS } from "../../audit/run/audit.ts";
import { fail } from "../../errors.ts";
import { catchUpFacts } from "../../facts/fact.ts";
import { derivedFacts } from "../../jobs/after-load.ts";
import type { House } from "../../jobs/house.ts";
import { loadKnowledge } from "../../jobs/load-knowledge.ts";
import { knowledgeClasses } from "../../knowledge/knowledge-class.ts";
import { putInForce } from "../../settle/policies/in-force.ts";
import { shippedSources } from "../../settle/policies/sources.ts";
import { nationalPrincipal } from "../../store/principal.ts";
import { loadBills, settlementOf } from "../knowledge/known-bills.ts";
import { casesOf, type KnownCase, pairsOf } from "../knowledge/known-case.ts";
import { knownPoints } from "../knowledge/known-points.ts";
import type { Proof, ProofOptions, ProofTable } from "../proof.ts";
import { inScratch, scratchConfig, withHouse } from "../scratch.ts";

/** Where the published tables lie when nothing else is said: beside the project, of which they are no part. */
const beside = fileURLToPath(new URL("../../../../shared/data/nhsa-two-libraries", import.meta.url));
/** Points of each kind that bills are made of. */
const EACH = 12;

interface Found {
  rule: string;
  claims: string[];
}

/**
 * Published tables loaded whole, bills made with their real codes, a stay that breaks a point and an innocent twin of it, and the official rules run over
 * them: every table finds, and no twin is flagged by any of these rules.
 */
export default {
  name: "knowledge",
  about:
    "published knowledge loaded whole; bills with its real codes are found in every class, their innocent twins in none",
  run: (options: ProofOptions) =>
    inScratch((root) =>
      withHouse(scratchConfig(root), async (house) => {
        const from = options.from ?? beside;
        if (!existsSync(from)) throw fail("request.invalid", { where: "--from", expected: "a folder", got: from });
        const { progress, signal } = options;
        const context = { house, config: house.config, principal: nationalPrincipal, progress, signal };
        await house.database.bulk((connection) => putInForce(connection, shippedSources(), house.folder.stage));
        const { read, accepted, duplicate, replaced, rejected, points } = await loadKnowledge(context, [from], {
          ...{ batch: null, published: null, layout: null },
        });
        const cases = await makeCases(house, Math.max(1, Math.round(EACH * options.size)));
        const lines = await loadBills(house, cases);
        const { users, rules, found } = await audited(house, options);
        const rows = classRows(cases, found, users);
        return {
          counts: {
            "rows read": read,
            accepted,
            duplicate,
            replaced,
            rejected,
            points,
            cases: cases.length,
            lines,
            rules: rules.length,
            findings: found.length,
          },
          tables: [tableOfRows(rows)],
          failures: [
            ...(read === accepted + duplicate + replaced + rejected ? [] : ["rows are not all accounted for"]),
            ...(rejected === 0 ? [] : [`${rejected} published rows were refused`]),
            ...rows.flatMap(({ knowledge, guilty, hit }) =>
              hit === guilty && guilty > 0 ? [] : [`${knowledge}: ${hit} of ${guilty} found`],
            ),
            ...rows.flatMap(({ knowledge, flagged }) =>
              flagged.map((why) => `${knowledge}: a twin is flagged by ${why}`),
            ),
            ...rules.flatMap(({ rule, state, reason }) => (state !== "done" ? [`${rule} ${state}: ${reason}`] : [])),
          ],
        };
      }),
    ),
} satisfies Proof;

async function makeCases(house: House, most: number): Promise<KnownCase[]> {
  const classes = knowledgeClasses().filter(({ name }) => name in pairsOf);
  return house.database.read(nationalPrincipal, async (reader) => {
    const cases: KnownCase[] = [];
    for (const each of classes)
      for (const point of await knownPoints(reader, each, classes, most)) cases.push(...casesOf(each.name, point));
    return cases;
  });
}

/** The official rules that look these classes up, over the facts of the bills. */
async function audited(house: House, { signal, progress }: ProofOptions) {
  const shipped = ruleSources();
  const users = knowledgeUsers(shipped.filter(({ file }) => file.startsWith("official/")));
  const only = [...new Set(Object.keys(pairsOf).flatMap((name) => (users.get(name) ?? []).map(({ id }) => id)))];
  return house.database.bulk(async (connection) => {
    await catchUpFacts(connection, await derivedFacts());
    const { rules } = await runAudit(connection, {
      ...{ actor: "proof", sources: shipped, only, signal, limitMs: STATEMENT_LIMIT_MS },
      ...{ now: () => new Date(), clock: () => performance.now() },
      onStep: (names, done, total) => progress({ phase: "audit", subject: names.join(", "), done, total }),
    });
    const result = await connection.runAndReadAll("select rule, claims from finding where state <> 'closed'");
    return {
      users,
      rules: rules.filter(({ rule }) => only.includes(rule)),
      found: result.getRowObjectsJson() as unknown as Found[],
    };
  });
}

interface ClassRow {
  knowledge: string;
  guilty: number;
  hit: number;
  twins: number;
  flagged: string[];
  rules: string[];
}

/** A stay is found where a rule of its class finds it; a twin is flagged by whatever rule. */
function classRows(
  cases: readonly KnownCase[],
  found: readonly Found[],
  users: ReadonlyMap<string, readonly KnowledgeUser[]>,
): ClassRow[] {
  const rulesOf = (at: number) => [
    ...new Set(
      found.filter(({ claims }) => claims.some((claim) => claim.includes(settlementOf(at)))).map(({ rule }) => rule),
    ),
  ];
  return Object.keys(pairsOf).map((knowledge) => {
    const theirs = new Set((users.get(knowledge) ?? []).map(({ id }) => id));
    const own = cases.flatMap((each, at) => (each.knowledge === knowledge ? [{ ...each, rules: rulesOf(at) }] : []));
    const [guilty, twins] = [own.filter((each) => each.guilty), own.filter((each) => !each.guilty)];
    return {
      ...{
        knowledge,
        guilty: guilty.length,
        hit: guilty.filter(({ rules }) => rules.some((rule) => theirs.has(rule))).length,
        twins: twins.length,
      },
      flagged: twins.flatMap(({ rules, lines }) =>
        rules.length > 0 ? [`${rules.join(", ")} (${lines[0]!.item})`] : [],
      ),
      rules: [...new Set(guilty.flatMap(({ rules }) => rules))].filter((rule) => theirs.has(rule)).sort(),
    };
  });
}

const tableOfRows = (rows: readonly ClassRow[]): ProofTable => ({
  title: "by class",
  columns: ["knowledge", "breaking", "found", "twins", "flagged", "by"],
  rows: rows.map(({ knowledge, guilty, hit, twins, flagged, rules }) => [
    knowledge,
    guilty,
    hit,
    twins,
    flagged.length,
    rules.join(" "),
  ]),
});
