import Type, { type Static } from "typebox";
import type { Scope } from "../../store/principal.ts";
import type { Account } from "./account.ts";

const codes = Type.Array(Type.String({ pattern: String.raw`^\d{6}$` }), { maxItems: 100 });

/** Which regions' records somebody sees. What else a branch is sent is dropped by `plain`: a validator that does so would drop what the other branch needs. */
export const ScopeAnswer = Type.Union([
  Type.Object({ all: Type.Literal(true) }),
  Type.Object({
    all: Type.Literal(false),
    side: Type.Enum(["insured", "care", "either"]),
    provinces: codes,
    cities: Type.Optional(codes),
  }),
]);

const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) => Type.Union([type, Type.Null()]);

/** An account as administrators see it; of its password they learn only whether it has to be changed. */
export const accountAnswer = Type.Object({
  id: Type.String(),
  name: Type.String(),
  role: Type.String(),
  scope: ScopeAnswer,
  disabled: Type.Boolean(),
  lockedUntil: orNull(Type.String()),
  mustChangePassword: Type.Boolean(),
  createdAt: Type.String(),
  lastSignIn: orNull(Type.String()),
});
export type AccountAnswer = Static<typeof accountAnswer>;

export function answerOf(account: Account, now: Date): AccountAnswer {
  const { id, name, role, scope, disabled, password, lockedUntil, createdAt, lastSignIn } = account;
  const locked = lockedUntil !== null && Date.parse(lockedUntil) > now.getTime();
  return {
    ...{ id, name, role, scope: plain(scope), disabled, createdAt, lastSignIn },
    lockedUntil: locked ? lockedUntil : null,
    mustChangePassword: password?.oneTime ?? false,
  };
}

/** A scope as JSON has it. */
export function plain(scope: Scope): Static<typeof ScopeAnswer> {
  if (scope.all) return { all: true };
  const { side, provinces, cities } = scope;
  return { all: false, side, provinces: [...provinces], ...(cities ? { cities: [...cities] } : {}) };
}
