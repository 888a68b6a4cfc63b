import type { JournalEntry } from "../../journal/entry.ts";
import type { Answer, Visitor } from "../people/visitor.ts";
import type { Act } from "./asked.ts";
import type { Scene, SeenFinding, SeenNotice } from "./scene.ts";

const DAY_MS = 86_400_000;

/** Acts that people of a scene may ask for, each on what none before it touched: what is refused then is no collision of the proof's own making. */
export class RandomActs {
  readonly #random: () => number;
  readonly #scene: Scene;
  readonly #touched = new Set<string>();
  /** Numbers acts over all scenes. */
  readonly #number: () => number;

  constructor(scene: Scene, random: () => number, number: () => number) {
    this.#scene = scene;
    this.#random = random;
    this.#number = number;
  }

  /** A random act that can be done. */
  next(): Act {
    const kinds = [
      this.#verdict,
      this.#verdict,
      this.#verdicts,
      this.#approval,
      this.#approval,
      this.#withdrawal,
      this.#appeal,
      this.#puttingOff,
      this.#takingUp,
      this.#correction,
      this.#account,
      this.#accountChange,
      this.#view,
      this.#viewRemoval,
    ];
    for (;;) {
      const act = this.#pick(kinds)!.call(this);
      if (act) return act;
    }
  }

  #pick<T>(from: readonly T[]): T | undefined {
    return from[Math.floor(this.#random() * from.length)];
  }

  /** Findings of these stages that nobody touched yet. */
  #findings(count: number, ...stages: string[]): SeenFinding[] {
    const open = this.#scene.findings.filter(
      ({ finding, stage }) => stages.includes(stage) && !this.#touched.has(finding),
    );
    const from = Math.floor(this.#random() * Math.max(1, open.length - count));
    return open.slice(from, from + count).map((each) => this.#touch(each));
  }

  #touch<T extends { finding: string }>(each: T): T {
    this.#touched.add(each.finding);
    return each;
  }

