import Type from "typebox";
import { accountAnswer, answerOf, plain, ScopeAnswer } from "../access/accounts/account-answer.ts";
import { accountsOf, changeAccount, endSessions, makeAccount, resetPassword } from "../access/accounts/administer.ts";
import { roles } from "../access/role.ts";
import type { App } from "../app.ts";

const config = { permission: "accounts.write" } as const;
const params = Type.Object({ id: Type.String({ minLength: 1, maxLength: 60 }) });
const Reason = Type.String({ minLength: 1, maxLength: 2000, pattern: String.raw`\S` });
const Name = Type.String({ minLength: 1, maxLength: 60 });
const Role = Type.String({ maxLength: 20 });
const OneTimePassword = Type.String({
  description: "told once and kept nowhere; good for setting an own one, for three days",
});

/** Accounts within one's own reach: who there is, making, changing, closing them, new passwords for who forgot theirs. */
export default function accounts(app: App): void {
  const { access } = app.services.house;

  app.get(
    "/api/accounts",
    {
      config,
      schema: {
        summary: "Accounts within the asker's regions, and the roles there are",
        response: {
          200: Type.Object({
            accounts: Type.Array(accountAnswer),
            roles: Type.Array(
              Type.Object({
                id: Type.String(),
                title: Type.Object({ zh: Type.String(), en: Type.String() }),
                reaches: Type.Array(Type.String()),
              }),
            ),
          }),
        },
      },
    },
    async ({ principal }) => ({
      accounts: accountsOf(access, principal).map((account) => answerOf(account, access.now())),
      roles: [...roles.values()].map(({ id, title, reaches }) => ({ id, title, reaches: [...reaches] })),
    }),
  );

  app.post(
    "/api/accounts",
    {
      config,
      schema: {
        summary: "Makes an account, with a password for its first sign-in",
        body: Type.Object(
          { id: Type.String({ maxLength: 60 }), name: Name, role: Role, scope: ScopeAnswer },
          { additionalProperties: false },
        ),
        response: { 201: Type.Object({ account: accountAnswer, oneTimePassword: OneTimePassword }) },
      },
    },
    async ({ principal, body }, reply) => {
      const oneTimePassword = await makeAccount(access, principal, { ...body, scope: plain(body.scope) });
      const account = answerOf(access.accounts.get(body.id)!, access.now());
      return reply.code(201).header("cache-control", "no-store").send({ account, oneTimePassword });
    },
  );

  app.patch(
    "/api/accounts/:id",
    {
      config,
      schema: {
        summary: "Changes an account's name, role or regions, closes it or opens it again; never one's own",
        params,
        body: Type.Object(
          {
            name: Type.Optional(Name),
            role: Type.Optional(Role),
            scope: Type.Optional(ScopeAnswer),
            disabled: Type.Optional(Type.Boolean()),
            reason: Reason,
          },
          { additionalProperties: false },
        ),
        response: { 200: accountAnswer },
      },
    },
    async ({ principal, params: { id }, body }) =>
      answerOf(
        await changeAccount(access, principal, id, { ...body, scope: body.scope && plain(body.scope) }),
        access.now(),
      ),
  );

  app.post(
    "/api/accounts/:id/password",
    {
      config,
      schema: {
        summary: "Takes an account's password away and gives one for a single use; unlocks it",
        params,
        body: Type.Object({ reason: Reason }, { additionalProperties: false }),
        response: { 200: Type.Object({ oneTimePassword: OneTimePassword }) },
      },
    },
    async ({ principal, params: { id }, body: { reason } }, reply) => {
      void reply.header("cache-control", "no-store");
      return { oneTimePassword: await resetPassword(access, principal, id, reason) };
    },
  );

  app.delete(
    "/api/accounts/:id/sessions",
    {
      config,
      schema: {
        summary: "Signs an account out everywhere",
        params,
        querystring: Type.Object({ reason: Type.Optional(Reason) }),
        response: { 204: Type.Null() },
      },
    },
    async ({ principal, params: { id }, query: { reason } }, reply) => {
      await endSessions(access, principal, id, reason);
      return reply.code(204).send(null);
    },
  );
}
