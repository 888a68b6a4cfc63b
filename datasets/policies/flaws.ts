import {
  type CareGroup,
  type FilingClass,
  filingClasses,
  type PersonGroup,
  type PolicyFile,
  type PolicyVersion,
  UNKNOWN,
} from "./policy-schema.ts";

/** What a file says in the right form and yet wrongly. */
export interface Flaw {
  path: (string | number)[];
  expected: string;
  got: string;
}

const tiers = ["3", "2", "1", "0"];
/** Care whose cost goes through deductible and ratio; chronic care has designs of its own. */
const paidByRatio: CareGroup[] = ["inpatient", "outpatient"];
export const groupsOf = (scheme: PolicyFile["scheme"]): PersonGroup[] =>
  scheme === "310" ? ["active", "retired"] : ["resident_adult", "resident_senior", "resident_minor"];

/** Everything the schema cannot see, first things first; empty for a sound file. */
export function* flaws(policy: PolicyFile): Generator<Flaw> {
  yield* periods(policy.versions);
  for (const [i, version] of policy.versions.entries()) {
    for (const flaw of inVersion(version, policy.scheme)) yield { ...flaw, path: ["versions", i, ...flaw.path] };
  }
}

function* periods(versions: readonly PolicyVersion[]): Generator<Flaw> {
  for (const [i, { valid_from, valid_to }] of versions.entries()) {
    const next = versions[i + 1];
    const path = ["versions", i, "valid_to"];
    if (valid_to !== undefined && valid_to < valid_from)
      yield { path, expected: `a day from ${valid_from} on`, got: valid_to };
    if (next && valid_to !== dayBefore(next.valid_from)) {
      yield {
        path,
        expected: `${dayBefore(next.valid_from)}, the day before the next version`,
        got: valid_to ?? "no end",
      };
    }
  }
}

const dayBefore = (day: string) => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);

function* inVersion(version: PolicyVersion, scheme: PolicyFile["scheme"]): Generator<Flaw> {
  const override = Object.values(version.adjust.classes).some(
    (row) => "tier_override" in row && row.tier_override === "O",
  );
  const wanted = override ? [...tiers, ...tiers.map((tier) => `O${tier}`)] : tiers;
  for (const care of paidByRatio) {
    for (const group of groupsOf(scheme)) {
      yield* everyTier(version, "deductibles", care, group, care === "inpatient" ? wanted : tiers);
      yield* everyTier(version, "segments", care, group, care === "inpatient" ? wanted : tiers);
      const caps = version.caps.filter((row) => row.care.includes(care) && (row.groups?.includes(group) ?? true));
      if (caps.length > 1)
        yield { path: ["caps"], expected: `one ceiling for ${care}, ${group}`, got: String(caps.length) };
    }
  }
  yield* bands(version);
  yield* unknowns(version);
  const missing = filingClasses.filter(
    (name) => !(name in version.adjust.classes) && (name !== "EXEMPT" || version.no_filing),
  );
  if (missing.length > 0 && version.confidence !== "inferred")
    yield { path: ["adjust", "classes"], expected: "every filing class", got: `none for ${missing.join(", ")}` };
  const diseases = version.chronic.flatMap((row) => row.diseases);
  const twice = diseases.find((code, i) => diseases.indexOf(code) !== i);
  if (twice) yield { path: ["chronic"], expected: "one row for a disease", got: `two for ${twice}` };
}

/** One row and no more for every tier, an inferred version none where nothing shows it; a deductible may have a second one for named filing classes. */
function* everyTier(
  version: PolicyVersion,
  part: "deductibles" | "segments",
  care: CareGroup,
  group: PersonGroup,
  wanted: readonly string[],
): Generator<Flaw> {
  const rows = version[part].filter((row) => row.care.includes(care) && (row.groups?.includes(group) ?? true));
  for (const tier of wanted) {
    const filed = rows.filter((row) => tier in row.tiers).map((row) => ("filing" in row ? row.filing : undefined));
    const general = filed.filter((classes) => classes === undefined).length;
    if (general > 1 || (general === 0 && version.confidence !== "inferred"))
      yield { path: [part], expected: `one row for ${care}, ${group}, tier ${tier}`, got: String(general) };
    const named = filed.flatMap((classes): readonly FilingClass[] => classes ?? []);
    if (new Set(named).size < named.length)
      yield { path: [part], expected: "one row for a filing class", got: named.join(", ") };
  }
}

function* bands(version: PolicyVersion): Generator<Flaw> {
  for (const [i, { tiers }] of version.segments.entries()) {
    for (const [tier, rows] of Object.entries(tiers)) {
      if (Number(rows[0]![0]) !== 0)
        yield { path: ["segments", i, "tiers", tier], expected: "bands from 0 yuan", got: rows[0]![0] };
      yield* upwards(rows, ["segments", i, "tiers", tier]);
    }
  }
  for (const [i, layer] of version.layers.entries()) yield* upwards(layer.bands, ["layers", i, "bands"]);
}

/** Unknown is what comes last, and where it is told by the settlement alone whether it reaches there. */
function* unknowns({ deductibles, segments }: PolicyVersion): Generator<Flaw> {
  for (const [i, { mode, tiers }] of deductibles.entries()) {
    for (const [tier, standards] of Object.entries(tiers))
      yield* onlyLast(standards, mode === "PER_VISIT", ["deductibles", i, "tiers", tier]);
  }
  for (const [i, { basis, tiers }] of segments.entries()) {
    for (const [tier, rows] of Object.entries(tiers)) {
      const ratios = rows.map(([, ratio]) => ratio);
      yield* onlyLast(ratios, basis === "PER_SETTLEMENT", ["segments", i, "tiers", tier]);
    }
  }
}

function* onlyLast(values: readonly string[], isAllowed: boolean, path: Flaw["path"]): Generator<Flaw> {
  const at = values.indexOf(UNKNOWN);
  if (at < 0) return;
  if (!isAllowed) yield { path, expected: "amounts per visit or settlement where one is unknown", got: UNKNOWN };
  else if (at === 0 || at < values.length - 1)
    yield { path: [...path, at], expected: "unknown in the last place only, after what is known", got: UNKNOWN };
}

function* upwards(rows: readonly (readonly [string, string])[], path: Flaw["path"]): Generator<Flaw> {
  const at = rows.findIndex(([from], i) => i > 0 && Number(from) <= Number(rows[i - 1]![0]));
  if (at > 0) yield { path: [...path, at], expected: `more than ${rows[at - 1]![0]} yuan`, got: rows[at]![0] };
}
