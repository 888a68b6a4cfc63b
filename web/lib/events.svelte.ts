import { forgetAnswers } from "./api.ts";

/** What reviewers do: `finding` where findings stand, `hold` who has them open. */
export type ReviewChange = "finding" | "hold";
type Hearer = (change: ReviewChange, findings: readonly string[]) => void;

const hearers = new Set<Hearer>();
let data = $state(0);
let jobs = $state(0);
let connected = $state(true);
let waiting = false;

/** Counts changes on the server. Reading a counter in a `resource` makes it re-read after a change. */
export const changes = {
  /** Batches were committed: every figure may differ. */
  get data(): number {
    return data;
  },
  get jobs(): number {
    return jobs;
  },
  get connected(): boolean {
    return connected;
  },
};

/** Hears of findings that reviewers act on, by id. Gives the way to stop. */
export function hearReviews(hearer: Hearer): () => void {
  hearers.add(hearer);
  return () => hearers.delete(hearer);
}

/** Listens for ids of what changed; the screens read the rest through their own scoped queries. */
export function listen(): () => void {
  const source = new EventSource("/api/events");
  source.onopen = () => {
    connected = true;
  };
  source.onerror = () => {
    connected = false;
  };
  source.onmessage = (message) => {
    const { type, ids = [] } = JSON.parse(String(message.data)) as { type: string; ids?: string[] };
    if (type === "batch") batchesChanged();
    if (type === "job") jobs += 1;
    if (type !== "finding" && type !== "hold") return;
    if (type === "finding") forgetAnswers();
    for (const hear of hearers) hear(type, ids);
  };
  return () => source.close();
}

/** A load of many files tells of every batch; twice a second is enough for a screen. */
export function batchesChanged(): void {
  if (waiting) return;
  waiting = true;
  setTimeout(() => {
    waiting = false;
    forgetAnswers();
    data += 1;
  }, 500);
}
