import type { FastifyReply, FastifyRequest } from "fastify";
import Type, { type Static } from "typebox";
import { plain, ScopeAnswer } from "../access/accounts/account-answer.ts";
import { endSessions } from "../access/accounts/administer.ts";
import { changeOwnPassword } from "../access/accounts/own-password.ts";
import { demoAccounts } from "../access/demo-accounts.ts";
import { cookieOf, noCookie } from "../access/sessions/cookie.ts";
import { closeSession, type Opening, openSession } from "../access/sessions/open-session.ts";
import { csrfOf, endOf } from "../access/sessions/session.ts";
import { signInWays } from "../access/sign-in.ts";
import type { App } from "../app.ts";
import { fail } from "../errors.ts";

const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) => Type.Union([type, Type.Null()]);
const Who = { name: Type.String(), scope: ScopeAnswer };

const answer = Type.Object({
  principal: orNull(Type.Object({ id: Type.String(), role: orNull(Type.String()), ...Who })),
  permissions: Type.Array(Type.String()),
  csrf: orNull(Type.String({ description: "what every act sends along as x-csrf-token" })),
  mustChangePassword: Type.Boolean({ description: "nothing is open but setting one's own password" }),
  idleMinutes: Type.Number(),
  endsAt: orNull(Type.String({ description: "when one is signed out if nothing more is asked for" })),
  signIns: Type.Array(Type.String(), { description: "ways of signing in here" }),
  demo: Type.Array(Type.Object({ account: Type.String(), role: Type.String(), ...Who }), {
    description: "accounts one click away, in the demo",
  }),
});

const own = Type.Object({
  way: Type.String(),
  openedAt: Type.String(),
  seenAt: Type.String(),
  current: Type.Boolean({ description: "the one that asks" }),
});

/** A name and two passwords, and nothing that fills the memory. */
const SMALL = 16 * 1024;
const Password = Type.String({ minLength: 1, maxLength: 1000 });

/** Signing in, by whatever ways there are, and out; who one is then; one's own password. */
export default async function session(app: App): Promise<void> {
  const { house, config, demo = false } = app.services;
  const { access } = house;
  const ways = await signInWays();
  const offered = ways.filter((way) => way.offered({ demo }));

  const told = ({ admitted }: FastifyRequest): Static<typeof answer> => {
    const { principal, session, token, mustChangePassword } = admitted;
    const { id, name, role = null, scope, permissions } = principal;
    return {
      principal: id === "" ? null : { id, name, role, scope: plain(scope) },
      permissions: id === "" ? [] : [...permissions],
      csrf: token && csrfOf(token),
      mustChangePassword,
      idleMinutes: config.idleMinutes,
      endsAt: session && endOf(session, access.sessions.limits).toISOString(),
      signIns: offered.map((way) => way.id),
      demo: demo
        ? demoAccounts.filter(({ account }) => access.accounts.get(account)?.disabled === false).map(shown)
        : [],
    };
  };

  /** Opens a session and answers as if the browser had come with it already. */
  const begin = async (
    request: FastifyRequest,
    reply: FastifyReply,
    opening: Pick<Opening, "account" | "way" | "since" | "why">,
  ) => {
    const { session: before } = request.admitted;
    const token = await openSession(access, { ...opening, before, address: request.ip });
    const admitted = app.gate.admittedBy(token);
    if (!admitted) throw fail("access.wrong_password"); // closed while it was opened
    request.admitted = admitted;
    void reply.header("set-cookie", cookieOf(token, app.gate.isSecure(request))).header("cache-control", "no-store");
  };

  app.get(
    "/api/session",
    {
      config: { permission: "public" },
      schema: { summary: "Who asks, what they may do, and how to sign in", response: { 200: answer } },
    },
    async (request, reply) => {
      // A cookie that opens nothing is not to come again.
      if (!request.admitted.session && request.headers.cookie) {
        void reply.header("set-cookie", noCookie(app.gate.isSecure(request)));
      }
      void reply.header("cache-control", "no-store");
      return told(request);
    },
  );

  for (const way of ways) {
    for (const { method, path, summary, given, identify } of way.steps) {
      app.route({
        method,
        url: path,
        config: { permission: "public" },
        bodyLimit: SMALL,
        schema: { summary, [method === "GET" ? "querystring" : "body"]: given },
        handler: async (request, reply) => {
          if (!way.offered({ demo })) throw fail("access.no_such_way", { way: way.id });
          const since = access.head;
          const context = { access, demo, address: request.ip };
          const identified = await identify(context, method === "GET" ? request.query : request.body);
          if ("goTo" in identified) return reply.redirect(identified.goTo);
          await begin(request, reply, { account: identified.account, way: way.id, since });
          return method === "GET" ? reply.redirect("/") : told(request);
        },
      });
    }
  }

  app.delete(
    "/api/session",
    { config: { permission: "own.account" }, schema: { summary: "Signs out", response: { 204: Type.Null() } } },
    async (request, reply) => {
      const { session } = request.admitted;
      if (session) await closeSession(access, session, "signed out");
      return reply
        .header("set-cookie", noCookie(app.gate.isSecure(request)))
        .code(204)
        .send(null);
    },
  );

  app.get(
    "/api/session/own",
    {
      config: { permission: "own.account" },
      schema: {
        summary: "Where one is signed in oneself",
        response: { 200: Type.Object({ sessions: Type.Array(own) }) },
      },
    },
    async ({ admitted: { session, principal } }) => ({
      sessions: access.sessions
        .of(principal.id)
        .filter((each) => access.stands(each))
        .map((each) => ({
          ...{ way: each.way, openedAt: each.openedAt, seenAt: each.seenAt },
          current: each.hash === session?.hash,
        })),
    }),
  );

  app.delete(
    "/api/session/others",
    {
      config: { permission: "own.account" },
      schema: { summary: "Signs oneself out everywhere but here", response: { 200: answer } },
    },
    async (request, reply) => {
      const { session, principal } = request.admitted;
      if (!session) throw fail("access.sign_in");
      await endSessions(access, principal, session.account);
      await begin(request, reply, { account: session.account, way: session.way, since: access.head, why: "renewed" });
      return told(request);
    },
  );

  app.put(
    "/api/session/password",
    {
      config: { permission: "own.account" },
      bodyLimit: SMALL,
      schema: {
        summary: "Sets one's own password; every other session of the account ends",
        body: Type.Object({ current: Password, next: Password }, { additionalProperties: false }),
        response: { 200: answer },
      },
    },
    async (request, reply) => {
      const { session } = request.admitted;
      if (!session) throw fail("access.sign_in");
      await changeOwnPassword(access, request.principal, request.body, request.ip);
      await begin(request, reply, {
        account: session.account,
        way: session.way,
        since: access.head,
        why: "own password set",
      });
      return told(request);
    },
  );
}

const shown = ({ account, name, role, scope }: (typeof demoAccounts)[number]) => ({
  ...{ account, name, role },
  scope: plain(scope),
});
