import { EventEmitter } from "node:events";
import { mkdir } from "node:fs/promises";
import { Access } from "../access/access.ts";
import { Accounts } from "../access/accounts/accounts.ts";
import type { PasswordCost } from "../access/passwords/password-hash.ts";
import { RuleActs } from "../audit/life/read-lives.ts";
import { ControlSamples } from "../audit/quality/control-sample.ts";
import { KeptSubjects } from "../audit/run/kept-subjects.ts";
import { Releases } from "../audit/run/release.ts";
import { CorrectionSteps } from "../cases/corrections/steps.ts";
import { InstitutionAnswers } from "../cases/institution-list/answers.ts";
import { ReviewDesk } from "../cases/review/desk.ts";
import { ReviewActs } from "../cases/review/projected.ts";
import type { Config } from "../config.ts";
import { fail } from "../errors.ts";
import { Closings } from "../indicators/closing.ts";
import { BatchIndex } from "../intake/batch.ts";
import { Intake, type LoadStep } from "../intake/intake.ts";
import { type Layout, loadLayouts } from "../intake/layout.ts";
import { Journal } from "../journal/journal.ts";
import { Declarations } from "../settle/completeness/declarations.ts";
import { putInForce } from "../settle/policies/in-force.ts";
import { Database, transaction } from "../store/database.ts";
import { type Dictionary, loadDictionary } from "../store/dictionary.ts";
import {
  checkIdentity,
  type DataFolder,
  dataFolder,
  isNewFolder,
  makeFolders,
  markSchema,
  SCHEMA_VERSION,
  setAside,
} from "../store/folder.ts";
import { type Keys, loadKeys } from "../store/keys.ts";
import { DataLock } from "../store/lock.ts";
import { RawBatches } from "../store/raw-batches.ts";
import { catchUp } from "./after-load.ts";
import { KnowledgeLoads } from "./knowledge-loads.ts";
import { OwnTerms } from "./own-terms.ts";
import type { Progress } from "./progress.ts";
import { compareWithJournal, createDatabase, type Verdict } from "./projection.ts";

export interface OpenOptions {
  /** What the process does, for others who find the folder in use. */
  what: string;
  onProgress?: (progress: Progress) => void;
  onStep?: (step: LoadStep) => void | Promise<void>;
  /** False leaves facts and quality reports as they are, for work that looks at batches only. */
  derive?: boolean;
  /** What a guess of a new password costs: less in tests. */
  passwordCost?: PasswordCost;
  /** The clock of sessions and locks. */
  now?: () => Date;
}

/** An open data folder: the database, the journal it is a projection of, and the intake. */
export interface House {
  config: Config;
  folder: DataFolder;
  dictionary: Dictionary;
  keys: Keys;
  lock: DataLock;
  journal: Journal;
  batches: BatchIndex;
  /** Accounts, open sessions, and what slows down whoever guesses. */
  access: Access;
  /** Kinds of acts the journal held at the start. */
  acts: ReadonlySet<string>;
  rawBatches: RawBatches;
  /** A person's own policies and catalogue files, which stand in the place of shipped ones. */
  ownTerms: OwnTerms;
  /** Published knowledge that was loaded, beside what comes with the program. */
  knowledge: KnowledgeLoads;
  /** What was declared about the completeness of the loaded data. */
  declarations: Declarations;
  /** Who has which finding open, and what changes of findings. */
  review: ReviewDesk;
  database: Database;
  intake: Intake;
  layouts(): Layout[];
  /** `batch` with its number once its figures are up to date. */
  events: EventEmitter<{ batch: [batch: number] }>;
  /** What was found and mended at the start, for the log. */
  recovered: Recovery;
  close(): Promise<void>;
}

export interface Recovery {
  /** Batches of the journal that the database lacked and that were read again. */
  replayed: number;
  /** Where the old database files stand, when it was rebuilt. */
  setAside: string | null;
  reason: string | null;
}

/**
 * Opens a data folder: lock, key, journal, database. Where the database is not what the journal says, it is brought up:
 * the one batch of an interrupted commit is read again; anything else sets the files aside and rebuilds from raw batches.
 */
