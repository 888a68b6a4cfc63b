import { createHash, randomUUID } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { JournalEntry } from "../journal/journal.ts";
import { putInForce } from "../settle/policies/in-force.ts";
import { nameOf, OWN, type SourceFile, type Sources, shippedSources, withOwn } from "../settle/policies/sources.ts";
import type { Principal } from "../store/principal.ts";
import type { RawBatches } from "../store/raw-batches.ts";
import { catchUp } from "./after-load.ts";
import type { House } from "./house.ts";

/** The acts that take a person's own files in, and out again. */
export const TERMS_LOADED = "terms.loaded";
export const TERMS_WITHDRAWN = "terms.withdrawn";

export type TermsKind = keyof Sources;

/** A file as the journal knows it; its bytes are kept as those of a batch are. */
export interface OwnFile {
  name: string;
  sha256: string;
}

interface Loaded extends Record<string, unknown> {
  kind: TermsKind;
  files: OwnFile[];
}

interface Withdrawn extends Record<string, unknown> {
  kind: TermsKind;
  names: string[];
}

/** A person's own policies and catalogue files as the journal says: by name, the last one loaded. They take the place of shipped ones of their name. */
export class OwnTerms {
  readonly #files: Record<TermsKind, Map<string, OwnFile>> = { policies: new Map(), catalogue: new Map() };

  onEntry({ act, data }: Pick<JournalEntry, "act" | "data">): void {
    if (act === TERMS_LOADED) {
      const { kind, files } = data as Loaded;
      for (const file of files) this.#files[kind].set(file.name, file);
    }
    if (act === TERMS_WITHDRAWN) {
      const { kind, names } = data as Withdrawn;
      for (const name of names) this.#files[kind].delete(name);
    }
  }

  names(kind: TermsKind): string[] {
    return [...this.#files[kind].keys()].sort();
  }

  /** Everything in force: shipped files, and own ones in their place. @throws store.raw_missing */
  async sources(kept: RawBatches, stage: string): Promise<Sources> {
    const read = async (kind: TermsKind) => {
      const files: SourceFile[] = [];
      for (const { name, sha256 } of this.#files[kind].values())
        files.push({ file: `${OWN}${name}`, text: await restored(kept, sha256, stage) });
      return files;
    };
    return withOwn(shippedSources(), { policies: await read("policies"), catalogue: await read("catalogue") });
  }
}

async function restored(kept: RawBatches, sha256: string, stage: string): Promise<string> {
  const file = path.join(stage, `own-${randomUUID()}`);
  try {
    await kept.restore(sha256, file);
    return await readFile(file, "utf8");
  } finally {
    await rm(file, { force: true });
  }
}

/** Takes checked files in force: kept, written to the journal, then put into the tables, with what follows from them. */
export async function loadOwnTerms(house: House, principal: Principal, kind: TermsKind, files: readonly SourceFile[]) {
  const owned: OwnFile[] = [];
  for (const { file, text } of files) {
    const sha256 = createHash("sha256").update(text).digest("hex");
    const staged = path.join(house.folder.stage, `own-${randomUUID()}`);
    await writeFile(staged, text, { mode: 0o600 });
    await house.rawBatches.keep(staged, sha256);
    await rm(staged);
    owned.push({ name: nameOf(file), sha256 });
  }
  house.ownTerms.onEntry(
    await house.journal.append(principal.id, TERMS_LOADED, { kind, files: owned } satisfies Loaded),
  );
  await followTerms(house);
}

/** Takes own files out again, so that the shipped ones of their names hold. */
export async function withdrawOwnTerms(house: House, principal: Principal, kind: TermsKind, names: readonly string[]) {
  house.ownTerms.onEntry(
    await house.journal.append(principal.id, TERMS_WITHDRAWN, { kind, names: [...names] } satisfies Withdrawn),
  );
  await followTerms(house);
}

async function followTerms({ database, ownTerms, rawBatches, folder }: House): Promise<void> {
  const sources = await ownTerms.sources(rawBatches, folder.stage);
  await database.bulk((connection) => putInForce(connection, sources, folder.stage));
  await catchUp(database);
}
