import Type, { type Static } from "typebox";
import { fail } from "../../errors.ts";
import { demoAccounts } from "../demo-accounts.ts";
import type { SignInWay } from "../sign-in.ts";

const given = Type.Object({ account: Type.String({ maxLength: 60 }) }, { additionalProperties: false });
type Given = Static<typeof given>;

/** One click, in the generated demo on loopback only. */
export default {
  id: "demo",
  offered: ({ demo }) => demo,
  steps: [
    {
      method: "POST",
      path: "/api/session/demo",
      summary: "Signs in as one of the demo's accounts",
      given,
      async identify({ access }, body) {
        const { account } = body as Given;
        const known = access.accounts.get(account);
        const isDemo = demoAccounts.some((demo) => demo.account === account);
        if (!isDemo || !known || known.disabled) throw fail("account.not_found", { account });
        return { account };
      },
    },
  ],
} satisfies SignInWay;
