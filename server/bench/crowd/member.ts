import { setTimeout as pause } from "node:timers/promises";
import type { Answer, Method, Visitor } from "../people/visitor.ts";

/** What was asked, how long the answer took and what it was. */
export interface Timed {
  what: "queue" | "finding" | "verdict" | "withdrawal";
  /** When it was asked, on the clock of the crowd. */
  at: number;
  ms: number;
  status: number;
}

interface Page {
  evidenceHash: string;
  stage: string;
  verdict: { verdict: number } | null;
}

/** Seconds between what one person does, at least and at most. */
const THINKING = { least: 1, more: 3 };

/** One of many who work at once: looks through the queue, opens a finding, judges it if it is his to judge, and takes that back the next time. */
export class Member {
  readonly timed: Timed[] = [];
  readonly #visitor: Visitor;
  readonly #random: () => number;
  readonly #own: readonly string[];

  /** @param own findings that nobody else judges; empty for who only reads */
  constructor(visitor: Visitor, own: readonly string[], random: () => number) {
    this.#visitor = visitor;
    this.#own = own;
    this.#random = random;
  }

  /** Works until the signal. */
  async work(signal: AbortSignal): Promise<void> {
    await this.#think(THINKING.least + THINKING.more);
    for (let round = 0; !signal.aborted; round++) {
      const list = await this.#ask<{ findings: { finding: string }[] }>(
        "queue",
        "GET",
        "/api/findings?state=open&limit=50&order=loss",
      );
      await this.#think();
      const read = list.body.findings ?? [];
      const finding = this.#own[round % this.#own.length] ?? read[Math.floor(this.#random() * read.length)]?.finding;
      if (finding === undefined || signal.aborted) continue;
      const { status, body } = await this.#ask<Page>("finding", "GET", `/api/findings/${finding}`);
      await this.#think();
      if (status === 200 && this.#own.length > 0 && !signal.aborted) await this.#judge(finding, body);
      await this.#think();
    }
  }

  async #judge(finding: string, { evidenceHash, stage, verdict }: Page): Promise<void> {
    if (verdict && stage === "approval") {
      await this.#ask("withdrawal", "POST", "/api/verdicts/withdrawals", { verdicts: [verdict.verdict] });
      return;
    }
    const said = { label: "confirmed", strength: "desk", reason: `众人同时办理 ${Math.floor(this.#random() * 1e9)}` };
    await this.#ask("verdict", "POST", `/api/findings/${finding}/verdicts`, { evidenceHash, ...said });
  }

  async #ask<T>(what: Timed["what"], method: Method, path: string, payload?: object): Promise<Answer<T>> {
    const at = performance.now();
    const answer = await this.#visitor.ask<T>(method, path, payload);
    this.timed.push({ what, at, ms: performance.now() - at, status: answer.status });
    return answer;
  }

  #think(seconds = THINKING.least + THINKING.more * this.#random()): Promise<void> {
    return pause(1000 * seconds * this.#random());
  }
}
