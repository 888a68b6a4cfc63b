import { EventEmitter } from "node:events";
import type { Journal, JournalEntry } from "../journal/journal.ts";
import { type Database, transaction } from "../store/database.ts";
import type { Principal } from "../store/principal.ts";
import { raw } from "../store/sql.ts";
import { ACCOUNT_CHANGED, ACCOUNT_MADE } from "./accounts/account.ts";
import type { Accounts } from "./accounts/accounts.ts";
import { LockOut } from "./limits/lock-out.ts";
import { Refusals } from "./limits/refusals.ts";
import { Turns } from "./limits/turns.ts";
import { PASSWORD_COST, type PasswordCost } from "./passwords/password-hash.ts";
import type { Session } from "./sessions/session.ts";
import { Sessions } from "./sessions/sessions.ts";

export interface AccessParts {
  /** Filled from the journal already. */
  accounts: Accounts;
  journal: Journal;
  /** Where open sessions are kept. */
  sessionsFile: string;
  idleMinutes: number;
  sessionHours: number;
  /** What a guess of a new password costs; less in tests. */
  passwordCost?: PasswordCost;
  now?: () => Date;
}

/** Codes of regions that a scope may name. */
export interface Places {
  provinces: ReadonlySet<string>;
  cities: ReadonlySet<string>;
}

const shownInTable = new Set([ACCOUNT_MADE, ACCOUNT_CHANGED]);

/** Who may come in: accounts, open sessions, and what slows down whoever guesses. */
export class Access {
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly lockOut: LockOut;
  readonly refusals: Refusals;
  readonly turns = new Turns();
  /** `left` with an account when its last session was ended, by itself or by an act: what it held is free. */
  readonly events = new EventEmitter<{ left: [account: string] }>();
  readonly passwordCost: PasswordCost;
  readonly now: () => Date;
  readonly #journal: Journal;
  #database: Database | undefined;

  private constructor(parts: AccessParts, sessions: Sessions, now: () => Date) {
    this.accounts = parts.accounts;
    this.sessions = sessions;
    this.lockOut = new LockOut(now);
    this.refusals = new Refusals(parts.journal, now);
    this.passwordCost = parts.passwordCost ?? PASSWORD_COST;
    this.now = now;
    this.#journal = parts.journal;
  }

  static async open(parts: AccessParts): Promise<Access> {
    const now = parts.now ?? (() => new Date());
    const limits = { idle: parts.idleMinutes * 60_000, whole: parts.sessionHours * 3_600_000 };
    return new Access(parts, await Sessions.read(parts.sessionsFile, limits, now), now);
  }

  /** Keeps the table `account` of a database what the journal says. */
  async keepIn(database: Database): Promise<void> {
    this.#database = database;
    await this.#project();
  }

  /** Writes an act on an account into the journal; it holds from then on. */
  async record(actor: string, act: string, data: object): Promise<JournalEntry> {
    const entry = await this.#journal.append(actor, act, { ...data });
    const changed = this.accounts.onEntry(entry);
    if (shownInTable.has(act)) await this.#project();
    if (changed && changed.sessionsFrom === entry.seq) this.events.emit("left", changed.id);
    return entry;
  }

  /** Ends a session by its person's own doing. */
  async end(session: Session): Promise<void> {
    await this.sessions.end([session.hash]);
    if (!this.sessions.of(session.account).some((other) => this.stands(other))) {
      this.events.emit("left", session.account);
    }
  }

  /** Whether a session still counts: neither over nor ended, by a sign-out or by an act on its account. */
  stands(session: Session): boolean {
    const account = this.accounts.get(session.account);
    const open = account !== undefined && !account.disabled && session.since >= account.sessionsFrom;
    return open && this.sessions.stands(session);
  }

  /** Number of the journal's last act. */
  get head(): number {
    return this.#journal.head.seq;
  }

  /** Codes of the provinces and cities there are. */
  async places(asking: Principal): Promise<Places> {
    if (!this.#database) throw new TypeError("no database is attached");
    const rows = await this.#database.read(asking, (reader) =>
      reader.rows<{ code: string; level: string }>(
        raw("select code, level from region where level in ('province', 'area')"),
      ),
    );
    const of = (level: string) => new Set(rows.filter((row) => row.level === level).map(({ code }) => code));
    return { provinces: of("province"), cities: of("area") };
  }

  async close(): Promise<void> {
    await this.sessions.save();
  }

  async #project(): Promise<void> {
    await this.#database?.act((connection) => transaction(connection, () => this.accounts.project(connection)));
  }
}
