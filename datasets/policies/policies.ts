import { readdirSync, readFileSync } from "node:fs";
import { type LocatedPolicy, locatePolicy } from "./policy-file.ts";
import type { PolicyFile, PolicyVersion, Scheme } from "./policy-schema.ts";

export interface Policies {
  /** Files of single areas, then those of provinces, which hold for every area without its own. */
  files: ReadPolicy[];
}

/** A policy, its file (`areas/410100-310.yaml`) and the lines of its parts. */
export type ReadPolicy = PolicyFile & { file: string } & Pick<LocatedPolicy, "lineOf">;

const home = new URL("./", import.meta.url);

/** Reads areas/*.yaml and provinces/*.yaml. Throws `policy.invalid` naming file, line and key. */
export function loadPolicies(folder: URL = home): Policies {
  const files = ["areas/", "provinces/"].flatMap((part) =>
    readdirSync(new URL(part, folder))
      .filter((name) => name.endsWith(".yaml"))
      .sort()
      .map((name) => readPolicy(readFileSync(new URL(part + name, folder), "utf8"), part + name)),
  );
  return { files };
}

/** @param file its path, whose last part must be the policy's own name. @throws policy.invalid */
export function readPolicy(text: string, file: string): ReadPolicy {
  const { policy, lineOf } = locatePolicy(text, file.slice(file.lastIndexOf("/") + 1));
  return { ...policy, file, lineOf };
}

/** The version in force for an area, scheme and day, and the file it stands in; null where there is none. */
export function policyAt(policies: Policies, area: string, province: string, scheme: Scheme, day: string) {
  const ofScheme = policies.files.filter((policy) => policy.scheme === scheme);
  const policy = ofScheme.find((own) => own.area === area) ?? ofScheme.find((shared) => shared.province === province);
  const version = policy?.versions.find((version) => holds(version, day));
  return policy && version ? { policy, version } : null;
}

/** Both ends belong to the period; without an end it is open. */
export function holds({ valid_from, valid_to }: Pick<PolicyVersion, "valid_from" | "valid_to">, day: string): boolean {
  return valid_from <= day && (valid_to === undefined || day <= valid_to);
}
