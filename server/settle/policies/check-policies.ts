import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { excesses, national } from "../../../datasets/policies/bounds.ts";
import { type ReadPolicy, readPolicy } from "../../../datasets/policies/policies.ts";
import type { PolicyVersion } from "../../../datasets/policies/policy-schema.ts";
import { aidClasses, layerNames } from "../../../datasets/policies/policy-schema.ts";
import { type RegionRow, regionSeed } from "../../facts/regions.ts";
import { type Problem, problemOf } from "./problem.ts";
import { nameOf, type SourceFile } from "./sources.ts";
import { versionTerms } from "./version-terms.ts";

export interface PolicyCheck {
  files: number;
  versions: number;
  problems: Problem[];
}

/**
 * Looks at policy files as they stand beside each other: form, periods without gaps or overlaps, references to regions, no-filing groups and chronic
 * diseases that there are, reductions within the national bounds, and every term complete. A file with a wrong form gives its first problem only.
 */
export function checkPolicies(files: readonly SourceFile[], regions: readonly RegionRow[] = regionSeed()): PolicyCheck {
  const problems: Problem[] = [];
  const read: ReadPolicy[] = [];
  const seen = new Map<string, string>();
  for (const { file, text } of files) {
    const other = seen.get(nameOf(file));
    if (other !== undefined)
      problems.push({
        file,
        line: 1,
        kind: "period",
        key: "file",
        expected: "one file of an area and scheme",
        got: `also ${other}`,
      });
    seen.set(nameOf(file), file);
    try {
      read.push(readPolicy(text, file));
    } catch (cause) {
      problems.push(problemOf(cause, file));
    }
  }
  for (const policy of read) problems.push(...problemsOf(policy, regions));
  const versions = read.reduce((sum, { versions }) => sum + versions.length, 0);
  return { files: files.length, versions, problems };
}

interface Group {
  id: string;
  provinces: string[];
}

const noFiling = () =>
  (
    parse(readFileSync(new URL("../../../datasets/regions/no_filing.yaml", import.meta.url), "utf8")) as {
      groups: Group[];
    }
  ).groups;

type Told = Omit<Problem, "file" | "line"> & { path: (string | number)[] };

function problemsOf(policy: ReadPolicy, regions: readonly RegionRow[]): Problem[] {
  const province = provinceOf(policy, regions);
  const told: Told[] = [];
  if (province === null) {
    const key = policy.area === undefined ? "province" : "area";
    const expected = key === "area" ? "a pooling area of datasets/regions" : "a province of datasets/regions";
    told.push({ path: [key], kind: "reference", key, expected, got: policy.area ?? policy.province ?? "nothing" });
  }
  for (const [at, version] of policy.versions.entries()) {
    const inside = [
      ...groupsNamed(version, province),
      ...diseasesNamed(version),
      ...reductions(version),
      ...layersTwice(version),
    ];
    for (const { path, ...rest } of [...inside, ...missingTerms(policy, version)])
      told.push({ ...rest, path: ["versions", at, ...path] });
  }
  return told.map(({ path, ...rest }) => ({ file: policy.file, line: policy.lineOf(path), ...rest }));
}

function provinceOf({ area, province }: ReadPolicy, regions: readonly RegionRow[]): string | null {
  const known = regions.find(
    (row) =>
      row.country === "CN" &&
      row.in_scheme &&
      (area === undefined ? row.level === "province" && row.code === province : row.pooling && row.code === area),
  );
  return known ? (known.province ?? known.code) : null;
}

function* groupsNamed({ no_filing = [] }: PolicyVersion, province: string | null): Generator<Told> {
  const groups = noFiling();
  for (const [at, id] of no_filing.entries()) {
    const group = groups.find((each) => each.id === id);
    const expected = `one of ${groups.map(({ id }) => id).join(", ")}`;
    const path = ["no_filing", at];
    if (!group) yield { path, kind: "reference", key: "no_filing", expected, got: id };
    else if (province !== null && !group.provinces.includes(province))
      yield { path, kind: "reference", key: "no_filing", expected: `a group with province ${province}`, got: id };
  }
}

function* diseasesNamed({ chronic }: PolicyVersion): Generator<Told> {
  const known = Object.keys(national.diseases);
  for (const [at, { diseases }] of chronic.entries()) {
    for (const code of diseases.filter((code) => !known.includes(code)))
      yield {
        path: ["chronic", at, "diseases"],
        kind: "reference",
        key: "chronic diseases",
        expected: `one of ${known.join(", ")}`,
        got: code,
      };
  }
}

/** A reduction beyond the bounds once for its filing class, at its worst, unless the file says why. */
function* reductions(version: PolicyVersion): Generator<Told> {
  if (version.adjust.beyond_bounds !== undefined) return;
  for (const [filing, found] of Map.groupBy(excesses(version), ({ filing }) => filing)) {
    const worst = found.reduce((a, b) => (b.reduction > a.reduction ? b : a));
    yield {
      path: ["adjust", "classes", filing],
      kind: "bounds",
      key: `adjust classes ${filing}`,
      expected: `at most ${worst.allowed} below the ratio at home, or beyond_bounds with the reason`,
      got: `${worst.reduction} for ${worst.group}, tier ${worst.tier}`,
    };
  }
}

function* layersTwice({ layers }: PolicyVersion): Generator<Told> {
  for (const name of layerNames) {
    const rows = layers.map((row, at) => ({ row, at })).filter(({ row }) => row.layer === name);
    for (const person of [undefined, ...aidClasses]) {
      const [, second] = rows.filter(({ row: { persons } }) =>
        person === undefined ? persons === undefined : persons?.includes(person),
      );
      if (second)
        yield {
          path: ["layers", second.at],
          kind: "period",
          key: `layers ${second.at}`,
          expected: `one row of ${name} for ${person ?? "all persons"}`,
          got: "a second one",
        };
    }
  }
}

/** What settlement would lack, once for each group and part; an inferred version says by that what nothing showed. */
function* missingTerms(policy: ReadPolicy, version: PolicyVersion): Generator<Told> {
  if (version.confidence === "inferred") return;
  const said = new Set<string>();
  for (const { flaw, care, group, chronic } of versionTerms(version, policy.scheme, () => 0)) {
    if (flaw === null) continue;
    const at = chronic ? version.chronic.findIndex(({ diseases }) => diseases === chronic.diseases) : -1;
    const key = `${care} ${group} ${flaw} ${at}`;
    if (said.has(key)) continue;
    said.add(key);
    const path = at >= 0 ? ["chronic", at] : [flaw === "adjust" ? "adjust" : `${flaw}s`];
    yield { path, kind: "gap", key: path.join(" "), expected: `a ${flaw} for ${care} ${group}`, got: "none" };
  }
}
