import { timingSafeEqual } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { LOOPBACK_NAME } from "../config.ts";
import { fail } from "../errors.ts";
import { nationalPrincipal, type Principal } from "../store/principal.ts";
import type { Access } from "./access.ts";
import { principalOf } from "./accounts/account.ts";
import { Counted } from "./limits/counted.ts";
import { tokenIn } from "./sessions/cookie.ts";
import { isCsrfOf, type Session } from "./sessions/session.ts";

/** Who asks, and by which session. */
export interface Admitted {
  principal: Principal;
  /** Null: no browser that signed in. */
  session: Session | null;
  /** The session's token: what its page proves itself by is made of it. */
  token: string | null;
  /** Whether the account has a password of somebody else's giving, so that nothing is open but setting one's own. */
  mustChangePassword: boolean;
}

export interface GateOptions {
  /** Of the lock file: whoever can read it is the machine's own user. */
  token: string;
  /** Addresses people reach the server by, beside loopback. */
  origins: readonly string[];
  /** Who asks where nobody signed in; in tests. */
  as?: Principal | (() => Principal);
  /** Requests a minute of one session, or of one address without. */
  perMinute?: number;
}

/** Who asks where nobody signed in. */
const nobody: Principal = {
  id: "",
  name: "",
  scope: { all: false, side: "either", provinces: [] },
  permissions: new Set(["public"]),
};

const without = { session: null, token: null, mustChangePassword: false };

const MINUTE = 60_000;
const PER_MINUTE = 3_000;
const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/** Looks at every request before anything else does: where it comes from, who asks, and how often. */
export class Gate {
  readonly #access: Access;
  readonly #options: GateOptions;
  readonly #requests: Counted;

  constructor(access: Access, options: GateOptions) {
    this.#access = access;
    this.#options = options;
    this.#requests = new Counted({ windowMs: MINUTE, keys: 10_000, now: access.now });
  }

  /** @throws access.cross_site, access.sign_in, access.csrf, access.too_many */
  async admit(request: FastifyRequest): Promise<Admitted> {
    const { authorization, cookie } = request.headers;
    if (authorization !== undefined) return this.#machine(authorization);
    this.#checkOrigin(request);
    const token = tokenIn(cookie);
    const admitted = token === null ? null : this.admittedBy(token);
    if (!admitted?.session) {
      const as = typeof this.#options.as === "function" ? this.#options.as() : this.#options.as;
      if (!as) this.#count(request.ip);
      return { ...without, principal: as ?? nobody };
    }
    this.#count(admitted.session.hash);
    await this.#checkPage(request, admitted.session, token!);
    // What a page asks by itself is no sign of a person.
    if (request.headers["x-unattended"] === undefined) this.#access.sessions.touch(admitted.session);
    return admitted;
  }

  /** Who comes with a token; null where it opens nothing. */
  admittedBy(token: string): Admitted | null {
    const session = this.#access.sessions.find(token);
    if (!session || !this.#access.stands(session)) return null;
    const account = this.#access.accounts.get(session.account)!;
    return { principal: principalOf(account), session, token, mustChangePassword: account.password?.oneTime ?? false };
  }

  /** Whether people reach this request's address over https. */
  isSecure({ headers: { host } }: FastifyRequest): boolean {
    return this.#options.origins.includes(`https://${host}`);
  }

  #machine(authorization: string): Admitted {
    const given = Buffer.from(authorization.replace(/^Bearer /, ""));
    const wanted = Buffer.from(this.#options.token);
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) throw fail("access.sign_in");
    return { ...without, principal: nationalPrincipal };
  }

  /** A page of another site cannot set these two headers, and a name that leads here by somebody else's doing is none of ours. */
  #checkOrigin({ headers: { host, origin } }: FastifyRequest): void {
    if (host === undefined) return;
    const { origins } = this.#options;
    const own = origins.filter((each) => new URL(each).host === host);
    if (LOOPBACK_NAME.test(host.replace(/:\d+$/, ""))) own.push(`http://${host}`);
    if (own.length === 0) throw fail("access.cross_site", { origin: host });
    if (origin !== undefined && !own.includes(origin)) throw fail("access.cross_site", { origin });
  }

  /** What a browser sends along by itself is not enough to act: the page has to hold the word of its session. */
  async #checkPage(request: FastifyRequest, session: Session, token: string): Promise<void> {
    const { permission } = request.routeOptions.config;
    if (SAFE.has(request.method) || permission === "public" || permission === undefined) return;
    const word = request.headers["x-csrf-token"];
    if (isCsrfOf(token, typeof word === "string" ? word : undefined)) return;
    await this.#access.refusals.tell({ account: session.account, why: "csrf", address: request.ip });
    throw fail("access.csrf");
  }

  #count(key: string): void {
    const { count, until } = this.#requests.add(key);
    if (count > (this.#options.perMinute ?? PER_MINUTE)) {
      throw fail("access.too_many", { until: new Date(until).toISOString() });
    }
  }
}
