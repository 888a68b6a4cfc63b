import { mask } from "../../store/masks.ts";

/** Keys whose values are secrets: hashes of passwords, tokens of sessions. */
const SECRET = /password|secret|token|csrf|cookie/i;
const PSEUDONYM = /(?<![0-9a-f-])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f-])/g;
/** Numbers of certificates and mobile telephones that somebody wrote into a reason or a file's name. */
const CERTIFICATE = /(?<![0-9A-Za-z])(?:\d{17}[\dXx]|\d{15})(?![0-9A-Za-z])/g;
const MOBILE = /(?<![0-9A-Za-z])1[3-9]\d{9}(?![0-9A-Za-z])/g;

const LONGEST = 2_000;
const MOST = 20;

/** A text with persons' pseudonyms cut to their first signs, and numbers of certificates and telephones masked. */
export function maskedText(text: string): string {
  const cut = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return cut
    .replace(PSEUDONYM, (found) => mask(found, "certificate")!)
    .replace(CERTIFICATE, (found) => mask(found, "certificate")!)
    .replace(MOBILE, (found) => mask(found, "phone")!);
}

/** What an entry says, as a reader of the journal may see it: without secrets and hidden fields, personal data masked, long lists cut. */
export function maskedData(data: Record<string, unknown>, hides: readonly string[] = []): Record<string, unknown> {
  const shown = Object.entries(data).filter(([name]) => !hides.includes(name) && !SECRET.test(name));
  return Object.fromEntries(shown.map(([name, value]) => [name, masked(value)]));
}

function masked(value: unknown): unknown {
  if (typeof value === "string") return maskedText(value);
  if (Array.isArray(value)) {
    const first = value.slice(0, MOST).map(masked);
    return value.length > MOST ? [...first, `… ${value.length}`] : first;
  }
  if (value !== null && typeof value === "object") return maskedData(value as Record<string, unknown>);
  return value;
}
