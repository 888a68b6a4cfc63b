import { ACCOUNT_MADE } from "../../access/accounts/account.ts";
import { type Command, storeCommand } from "../../jobs/command.ts";
import type { JobQueue } from "../../jobs/queue.ts";
import { nationalPrincipal } from "../../store/principal.ts";
import { far } from "./plants.ts";
import type { Viewer } from "./viewer.ts";
import type { World } from "./world.ts";

/** What somebody of far away did: it is told to the nation and to his own place. */
const stranger = {
  ...{ account: "leaks-stranger", name: "外省经办", role: "city", password: null },
  scope: { all: false, side: "either", provinces: [], cities: [...far] },
};

/**
 * What happened before anybody looks: accounts of the viewers and of a stranger, acts of his in the journal that name records, and a job of the nation
 * whose progress, result and refusal name them too.
 */
export async function plantPast(
  { house, claims, findings }: World,
  jobs: JobQueue,
  commands: Map<string, Command>,
  viewers: readonly Viewer[],
): Promise<void> {
  await house.access.record(nationalPrincipal.id, ACCOUNT_MADE, stranger);
  for (const { principal } of viewers) {
    const { id: account, name, role, scope } = principal;
    await house.access.record(nationalPrincipal.id, ACCOUNT_MADE, { account, name, role, scope, password: null });
  }
  const theirs = claims.filter(({ insuredCity }) => (far as readonly string[]).includes(insuredCity ?? ""));
  const said = theirs
    .map(({ claim, settlement, institution, total }) => `${claim} ${settlement} ${institution} ${total}`)
    .join(" ");
  for (const { claim } of theirs) await house.journal.append(stranger.account, "claim.read", { claim });
  for (const { finding, claims: own } of findings)
    if (own.every((claim) => theirs.includes(claim)))
      await house.journal.append(stranger.account, "finding.put_off", { finding, until: "2027-01-01", reason: said });
  commands.set("planted", {
    ...storeCommand<{ said: string }>({
      ...{ name: "planted", summary: "names records", lane: () => "read", permission: () => "jobs.run" },
      run: async ({ progress }) => {
        progress({ phase: "prove", subject: said, done: 1, total: 1 });
        return { said };
      },
      print: () => "",
    }),
  });
  await jobs.wait(jobs.submit("planted", {}, nationalPrincipal).id);
  const { error } = await jobs.wait(
    jobs.submit("rules", { arguments: ["backtest", "XR-01"], set: ["overlap=30"] }, nationalPrincipal).id,
  );
  if (error) throw new Error(`the backtest of the matrix failed: ${error.message}`);
}
