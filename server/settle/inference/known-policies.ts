import { readdirSync, readFileSync } from "node:fs";
import type { Drawn } from "./known-visit.ts";

const folder = new URL("known/", import.meta.url);

/** Policies whose settlements are drawn and paid here, so that what must come back is known; by the file's name. */
export const knownPolicies: readonly { file: string; text: string; drawn: Drawn }[] = readdirSync(folder)
  .sort()
  .map((file, at) => ({
    file,
    text: readFileSync(new URL(file, folder), "utf8"),
    drawn: {
      stays: 42,
      visits: 40,
      chronic: 24,
      sparse: { tier: "1", rows: 4 },
      unclear: "0",
      wrong: 0.03,
      named: at % 2 === 0,
    },
  }));
