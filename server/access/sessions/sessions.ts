import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { writeDurably } from "../../journal/journal.ts";
import { endOf, hashOf, newToken, type Session, type SessionLimits } from "./session.ts";

/** One more browser than this ends the oldest session of the account. */
const PER_ACCOUNT = 20;

/**
 * The open sessions of a house, in one file of mode 0600 beside the journal, so that a restart signs nobody out. A lost file signs everybody out and
 * harms nothing. Activity is written down with the next opening or ending, and at the close.
 */
export class Sessions {
  readonly #file: string;
  readonly #limits: SessionLimits;
  readonly #now: () => Date;
  readonly #sessions: Map<string, Session>;
  #writing: Promise<void> = Promise.resolve();
  #unwritten = false;

  private constructor(file: string, limits: SessionLimits, now: () => Date, sessions: Session[]) {
    this.#file = file;
    this.#limits = limits;
    this.#now = now;
    this.#sessions = new Map(sessions.map((session) => [session.hash, session]));
  }

  static async read(file: string, limits: SessionLimits, now: () => Date): Promise<Sessions> {
    const text = existsSync(file) ? await readFile(file, "utf8") : "[]";
    return new Sessions(file, limits, now, parsed(text));
  }

  get limits(): SessionLimits {
    return this.#limits;
  }

  /** Opens a session and gives its token, which is kept nowhere. */
  async open(account: string, since: number, way: string): Promise<{ token: string; session: Session }> {
    this.#forgetEnded();
    for (const oldest of this.of(account).slice(0, -(PER_ACCOUNT - 1))) this.#sessions.delete(oldest.hash);
    const token = newToken();
    const at = this.#now().toISOString();
    const session = { hash: hashOf(token), account, since, way, openedAt: at, seenAt: at };
    this.#sessions.set(session.hash, session);
    this.#unwritten = true;
    await this.save();
    return { token, session };
  }

  /** The session of a token, unless its time is over. */
  find(token: string): Session | undefined {
    const session = this.#sessions.get(hashOf(token));
    return session && this.stands(session) ? session : undefined;
  }

  /** Whether it was neither ended nor is over. */
  stands(session: Session): boolean {
    return this.#sessions.get(session.hash) === session && endOf(session, this.#limits) > this.#now();
  }

  /** Notes that its person did something. */
  touch(session: Session): void {
    session.seenAt = this.#now().toISOString();
    this.#unwritten = true;
  }

  async end(hashes: readonly string[]): Promise<void> {
    for (const hash of hashes) if (this.#sessions.delete(hash)) this.#unwritten = true;
    await this.save();
  }

  /** The sessions of an account, the oldest first. */
  of(account: string): Session[] {
    return [...this.#sessions.values()].filter((session) => session.account === account);
  }

  /** Writes down what is open, where that is not written yet; one write after the other. */
  save(): Promise<void> {
    const write = async () => {
      if (!this.#unwritten) return;
      this.#unwritten = false;
      await writeDurably(this.#file, JSON.stringify([...this.#sessions.values()]));
    };
    const written = this.#writing.then(write);
    this.#writing = written.catch(() => {}); // told to whoever asked for it
    return written;
  }

  #forgetEnded(): void {
    for (const session of this.#sessions.values()) {
      if (endOf(session, this.#limits) <= this.#now()) this.#sessions.delete(session.hash);
    }
  }
}

/** A file that a failing disk spoiled is as good as a lost one. */
function parsed(text: string): Session[] {
  try {
    return JSON.parse(text) as Session[];
  } catch {
    return [];
  }
}
