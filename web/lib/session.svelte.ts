import { forgetAnswers, hearRefusals } from "./api.ts";
import { keepCsrf } from "./csrf.ts";
import { sendJson } from "./send.ts";

/** Which regions somebody sees. */
export type Scope =
  | { all: true }
  | { all: false; side: "insured" | "care" | "either"; provinces: string[]; cities?: string[] };

export interface Principal {
  id: string;
  name: string;
  role: string | null;
  scope: Scope;
}

/** What /api/session answers. */
export interface Session {
  /** Null: nobody is signed in. */
  principal: Principal | null;
  permissions: string[];
  csrf: string | null;
  mustChangePassword: boolean;
  idleMinutes: number;
  /** When one is signed out if nothing more is asked. */
  endsAt: string | null;
  signIns: string[];
  /** Accounts one click away, in the demo. */
  demo: { account: string; name: string; role: string; scope: Scope }[];
}

let current = $state.raw<Session>();
let lost = $state(false);
let readAt = $state(0);

/** Tells the other tabs of this browser that somebody signed in or out. */
const tabs = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("jiheng.session");
if (tabs) tabs.onmessage = () => void readSession();

/** Who acts, and what they may do; undefined until the server has said so. */
export const session = {
  get current(): Session | undefined {
    return current;
  },
  /** Who acts, or acted until the session ended. */
  get principal(): Principal | null {
    return current?.principal ?? null;
  },
  /** A session that stood has ended: what is on the screen is covered until the same person is back. */
  get lost(): boolean {
    return lost;
  },
  /** When the server last said so. */
  get readAt(): number {
    return readAt;
  },
  may(permission: string): boolean {
    return current?.permissions.includes(permission) ?? false;
  },
};

function take(answer: Session): void {
  const before = current?.principal?.id;
  lost = before !== undefined && answer.principal === null;
  keepCsrf(answer.csrf);
  readAt = Date.now();
  if (lost && current) {
    current = { ...current, csrf: null, signIns: answer.signIns, demo: answer.demo };
    return;
  }
  if (answer.principal?.id !== before) forgetAnswers();
  current = answer;
}

/** Asks who acts. Without an answer nothing is permitted; the page's own questions say what is wrong with the server. */
export async function readSession(): Promise<void> {
  const response = await fetch("/api/session", { headers: { "x-unattended": "yes" } }).catch(() => undefined);
  if (response?.ok) take((await response.json()) as Session);
}

// A question that was refused for want of a session: ask who acts now.
hearRefusals(() => void readSession());

async function begin(path: string, given: object): Promise<void> {
  take(await sendJson<Session>("POST", path, given));
  tabs?.postMessage("in");
}

/** @throws ApiError access.wrong_password, access.locked */
export const signIn = (account: string, password: string): Promise<void> =>
  begin("/api/session", { account, password });

/** In the demo: is one of its accounts from now on. @throws ApiError */
export const signInDemo = (account: string): Promise<void> => begin("/api/session/demo", { account });

/** @throws ApiError */
export async function changePassword(given: { current: string; next: string }): Promise<void> {
  take(await sendJson<Session>("PUT", "/api/session/password", given));
  tabs?.postMessage("in");
}

/** Signs out everywhere but here. @throws ApiError */
export async function endOthers(): Promise<void> {
  take(await sendJson<Session>("DELETE", "/api/session/others"));
}

/** Stays signed in: asks for something as somebody who is there. @throws ApiError */
export async function stay(): Promise<void> {
  const response = await fetch("/api/session");
  if (response.ok) take((await response.json()) as Session);
}

/** Ends the session here and in every tab. */
export async function signOut(): Promise<void> {
  await sendJson("DELETE", "/api/session").catch(() => undefined); // one that ended already is out as well
  current = undefined;
  lost = false;
  keepCsrf(null);
  forgetAnswers();
  tabs?.postMessage("out");
  await readSession();
}