export async function openHouse(config: Config, options: OpenOptions): Promise<House> {
  const folder = dataFolder(config.dataDir);
  const isNew = await isNewFolder(folder.root);
  await mkdir(folder.root, { recursive: true, mode: 0o700 });
  const lock = await DataLock.acquire(folder.root, options.what);
  let journal: Journal | undefined;
  try {
    const keys = await loadKeys(config.keyFile, isNew);
    const schema = await checkIdentity(folder, config.keyFile, keys.fingerprint);
    await makeFolders(folder);
    const batches = new BatchIndex();
    const accounts = new Accounts();
    const acts = new Set<string>();
    const tables = [
      new Closings(),
      new ReviewActs(),
      new Releases(),
      new ControlSamples(),
      new RuleActs(),
      new KeptSubjects(),
      new CorrectionSteps(),
      new InstitutionAnswers(),
    ];
    const ownTerms = new OwnTerms();
    const knowledge = new KnowledgeLoads();
    const declarations = new Declarations();
    journal = await Journal.open(folder.journal, (entry) => {
      acts.add(entry.act);
      batches.onEntry(entry);
      accounts.onEntry(entry);
      for (const table of tables) table.onEntry(entry);
      ownTerms.onEntry(entry);
      knowledge.onEntry(entry);
      declarations.onEntry(entry);
    });
    const dictionary = loadDictionary();
    const rawBatches = new RawBatches(folder.raw, keys.raw);
    const base = {
      config,
      folder,
      dictionary,
      keys,
      lock,
      journal,
      batches,
      rawBatches,
      ownTerms,
      knowledge,
      declarations,
    };
    const opened = await openProjection(base, schema, options);
    await opened.database.act((connection) =>
      transaction(connection, async () => {
        for (const table of tables) await table.project(connection);
      }),
    );
    const access = await Access.open({
      ...{ accounts, journal, sessionsFile: folder.sessions },
      ...{ idleMinutes: config.idleMinutes, sessionHours: config.sessionHours },
      ...(options.passwordCost ? { passwordCost: options.passwordCost } : {}),
      ...(options.now ? { now: options.now } : {}),
    });
    await access.keepIn(opened.database);
    const review = new ReviewDesk(options.now);
    access.events.on("left", (account) => review.leave(account));
    return {
      ...base,
      ...opened,
      access,
      acts,
      review,
      layouts: () => loadLayouts(),
      events: new EventEmitter<{ batch: [batch: number] }>().setMaxListeners(0),
      close: async () => {
        await access.close();
        await opened.database.close();
        await base.journal.close();
        lock.release();
      },
    };
  } catch (cause) {
    await journal?.close();
    lock.release();
    throw cause;
  }
}

type Base = Pick<
  House,
  | "config"
  | "folder"
  | "dictionary"
  | "keys"
  | "lock"
  | "journal"
  | "batches"
  | "rawBatches"
  | "ownTerms"
  | "knowledge"
  | "declarations"
>;

async function openProjection(base: Base, schema: number, options: OpenOptions) {
  const { folder, batches, config } = base;
  const expected = batches.all();
  let verdict: Verdict | undefined =
    schema < SCHEMA_VERSION ? rebuild(`schema ${schema} is older than ${SCHEMA_VERSION}`) : undefined;
  let database: Database | undefined;
  if (!verdict) {
    try {
      database = await Database.open({ file: folder.database, stage: folder.stage, spill: folder.spill }, config);
      await database.bulk((connection) => createDatabase(connection, base.dictionary));
      verdict = await database.bulk((connection) =>
        compareWithJournal(connection, folder.journal, base.dictionary, expected, batches.next() - 1),
      );
    } catch (cause) {
      await database?.close();
      if ((cause as { code?: string }).code === "journal.shorter") throw cause;
      if (/Could not set lock/.test(String(cause))) {
        throw fail(
          "store.busy",
          { folder: folder.root, pid: "?", what: "another program has the database open" },
          cause,
        );
      }
      if (expected.length === 0 && batches.next() === 1) {
        throw fail("store.damaged", { file: folder.database, reason: (cause as Error).message }, cause);
      }
      verdict = rebuild(`cannot be opened: ${(cause as Error).message.split("\n")[0]}`);
      database = undefined;
    }
  }
  const recovered: Recovery = { replayed: 0, setAside: null, reason: verdict.reason };
  if (verdict.kind === "rebuild") {
    await database?.close();
    recovered.setAside = await setAside(folder, new Date());
    database = await Database.open({ file: folder.database, stage: folder.stage, spill: folder.spill }, config);
    await database.bulk((connection) => createDatabase(connection, base.dictionary));
    await markSchema(folder, base.keys.fingerprint);
  }
  if (!database) throw fail("internal.unexpected", { reason: "no database was opened" });
  const intake = makeIntake(base, database, options);
  const missing = verdict.kind === "rebuild" ? expected : verdict.missing;
  for (const [i, record] of missing.entries()) {
    options.onProgress?.({ phase: "replay", subject: String(record.batch), done: i, total: missing.length });
    await intake.replay(record);
    recovered.replayed++;
  }
  if (options.derive !== false) {
    await database.act((connection) => transaction(connection, () => base.declarations.project(connection)));
    const terms = await base.ownTerms.sources(base.rawBatches, folder.stage);
    await database.bulk((connection) => putInForce(connection, terms, folder.stage));
    await database.bulk((connection) => base.knowledge.putInForce(connection, base.rawBatches, folder.stage));
    await catchUp(database);
  }
  return { database, intake, recovered };
}

function rebuild(reason: string): Verdict {
  return { kind: "rebuild", reason, missing: [] };
}

function makeIntake(base: Base, database: Database, options: OpenOptions): Intake {
  const { journal, rawBatches, keys, dictionary, batches, folder, config } = base;
  return new Intake({
    database,
    journal,
    rawBatches,
    keys,
    dictionary,
    layouts: () => loadLayouts(),
    index: batches,
    stageDir: folder.stage,
    maxBytes: config.maxBytes,
    ...(options.onStep ? { onStep: options.onStep } : {}),
  });
}
