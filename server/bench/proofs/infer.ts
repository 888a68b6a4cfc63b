import { mkdir } from "node:fs/promises";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { holds, type ReadPolicy, readPolicy } from "../../../datasets/policies/policies.ts";
import type { Scheme } from "../../../datasets/policies/policy-schema.ts";
import { catchUpFacts, facts } from "../../facts/fact.ts";
import { regionSeed } from "../../facts/regions.ts";
import { createDatabase } from "../../jobs/projection.ts";
import { type Evidence, evidenceOf, gatherEvidence } from "../../settle/inference/evidence.ts";
import { placeOf } from "../../settle/inference/infer.ts";
import { knownAnswer } from "../../settle/inference/known-answer.ts";
import { knownPolicies } from "../../settle/inference/known-policies.ts";
import type { KnownRow } from "../../settle/inference/known-row.ts";
import { LEAST } from "../../settle/inference/mode.ts";
import type { Proposal } from "../../settle/inference/proposal.ts";
import { propose } from "../../settle/inference/propose.ts";
import { knownRows } from "../../settle/inference/recovered.ts";
import { putInForce } from "../../settle/policies/in-force.ts";
import { placesOf } from "../../settle/policies/places.ts";
import { policiesOf, shippedSources } from "../../settle/policies/sources.ts";
import { Database, execute } from "../../store/database.ts";
import { loadDictionary } from "../../store/dictionary.ts";
import { dataFolder } from "../../store/folder.ts";
import { join, literal, sql } from "../../store/sql.ts";
import { fillWithCopies } from "../copies.ts";
import { type Proof, type ProofOptions, seededRandom, shuffled } from "../proof.ts";
import { inScratch, scratchConfig } from "../scratch.ts";

const STAYS = 2_000_000;
/** Generated at once; more are copies of these. */
const GENERATED = 500_000;
/** Below, only policies with a known answer are tried: generating takes minutes. */
const SMALLEST = 0.01;
/** The part of rows with settlements enough that has to come back. */
const TARGET = 0.95;
const SHOWN = 40;

/**
 * Policies come back from settlements alone. Of policies with a known answer every row that must be found is, and what must not be guessed is left over; of
 * generated data the policies of half the areas are hidden, and those of their rows that 50 settlements or more are behind are counted.
 */
export default {
  name: "infer",
  about: "hidden policies come back from settlements, and nothing is guessed",
  async run(options: ProofOptions) {
    const known = await knownAnswers(options);
    if (options.size < SMALLEST) return known;
    const hidden = await hiddenPolicies(options);
    return { counts: { ...known.counts, ...hidden.counts }, failures: [...known.failures, ...hidden.failures] };
  },
} satisfies Proof;

