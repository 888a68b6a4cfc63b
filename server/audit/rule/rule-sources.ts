import { readdirSync, readFileSync } from "node:fs";

export const rulesHome = new URL("../../../rules/", import.meta.url);

/** A rule file and where it stands below `rules/`. */
export interface RuleSource {
  file: string;
  text: string;
}

let shipped = rulesHome;

/** Takes the files of another folder for those that came with the program, until the answer is called: for tests, which read few. */
export function readRulesFrom(home: URL): () => void {
  const before = shipped;
  shipped = home;
  return () => {
    shipped = before;
  };
}

/** Every `.yaml` file in a folder of `rules/`, in the order of their paths. There is no list. */
export function ruleSources(home: URL = shipped): RuleSource[] {
  return readdirSync(home, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => file.endsWith(".yaml"))
    .sort()
    .map((file) => ({ file, text: readFileSync(new URL(file, home), "utf8") }));
}