  /** Words that no other act says. */
  #words(): string {
    return `证明用理由 ${this.#number()}`;
  }

  #verdict(): Act | null {
    const [found] = this.#findings(1, "waiting", "returned", "appealed");
    if (!found) return null;
    const reason = this.#words();
    const { finding, evidenceHash } = found;
    return {
      ...{
        kind: "verdict",
        who: this.#pick(this.#scene.judges)!,
        method: "POST",
        path: `/api/findings/${finding}/verdicts`,
      },
      payload: { evidenceHash, ...this.#said(reason) },
      ...once("verdict.given", ({ data }) => data.reason === reason),
    };
  }

  #verdicts(): Act | null {
    const found = this.#findings(2 + Math.floor(this.#random() * 5), "waiting", "returned", "appealed");
    if (found.length < 2) return null;
    const reason = this.#words();
    const findings = found.map(({ finding, evidenceHash }) => ({ finding, evidenceHash }));
    return {
      ...{
        kind: "verdicts at once",
        who: this.#pick(this.#scene.judges)!,
        method: "POST",
        path: "/api/findings/verdicts",
      },
      payload: { findings, ...this.#said(reason) },
      isOf: ({ act, data }) => act === "verdict.given" && data.reason === reason,
      entries: findings.length,
      acknowledged: ({ body }) => (body.given as unknown[]).length,
    };
  }

  #said(reason: string) {
    const label = this.#pick(["confirmed", "dismissed", "doubtful"]);
    return {
      label,
      strength: this.#pick(["documents", "desk"]),
      reason,
      ...(label === "doubtful" ? { materials: ["病历"] } : {}),
    };
  }

  /** By either of the two: one's own is refused, and that leaves nothing. */
  #approval(): Act | null {
    const found = this.#findings(1 + Math.floor(this.#random() * 3), "approval");
    if (found.length === 0) return null;
    const reason = this.#words();
    const verdicts = found.map(({ verdict }) => verdict!.verdict);
    return {
      ...{ kind: "approvals", who: this.#pick(this.#scene.judges)!, method: "POST", path: "/api/verdicts/approvals" },
      payload: { verdicts, agree: this.#random() < 0.7, reason },
      isOf: ({ act, data }) => act === "verdict.approved" && data.reason === reason,
      entries: verdicts.length,
      acknowledged: ({ body }) => (body.done as unknown[]).length,
    };
  }

  /** One act for all of them. */
  #withdrawal(): Act | null {
    const found = this.#findings(1 + Math.floor(this.#random() * 3), "approval");
    if (found.length === 0) return null;
    const verdicts = found.map(({ verdict }) => verdict!.verdict);
    return {
      ...{
        kind: "withdrawal",
        who: this.#pick(this.#scene.judges)!,
        method: "POST",
        path: "/api/verdicts/withdrawals",
      },
      payload: { verdicts },
      isOf: ({ act, data }) =>
        act === "verdict.withdrawn" && (data.verdicts as number[]).some((each) => verdicts.includes(each)),
      entries: 1,
      acknowledged: ({ body }) => ((body.withdrawn as unknown[]).length > 0 ? 1 : 0),
    };
  }

  #appeal(): Act | null {
    const [found] = this.#findings(1, "waiting", "approval", "approved").filter(
      ({ verdict }) => verdict?.label !== "dismissed",
    );
    if (!found) return null;
    const reason = this.#words();
    return {
      ...{
        kind: "appeal",
        who: this.#pick(this.#scene.judges)!,
        method: "POST",
        path: `/api/findings/${found.finding}/appeals`,
      },
      payload: { evidenceHash: found.evidenceHash, reason, files: ["申诉书.pdf"] },
      ...once("finding.appealed", ({ data }) => data.reason === reason),
    };
  }

  #puttingOff(): Act | null {
    const [found] = this.#findings(1, "waiting");
    if (!found) return null;
    const reason = this.#words();
    const until = new Date(Date.now() + (2 + Math.floor(this.#random() * 20)) * DAY_MS).toISOString().slice(0, 10);
    return {
      ...{
        kind: "putting off",
        who: this.#pick(this.#scene.judges)!,
        method: "PUT",
        path: `/api/findings/${found.finding}/putting-off`,
      },
      payload: { evidenceHash: found.evidenceHash, until, reason },
      ...once("finding.put_off", ({ data }) => data.reason === reason),
    };
  }

  #takingUp(): Act | null {
    const [found] = this.#findings(1, "put_off");
    if (!found) return null;
    const reason = this.#words();
    return {
      kind: "taking up",
      who: this.#pick(this.#scene.judges)!,
      method: "DELETE",
      path: `/api/findings/${found.finding}/putting-off?reason=${encodeURIComponent(reason)}`,
      ...once("finding.taken_up", ({ data }) => data.reason === reason),
    };
  }

  #correction(): Act | null {
    const open = this.#scene.notices.filter(
      ({ finding, mayHandle, next }) => mayHandle && next.length > 0 && !this.#touched.has(finding),
    );
    const notice: SeenNotice | undefined = this.#pick(open);
    if (!notice) return null;
    const { finding, evidenceHash, next } = this.#touch(notice);
    const { to, amount } = this.#pick(next)!;
    const reason = this.#words();
    return {
      ...{
        kind: "correction",
        who: this.#pick(this.#scene.judges)!,
        method: "POST",
        path: `/api/corrections/${finding}/steps`,
      },
      payload: { to, evidenceHash, reason, ...(amount === "needed" ? { amount: "1.50" } : {}) },
      ...once("correction.moved", ({ data }) => data.reason === reason),
    };
  }

  #account(): Act {
    const id = `proof-${this.#number()}`;
    return {
      ...{ kind: "account", who: this.#scene.administrator, method: "POST", path: "/api/accounts" },
      payload: { id, name: `证明 ${id}`, role: "analyst", scope: { all: true } },
      ...once("account.made", ({ data }) => data.account === id),
    };
  }

  #accountChange(): Act | null {
    const made = this.#scene.accounts.filter(({ id }) => id.startsWith("proof-") && !this.#touched.has(id));
    const account = this.#pick(made);
    if (!account) return null;
    this.#touched.add(account.id);
    const number = this.#number();
    const change = this.#random() < 0.5 ? { name: `改名 ${number}` } : { disabled: !account.disabled };
    const reason = this.#words();
    return {
      ...{
        kind: "account change",
        who: this.#scene.administrator,
        method: "PATCH",
        path: `/api/accounts/${account.id}`,
      },
      payload: { ...change, reason },
      ...once("account.changed", ({ data }) => data.reason === reason),
    };
  }

  #view(): Act {
    const who: Visitor = this.#pick(this.#scene.judges)!;
    const query = `state=open&n=${this.#number()}`;
    const name = `视图 ${Math.floor(this.#random() * 20)}`;
    return {
      ...{ kind: "view", who, method: "PUT", path: `/api/views/${encodeURIComponent(name)}` },
      payload: { page: "/review", query },
      ...once("view.saved", ({ data }) => data.query === query),
    };
  }

  #viewRemoval(): Act | null {
    const who: Visitor = this.#pick(this.#scene.judges)!;
    const view = this.#pick(this.#scene.views.get(who.account) ?? []);
    const key = `${who.account} ${view?.name}`;
    if (!view || this.#touched.has(key)) return null;
    this.#touched.add(key);
    return {
      ...{ kind: "view removal", who, method: "DELETE", path: `/api/views/${encodeURIComponent(view.name)}` },
      ...once("view.removed", ({ actor, data }) => actor === who.account && data.name === view.name),
    };
  }
}

/** An act that is one entry. */
function once(name: string, isMine: (entry: JournalEntry) => boolean): Pick<Act, "isOf" | "entries" | "acknowledged"> {
  return {
    isOf: (entry) => entry.act === name && isMine(entry),
    entries: 1,
    acknowledged: ({ status }: Answer) => (status < 300 ? 1 : 0),
  };
}