/** Own policies, paid row by row with errors among them: bands, factors, points, rows outside, later admissions. */
async function knownAnswers({ seed }: ProofOptions) {
  const counts = {
    "known policies": 0,
    "settlements paid by them": 0,
    "known rows found": 0,
    "known rows rightly left over": 0,
  };
  const failures: string[] = [];
  const instance = await DuckDBInstance.create(":memory:", { threads: "2", memory_limit: "2GB" });
  const connection = await instance.connect();
  try {
    for (const { file, text, drawn } of knownPolicies) {
      const [area, scheme] = file.replace(".yaml", "").split("-") as [string, Scheme];
      counts["settlements paid by them"] += await knownAnswer(connection, text, file, seededRandom(seed), drawn);
      counts["known policies"]++;
      const claims = await evidenceOf(connection, area, scheme);
      const proposed = propose(placeOf(area, scheme), claims);
      const version = proposed.text === null ? null : (readPolicy(proposed.text, file).versions.at(-1) ?? null);
      for (const row of knownRows(readPolicy(text, file).versions.at(-1)!, version, scheme, claims)) {
        const mayBeStated = row.rows >= LEAST && !isUnclear(row, drawn.unclear);
        if (row.outcome === "recovered") counts["known rows found"]++;
        else if (!mayBeStated && row.outcome === "left_over") counts["known rows rightly left over"]++;
        else failures.push(`${file} ${shown(row)}`);
      }
    }
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
  return { counts, failures };
}

const isUnclear = ({ part, name }: KnownRow, tier: string) => part === "ratio" && name.split(" ")[2] === tier;

/** Generated stays, the policy files of every second area hidden: each inferred and compared with what was hidden. */
function hiddenPolicies(options: ProofOptions) {
  return inScratch(async (root) => {
    const { size, progress, signal } = options;
    const config = { ...scratchConfig(root), memory: "8GB" };
    const folder = dataFolder(config.dataDir);
    await mkdir(folder.stage, { recursive: true });
    const database = await Database.open({ file: folder.database, stage: folder.stage, spill: folder.spill }, config);
    try {
      return await database.bulk(async (connection) => {
        const dictionary = loadDictionary();
        await createDatabase(connection, dictionary);
        const needed = (await facts()).filter(({ name }) => ["person_resolution", "claim", "line"].includes(name));
        const tables = new Set([...needed.flatMap(({ reads }) => reads), "accumulator", "fund_share"]);
        const rows = Math.round(STAYS * size);
        const wanted = {
          unit: "stays",
          rows,
          most: GENERATED,
          linesPerStay: 4,
          tables,
          folder: `${folder.stage}/generated`,
          config,
        } as const;
        await fillWithCopies(connection, dictionary, wanted, { progress, signal, rows, repetitions: 1 });
        progress({ phase: "prove", subject: "facts", done: 0, total: 1 });
        await catchUpFacts(connection, needed);
        await putInForce(connection, shippedSources(), folder.stage);
        return compareHidden(connection, options);
      });
    } finally {
      await database.close();
    }
  });
}

type PlacedRow = KnownRow & { place: string };

async function compareHidden(connection: DuckDBConnection, { seed, progress, signal }: ProofOptions) {
  const places = placesOf(policiesOf(shippedSources().policies), regionSeed());
  const areas = shuffled([...new Set(places.map(({ area }) => area))].sort(), seededRandom(seed));
  const hidden = new Set(areas.slice(0, Math.ceil(areas.length / 2)));
  const codes = join([...hidden].map((area) => literal(area)));
  await execute(connection, sql`delete from policy_place where area in (${codes})`);
  progress({ phase: "prove", subject: "evidence", done: 0, total: hidden.size });
  await gatherEvidence(connection, `and claim.insured_city in (${codes.text})`);
  const rows: PlacedRow[] = [];
  let settlements = 0;
  for (const { area, scheme, file } of places.filter((place) => hidden.has(place.area))) {
    if (signal.aborted) break;
    const claims = await evidenceOf(connection, area, scheme);
    if (claims.length === 0) continue;
    progress({ phase: "prove", subject: `${area}-${scheme}`, done: rows.length, total: rows.length });
    settlements += claims.length;
    rows.push(
      ...comparedWith(file, propose(placeOf(area, scheme), claims), claims).map((row) => ({
        ...row,
        place: `${area}-${scheme}`,
      })),
    );
  }
  return resultOf(rows, settlements, hidden.size);
}

/** The version in force on the last day that settlements speak of, beside the last one proposed. */
function comparedWith(file: ReadPolicy, proposed: Proposal, claims: readonly Evidence[]): KnownRow[] {
  const version = file.versions.find((each) => holds(each, proposed.last))!;
  const said = proposed.text === null ? null : (readPolicy(proposed.text, proposed.file).versions.at(-1) ?? null);
  return knownRows(
    version,
    said,
    file.scheme,
    claims.filter(({ benefit_day }) => holds(version, benefit_day)),
  );
}

function resultOf(rows: readonly PlacedRow[], settlements: number, areas: number) {
  const borne = rows.filter(({ rows }) => rows >= LEAST);
  const counts: Record<string, number> = {
    "areas hidden": areas,
    "settlements of these": settlements,
    "rows with 50 settlements": borne.length,
  };
  for (const part of ["deductible", "ratio", "adjustment", "ceiling", "chronic"] as const) {
    const those = borne.filter((row) => row.part === part);
    counts[`${part}: rows`] = those.length;
    counts[`${part}: recovered`] = are("recovered", those).length;
  }
  const [left, wrong] = [are("left_over", borne), are("wrong", borne)];
  counts.recovered = are("recovered", borne).length;
  counts["left over"] = left.length;
  counts["stated wrongly"] = wrong.length;
  const fewer = rows.filter(({ rows }) => rows < LEAST);
  const wrongBelow = are("wrong", fewer);
  counts["rows with fewer settlements"] = fewer.length;
  counts["of these recovered"] = are("recovered", fewer).length;
  counts["of these stated wrongly"] = wrongBelow.length;
  const failures: string[] = [];
  if (counts.recovered < TARGET * borne.length)
    failures.push(
      `${counts.recovered} of ${borne.length} rows recovered, expected ${TARGET}; not recovered:`,
      ...listed("left over", left),
    );
  // What is stated is stated as true, whatever is behind it.
  if (wrong.length + wrongBelow.length > 0) failures.push(...listed("stated wrongly", [...wrong, ...wrongBelow]));
  return { counts, failures };
}

const are = (outcome: KnownRow["outcome"], rows: readonly PlacedRow[]) => rows.filter((row) => row.outcome === outcome);

/** The rows with the most settlements first. */
const listed = (what: string, rows: readonly PlacedRow[]) =>
  rows
    .toSorted((a, b) => b.rows - a.rows)
    .slice(0, SHOWN)
    .map((row) => `${what}: ${row.place} ${shown(row)}`);

const shown = ({ part, name, rows, known, proposed }: KnownRow) =>
  `${part} ${name} (${rows} settlements): ${known}, proposed ${proposed}`;
