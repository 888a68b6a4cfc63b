import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { type Catalogue, readCatalogue } from "../../../datasets/catalogue/catalogue.ts";
import { type ReadPolicy, readPolicy } from "../../../datasets/policies/policies.ts";

/** A file of terms: `areas/410100-310.yaml`, `items.csv`, or a person's own, `own/410100-310.yaml`. */
export interface SourceFile {
  file: string;
  text: string;
}

/** What settlement goes by beside the data. */
export interface Sources {
  policies: readonly SourceFile[];
  catalogue: readonly SourceFile[];
}

/** Where a person's own files stand in a list of sources; they are kept elsewhere (see own-files.ts). */
export const OWN = "own/";

const policyHome = new URL("../../../datasets/policies/", import.meta.url);
const catalogueHome = new URL("../../../datasets/catalogue/", import.meta.url);

/** The files that come with the program. */
export function shippedSources(): Sources {
  return {
    policies: ["areas/", "provinces/"].flatMap((folder) => filesIn(policyHome, folder, ".yaml")),
    catalogue: [
      { file: "items.csv", text: readFileSync(new URL("items.csv", catalogueHome), "utf8") },
      ...filesIn(catalogueHome, "provinces/", ".csv"),
    ],
  };
}

/** The sources with a person's own files in the place of those of the same name. */
export function withOwn(shipped: Sources, own: Sources): Sources {
  const replaced = (theirs: readonly SourceFile[], ours: readonly SourceFile[]) => {
    const names = new Set(ours.map(({ file }) => nameOf(file)));
    return [...theirs.filter(({ file }) => !names.has(nameOf(file))), ...ours];
  };
  return {
    policies: replaced(shipped.policies, own.policies),
    catalogue: replaced(shipped.catalogue, own.catalogue),
  };
}

/** `410100-310.yaml` of `areas/410100-310.yaml`. */
export const nameOf = (file: string) => file.slice(file.lastIndexOf("/") + 1);

/** @throws policy.invalid */
export const policiesOf = (files: readonly SourceFile[]): ReadPolicy[] =>
  files.map(({ file, text }) => readPolicy(text, file));

/** @throws catalogue.invalid */
export const catalogueOf = (files: readonly SourceFile[]): Catalogue =>
  readCatalogue(new Map(files.map(({ file, text }) => [file, text])));

/** Hex SHA-256 over the files and the code that expands them: another one means other tables. */
export function hashOf({ policies, catalogue }: Sources): string {
  const hash = createHash("sha256").update(termsWording());
  for (const { file, text } of [...policies, ...catalogue]) hash.update(`\0${file}\0`).update(text);
  return hash.digest("hex");
}

/** The code that expands the files: another wording may make other rows of the same files. */
export const termsWording = (): string =>
  readdirSync(new URL("./", import.meta.url))
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .sort()
    .map((name) => readFileSync(new URL(name, import.meta.url), "utf8"))
    .join("\0");

function filesIn(home: URL, folder: string, extension: string): SourceFile[] {
  const names = readdirSync(new URL(folder, home)).filter((name) => name.endsWith(extension));
  return names.sort().map((name) => ({
    file: `${folder}${name}`,
    text: readFileSync(new URL(folder + name, home), "utf8"),
  }));
}
