import type { DuckDBConnection } from "@duckdb/node-api";
import type { ReadPolicy } from "../../../datasets/policies/policies.ts";
import { regionSeed } from "../../facts/regions.ts";
import { execute } from "../../store/database.ts";
import { raw, type Sql, sql } from "../../store/sql.ts";
import { rowsOf } from "./json-rows.ts";
import type { Place } from "./places.ts";
import { type TermRows, termRows } from "./term-rows.ts";
import { layerShape, partShapes, placeShape, termShape, versionShape } from "./term-shapes.ts";
import type { Term } from "./version-terms.ts";

/**
 * Creates and fills `policy_version`, `policy_place`, `policy_term` and `policy_layer` on any connection, in the place of those it has. What they
 * hold: README.md beside this file.
 */
export async function loadTerms(
  connection: DuckDBConnection,
  files: readonly ReadPolicy[],
  regions: readonly Place[] = regionSeed(),
): Promise<void> {
  for (const statement of termStatements(termRows(files, regions))) await execute(connection, statement);
}

/**
 * A version's area, scheme and first day, and the row within it: so a term keeps its number whatever other files say, and what was settled by it need not be
 * told. Whole numbers below 2⁵²: six digits and the scheme, days since 1970 below 2¹⁶, rows below 2¹⁵.
 */
const termNumber = raw(`(
  ((left(term.policy_id, 6)::bigint * 2 + (substr(term.policy_id, 8, 3) = '390')::bigint) * 65536
    + (split_part(term.policy_id, '@', 2)::date - date '1970-01-01')) * 32768
  + row_number() over (partition by term.policy_id order by care_group, disease, person_group, tier, filing)
)::bigint`);

function termStatements(rows: TermRows): Sql[] {
  const { terms, parts } = numbered(rows);
  return [
    sql`create or replace table policy_version as from ${rowsOf(versionShape, rows.versions.map(versionRow))}`,
    sql`create or replace table policy_place as from ${rowsOf(placeShape, rows.places)}`,
    sql`create or replace table policy_layer as from ${rowsOf(layerShape, layersOf(rows))}`,
    sql`create or replace table policy_term as
      select
        ${termNumber} as term,
        term.policy_id, care_group, disease, person_group, tier, filing, paid,
        deductible.mode as deductible_mode, deductible.merged, deductible.standards, deductible.known as known_admissions,
        ratio.basis as segment_basis, ratio.bands, ratio.known as known_cost, coalesce(adjust.first_pay, 0)::decimal(5,4) as first_pay_ratio,
        cap.basis as cap_basis, cap.amount as cap_amount,
        cap.inpatient as cap_inpatient, cap.outpatient as cap_outpatient, cap.chronic as cap_chronic,
        chronic.design, chronic.period as limit_period, chronic.amount as limit_amount, chronic.further as limit_further, flaw,
        adjust.mode as adjust_mode, adjust.value as adjust_value, ratio.home as home_ratio,
        deductible.line as deductible_line, ratio.line as segment_line, adjust.line as adjust_line, cap.line as cap_line,
        chronic.line as chronic_line
      from ${rowsOf(termShape, terms)} as term
      left join ${rowsOf(partShapes.deductible, parts.deductible)} as deductible on deductible.part = term.deductible
      left join ${rowsOf(partShapes.ratio, parts.ratio)} as ratio on ratio.part = term.ratio
      left join ${rowsOf(partShapes.adjust, parts.adjust)} as adjust on adjust.part = term.adjust
      left join ${rowsOf(partShapes.cap, parts.cap)} as cap on cap.part = term.cap
      left join (select *, unnest(diseases) as disease_code from ${rowsOf(partShapes.chronic, parts.chronic)}) as chronic
        on chronic.part = term.chronic,
      lateral (select coalesce(chronic.disease_code, '') as disease)
`,
  ];
}

function versionRow({ id, file, scheme, line, hash, title, version }: TermRows["versions"][number]) {
  const { deductibles, segments, adjust, caps, layers, chronic, catalogue, ...own } = version;
  return {
    ...own,
    policy_id: id,
    file,
    scheme,
    line,
    content_hash: hash,
    title: title.zh,
    title_en: title.en,
    catalogue_direct: catalogue.direct,
    catalogue_manual: catalogue.manual,
  };
}

const layersOf = ({ versions }: TermRows) =>
  versions.flatMap(({ id, layers }) =>
    layers.map(({ aidClass, ...layer }) => ({ policy_id: id, aid_class: aidClass, ...layer })),
  );

const partNames = ["deductible", "ratio", "adjust", "cap", "chronic"] as const;

/** Terms that name their parts by number, and the parts: thousands of terms share a few. */
function numbered({ versions }: TermRows) {
  const numbers = new Map<object, number>();
  const parts: Record<(typeof partNames)[number], object[]> = {
    deductible: [],
    ratio: [],
    adjust: [],
    cap: [],
    chronic: [],
  };
  const numberOf = (name: (typeof partNames)[number], part: object | null) => {
    if (part === null) return null;
    const known = numbers.get(part);
    if (known !== undefined) return known;
    const number = parts[name].push({ ...part, part: numbers.size }) && numbers.size;
    numbers.set(part, number);
    return number;
  };
  const row = (policy_id: string, { care, group, tier, filing, paid, flaw, ...term }: Term) => ({
    policy_id,
    care_group: care,
    person_group: group,
    tier,
    filing,
    paid,
    flaw,
    ...Object.fromEntries(partNames.map((name) => [name, numberOf(name, term[name])])),
  });
  const terms = versions.flatMap(({ id, terms }) => terms.map((term) => row(id, term)));
  return { terms, parts };
}
