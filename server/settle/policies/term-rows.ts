import { createHash } from "node:crypto";
import type { ReadPolicy } from "../../../datasets/policies/policies.ts";
import type { PolicyVersion } from "../../../datasets/policies/policy-schema.ts";
import { type LayerRow, layerRows } from "./layer-rows.ts";
import { type Place, placesOf } from "./places.ts";
import { type Term, versionTerms } from "./version-terms.ts";

/** A version of a file with everything it says, ready for the tables. */
export interface VersionRows {
  id: string;
  file: string;
  scheme: string;
  line: number;
  hash: string;
  title: ReadPolicy["title"];
  version: PolicyVersion;
  terms: Term[];
  layers: LayerRow[];
}

export interface TermRows {
  versions: VersionRows[];
  /** One row for a pooling area and a version that holds there. */
  places: { area: string; scheme: string; valid_from: string; valid_to: string | null; policy_id: string }[];
}

/** Number of a version: `410100-310@2020-01-01`. */
export const policyId = (
  file: Pick<ReadPolicy, "area" | "province" | "scheme">,
  version: Pick<PolicyVersion, "valid_from">,
) => `${file.area ?? file.province}-${file.scheme}@${version.valid_from}`;

/**
 * Expands policy files: every version with its terms and layers, and where it holds. A province's file holds for every pooling area of the
 * province without a file of its own for that scheme; an own file replaces it wholly.
 */
export function termRows(files: readonly ReadPolicy[], regions: readonly Place[]): TermRows {
  const versions = files.flatMap((file) =>
    file.versions.map((version, at): VersionRows => {
      const lineOf = (path: (string | number)[]) => file.lineOf(["versions", at, ...path]);
      return {
        id: policyId(file, version),
        file: file.file,
        scheme: file.scheme,
        line: lineOf([]),
        hash: createHash("sha256").update(JSON.stringify(version)).digest("hex").slice(0, 16),
        title: file.title,
        version,
        terms: [...versionTerms(version, file.scheme, lineOf)],
        layers: layerRows(version, lineOf),
      };
    }),
  );
  const places = placesOf(files, regions).flatMap(({ area, scheme, file }) =>
    file.versions.map((version) => ({
      area,
      scheme,
      valid_from: version.valid_from,
      valid_to: version.valid_to ?? null,
      policy_id: policyId(file, version),
    })),
  );
  return { versions, places };
}
