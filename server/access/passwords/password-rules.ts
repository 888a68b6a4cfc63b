import { randomInt } from "node:crypto";
import { readFileSync } from "node:fs";
import { fail } from "../../errors.ts";

const SHORTEST = 10;
const LONGEST = 200;
/** Fewer different characters than this are a pattern, whatever the length. */
const DIFFERENT = 5;

const commonWords = new Set(
  readFileSync(new URL("common-words.txt", import.meta.url), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#")),
);
const RUNS = [
  "abcdefghijklmnopqrstuvwxyz",
  "01234567890",
  "qwertyuiop",
  "asdfghjkl",
  "zxcvbnm",
  "1qaz2wsx3edc4rfv5tgb6yhn",
];

/**
 * Refuses a password that is guessed early: short, made of a common word with figures behind it, of a run on the keyboard, or like the account.
 * @throws access.weak_password
 */
export function checkPassword(password: string, { id, name }: { id: string; name: string }): void {
  const refused = (expected: string, { variant }: { variant: string }) =>
    fail("access.weak_password", { expected, variant });
  const length = [...password].length;
  const plain = password.normalize("NFKC").toLowerCase();
  if (length < SHORTEST) throw refused(`at least ${SHORTEST} characters`, { variant: "short" });
  if (length > LONGEST) throw refused(`at most ${LONGEST} characters`, { variant: "long" });
  if (holdsName(plain, id) || holdsName(plain, name)) {
    throw refused("nothing like the account or the name", { variant: "account" });
  }
  if (new Set(plain).size < DIFFERENT || isCommon(plain)) {
    throw refused("one that is not among the common ones", { variant: "common" });
  }
}

/** The same password again is no change. */
export const sameAgain = () => fail("access.weak_password", { expected: "another one than the old", variant: "same" });

/** Names of two characters or less stand in many a good password. */
const holdsName = (plain: string, name: string): boolean => [...name].length > 2 && plain.includes(name.toLowerCase());

const LEET: Record<string, string> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
  "!": "i",
};

/** What remains without figures and signs at both ends is a common word, said once or often, or a run of neighbouring keys. */
function isCommon(plain: string): boolean {
  if (isRun(plain)) return true;
  const begun = plain.replace(/[^\p{L}]+$/u, "");
  const core = begun.replace(/^[^\p{L}]+/u, "");
  const read = [core, begun].map((text) => [...text].map((sign) => LEET[sign] ?? sign).join(""));
  return [core, ...read, plain].map(lettersOf).some((word) => commonWords.has(unrepeated(word)));
}

const lettersOf = (text: string): string => text.replace(/[^\p{L}]/gu, "");

/** `abcabc` → `abc`. */
const unrepeated = (word: string): string => /^(.+?)\1*$/.exec(word)?.[1] ?? word;

/** Made of at most three runs along the alphabet, the figures or a row of keys, read either way. */
function isRun(plain: string): boolean {
  let rest = plain;
  for (let part = 0; part < 3 && rest !== ""; part++) {
    let taken = 0;
    for (const run of RUNS.flatMap((keys) => [keys, [...keys].reverse().join("")])) {
      let length = 0;
      while (length < rest.length && run.includes(rest.slice(0, length + 1))) length++;
      taken = Math.max(taken, length);
    }
    if (taken < 3) return false;
    rest = rest.slice(taken);
  }
  return rest === "";
}

/** Without what is mistaken for another letter when read aloud or typed off a terminal. */
const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

/** A password for one use, 20 letters in fives (99 bits): `k7wmp-…`. */
export function oneTimePassword(): string {
  const letters = Array.from({ length: 20 }, () => LETTERS[randomInt(LETTERS.length)]).join("");
  return letters.replace(/(.{5})(?=.)/g, "$1-");
}
