import { Visitor } from "../people/visitor.ts";
import type { Told } from "./told.ts";

export interface SeenFinding {
  finding: string;
  evidenceHash: string;
  stage: string;
  verdict: { verdict: number; label: string } | null;
}

export interface SeenNotice {
  finding: string;
  evidenceHash: string;
  stage: string;
  mayHandle: boolean;
  next: { to: string; amount: "needed" | "optional" | "none" }[];
}

interface SeenAccount {
  id: string;
  name: string;
  disabled: boolean;
}

const signedIn = (address: string) =>
  Promise.all(
    ["demo-supervisor", "demo-approver", "demo-admin"].map((account) => Visitor.signIn(address, account)),
  ) as Promise<[Visitor, Visitor, Visitor]>;

/** What people of a server have before them: who is signed in, and the lists as they were read. */
export class Scene {
  /** Two who judge and agree, of the nation. */
  readonly judges: readonly [Visitor, Visitor];
  readonly administrator: Visitor;
  readonly findings: readonly SeenFinding[];
  readonly notices: readonly SeenNotice[];
  readonly accounts: readonly SeenAccount[];
  readonly views: ReadonlyMap<string, readonly { name: string; query: string }[]>;

  private constructor(
    judges: readonly [Visitor, Visitor],
    administrator: Visitor,
    read: Pick<Scene, "findings" | "notices" | "accounts" | "views">,
  ) {
    this.judges = judges;
    this.administrator = administrator;
    this.findings = read.findings;
    this.notices = read.notices;
    this.accounts = read.accounts;
    this.views = read.views;
  }

  /** Signs everybody in and reads all lists. */
  static async open(address: string): Promise<Scene> {
    const [one, two, administrator] = await signedIn(address);
    const views = new Map<string, readonly { name: string; query: string }[]>();
    for (const visitor of [one, two])
      views.set(visitor.account, (await visitor.get<{ views: { name: string; query: string }[] }>("/api/views")).views);
    return new Scene([one, two], administrator, {
      findings: (await one.get<{ findings: SeenFinding[] }>("/api/findings?state=open&limit=1000&order=rule")).findings,
      notices: (await one.get<{ corrections: SeenNotice[] }>("/api/corrections?limit=1000")).corrections,
      accounts: (await administrator.get<{ accounts: SeenAccount[] }>("/api/accounts")).accounts,
      views,
    });
  }

  /** The same lists at another server, as the journal says they stand now: reading them takes seconds. Of notices nobody knows the next step then. */
  async again(address: string, told: Told): Promise<Scene> {
    const [one, two, administrator] = await signedIn(address);
    const verdicts = told.verdicts();
    const findings = this.findings.map(({ finding, evidenceHash }): SeenFinding => {
      const counts = verdicts.get(finding) ?? null;
      const stage = counts
        ? counts.approved
          ? "approved"
          : "approval"
        : told.putOff.has(finding)
          ? "put_off"
          : "waiting";
      return { finding, evidenceHash, stage, verdict: counts };
    });
    const views = new Map(
      [one, two].map(({ account }) => [account, told.viewsOf(account).map(([name, query]) => ({ name, query }))]),
    );
    const accounts = [...told.accounts].map(([id, account]) => ({ id, ...account }));
    return new Scene([one, two], administrator, { findings, notices: [], accounts, views });
  }

  /** Where the lists say otherwise than the journal; empty where they agree. */
  differences(told: Told): string[] {
    const differences: string[] = [];
    const differs = (what: string, expected: unknown, got: unknown) => {
      if (JSON.stringify(expected) !== JSON.stringify(got))
        differences.push(`${what}: the journal says ${JSON.stringify(expected)}, the page ${JSON.stringify(got)}`);
    };
    const verdicts = told.verdicts();
    for (const { finding, verdict, stage } of this.findings) {
      const counts = verdicts.get(finding) ?? null;
      differs(`verdict on ${finding}`, counts?.verdict ?? null, verdict?.verdict ?? null);
      differs(`label on ${finding}`, counts?.label ?? null, verdict?.label ?? null);
      if (counts) differs(`stage of ${finding}`, counts.approved ? "approved" : "approval", stage);
      else if (stage === "put_off") differs(`putting off of ${finding}`, told.putOff.has(finding), true);
    }
    for (const { finding, stage } of this.notices)
      differs(`notice ${finding}`, told.corrections.get(finding) ?? "issued", stage);
    for (const [account, views] of this.views) {
      const read = views.map(({ name, query }) => [name, query]).sort(([a], [b]) => (a! < b! ? -1 : 1));
      differs(`views of ${account}`, told.viewsOf(account), read);
    }
    for (const { id, name, disabled } of this.accounts)
      differs(`account ${id}`, told.accounts.get(id), { name, disabled });
    if (this.accounts.length !== told.accounts.size)
      differences.push(`${this.accounts.length} accounts, the journal made ${told.accounts.size}`);
    return differences;
  }
}
