import type { JournalEntry } from "../../journal/entry.ts";
import type { Answer, Method, Visitor } from "../people/visitor.ts";

/** An act that a person asks for, told from all others by what it leaves in the journal. */
export interface Act {
  kind: string;
  who: Visitor;
  method: Method;
  path: string;
  payload?: object;
  /** Whether an entry is of this act. */
  isOf(entry: JournalEntry): boolean;
  /** So many entries it leaves where all of it is done; of many at once each stands by itself. */
  entries: number;
  /** How many of them an answer acknowledges. */
  acknowledged(answer: Answer): number;
}

/** An act on its way, and what was heard of it. */
export interface Asked {
  act: Act;
  /** Null where nobody answered: the server was gone. */
  answer: Answer | null;
}

/** Sends an act. Whoever gets no answer knows nothing. */
export async function ask(act: Act): Promise<Asked> {
  try {
    return { act, answer: await act.who.ask(act.method, act.path, act.payload) };
  } catch (cause) {
    if (cause instanceof TypeError) return { act, answer: null };
    throw cause;
  }
}

const done = ({ status }: Answer) => status >= 200 && status < 300;

/** What the journal says otherwise than people were told; empty where it agrees. `entries` are those since the asking began. */
export function brokenPromises(asked: readonly Asked[], entries: readonly JournalEntry[]): string[] {
  const broken: string[] = [];
  for (const { act, answer } of asked) {
    const there = entries.filter((entry) => act.isOf(entry)).length;
    const name = `${act.kind} by ${act.who.account}`;
    if (answer === null) {
      if (there > act.entries) broken.push(`${name}: ${there} entries of ${act.entries}: doubled`);
    } else if (!done(answer)) {
      if (there > 0) broken.push(`${name}: refused with ${answer.status}, yet ${there} entries`);
    } else {
      const promised = act.acknowledged(answer);
      if (there < promised) broken.push(`${name}: ${promised} acknowledged, ${there} in the journal: lost`);
      if (there > promised) broken.push(`${name}: ${promised} acknowledged, ${there} in the journal: doubled`);
    }
  }
  return broken;
}
