import { readdirSync, readFileSync } from "node:fs";

export const rulesHome = new URL("../../../rules/", import.meta.url);

/** A rule file and where it stands below `rules/`. */
export interface RuleSource {
  file: string;
  text: string;
}

/** Every `.yaml` file in a folder of `rules/`, in the order of their paths. There is no list. */
export function ruleSources(home: URL = rulesHome): RuleSource[] {
  return readdirSync(home, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => file.endsWith(".yaml"))
    .sort()
    .map((file) => ({ file, text: readFileSync(new URL(file, home), "utf8") }));
}
