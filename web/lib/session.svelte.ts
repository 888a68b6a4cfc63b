import { forgetAnswers } from "./api.ts";
import { sendJson } from "./send.ts";

export interface Session {
  principal: { id: string; name: string };
  permissions: string[];
  /** Whom a browser may choose to be: test persons of the demo, else nobody. */
  persons: { who: string; id: string; name: string }[];
}

let current = $state.raw<Session>();

/** Who acts, and what they may do; undefined until the server has said so. */
export const session = {
  get current(): Session | undefined {
    return current;
  },
  may(permission: string): boolean {
    return current?.permissions.includes(permission) ?? false;
  },
};

/** Asks who acts. Without an answer nothing is permitted; the page's own questions say what is wrong with the server. */
export async function readSession(): Promise<void> {
  const response = await fetch("/api/session").catch(() => undefined);
  if (!response?.ok) return;
  const answer = (await response.json()) as Omit<Session, "persons"> & Partial<Session>;
  current = { ...answer, persons: answer.persons ?? [] };
}

/** In the demo: acts as another person from now on. @throws ApiError */
export async function actAs(who: string): Promise<void> {
  current = await sendJson<Session>("POST", "/api/session/as", { who });
  forgetAnswers();
}
