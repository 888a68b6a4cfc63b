import { EventEmitter } from "node:events";
import type { Principal } from "../../store/principal.ts";
import { type Hold, Holds } from "./holds.ts";

/** What changed of findings: `finding` where they stand, `hold` who has them. */
export interface ReviewEvents {
  finding: [findings: readonly string[]];
  hold: [findings: readonly string[]];
}

/** Where reviewers of a house meet: who has what before him, and what changes. Nothing here outlives the process. */
export class ReviewDesk {
  readonly events = new EventEmitter<ReviewEvents>().setMaxListeners(0);
  readonly holds: Holds;

  constructor(now?: () => Date) {
    this.holds = new Holds(now);
  }

  /** @throws review.held, review.too_many_holds */
  take(finding: string, principal: Principal): Hold {
    const before = this.holds.of(finding);
    const hold = this.holds.take(finding, principal);
    if (!before) this.events.emit("hold", [finding]);
    return hold;
  }

  release(finding: string, account: string): void {
    if (this.holds.release(finding, account)) this.events.emit("hold", [finding]);
  }

  /** Who signs out holds nothing any more. */
  leave(account: string): void {
    const released = this.holds.releaseAll(account);
    if (released.length > 0) this.events.emit("hold", released);
  }

  /** Findings that an act was about: who acted holds them no longer. */
  changed(findings: readonly string[], account: string): void {
    for (const finding of findings) this.release(finding, account);
    if (findings.length > 0) this.events.emit("finding", findings);
  }
}
