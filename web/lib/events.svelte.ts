import { forgetAnswers } from "./api.ts";

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
    const { type } = JSON.parse(String(message.data)) as { type: string };
    if (type === "batch") batchesChanged();
    if (type === "job") jobs += 1;
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
