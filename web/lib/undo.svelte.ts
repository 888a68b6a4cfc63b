/** An act that can still be taken back. */
interface Offer {
  text: string;
  undo(): Promise<void>;
  /** Does what waits; absent where it is done already. */
  commit?: () => Promise<void>;
}

/** How long an act that cannot be taken back on the server waits for second thoughts. */
const patience = 8000;
const most = 50;

let offers = $state.raw<Offer[]>([]);
let failure = $state.raw<unknown>();
let busy = $state(false);
let timer: ReturnType<typeof setTimeout> | undefined;

/** What was done last and can be undone: the bar that says so, Ctrl+Z and U lead here. */
export const undoing = {
  get last(): Offer | undefined {
    return offers.at(-1);
  },
  get failure(): unknown {
    return failure;
  },
  get busy(): boolean {
    return busy;
  },

  /** Something was done, and this takes it back. */
  offer(text: string, undo: () => Promise<void>): void {
    void undoing.commit();
    push({ text, undo });
  },

  /** Something will be done after a pause, unless it is taken back before. */
  delay(text: string, commit: () => Promise<void>, undo: () => Promise<void>): void {
    void undoing.commit();
    push({ text, undo, commit });
    timer = setTimeout(() => void undoing.commit(), patience);
  },

  /** Does at once what waits. */
  async commit(): Promise<void> {
    clearTimeout(timer);
    const waiting = offers.at(-1);
    if (!waiting?.commit) return;
    offers = offers.slice(0, -1);
    await attempt(waiting.commit);
  },

  async undo(): Promise<void> {
    const offer = offers.at(-1);
    if (!offer || busy) return;
    clearTimeout(timer);
    offers = offers.slice(0, -1);
    await attempt(offer.undo);
  },

  /** What was done stays done. */
  dismiss(): void {
    void undoing.commit();
    [offers, failure] = [[], undefined];
  },

  /** Says beside the bar what went wrong. */
  fail(cause: unknown): void {
    failure = cause;
  },
};

function push(offer: Offer): void {
  failure = undefined;
  offers = [...offers, offer].slice(-most);
}

async function attempt(work: () => Promise<void>): Promise<void> {
  [busy, failure] = [true, undefined];
  try {
    await work();
  } catch (cause) {
    failure = cause;
  } finally {
    busy = false;
  }
}
