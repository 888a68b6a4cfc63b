import { expect, test } from "vitest";
import { hashPassword, isPasswordOf } from "./password-hash.ts";
import { checkPassword, oneTimePassword } from "./password-rules.ts";

const CHEAP = { memory: 64, passes: 2 };
const who = { id: "wang.wu", name: "王小五" };
const refused = (password: string) => {
  try {
    checkPassword(password, who);
    return null;
  } catch (cause) {
    return (cause as { details: { variant: string } }).details.variant;
  }
};

test("a password fits its own string only, with what the string says it costs", async () => {
  const hash = await hashPassword("nine-green-bottles", CHEAP);
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=64,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  expect(await hashPassword("nine-green-bottles", CHEAP)).not.toBe(hash);
  expect(await isPasswordOf(hash, "nine-green-bottles")).toBe(true);
  for (const other of ["nine-green-bottle", "Nine-green-bottles", "nine-green-bottles ", ""])
    expect(await isPasswordOf(hash, other)).toBe(false);
  expect(await isPasswordOf(hash.replace("m=64", "m=128"), "nine-green-bottles")).toBe(false);
});

// From the reference implementation: echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1 -l 32
test("strings of other programs are read, and nothing else is", async () => {
  const reference = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
  expect(await isPasswordOf(reference, "password")).toBe(true);
  expect(await isPasswordOf(reference, "Password")).toBe(false);
  for (const strange of ["", "$2b$10$abc", reference.replace("argon2id", "argon2i"), `${reference}\n${reference}`])
    await expect(isPasswordOf(strange, "password")).rejects.toThrow(TypeError);
});

test("one password typed in full width or composed letters is one password", async () => {
  const hash = await hashPassword("ｎine-café-bottles", CHEAP);
  expect(await isPasswordOf(hash, "nine-cafe\u0301-bottles")).toBe(true);
});

test.each([
  ["short", "Zx9!kq2"],
  ["short", "医保基金监管密"],
  ["long", "x1-".repeat(67)],
  ["account", "my-wang.wu-2026"],
  ["account", "我是王小五二零二六年"],
  ["common", "password123"],
  ["common", "P@ssw0rd2026"],
  ["common", "passwordpassword"],
  ["common", "1234567890"],
  ["common", "0987654321"],
  ["common", "qwertyuiop"],
  ["common", "1qaz2wsx3edc"],
  ["common", "abcdefghij"],
  ["common", "woaini1314520"],
  ["common", "administrator1"],
  ["common", "aaaaaaaaaaaa"],
  ["common", "abababababab"],
  ["common", "ｐａｓｓｗｏｒｄ１２３"],
])("refused as %s: %s", (variant, password) => expect(refused(password)).toBe(variant));

test.each([
  "nine-green-bottles",
  "seven brown foxes",
  "tR7!q-zz9-kkw",
  "黄河之水天上来奔流到海不复回",
  "correct horse battery stable",
])("accepted: %s", (password) => expect(refused(password)).toBeNull());

test("passwords for one use keep the rules, and no two are alike", () => {
  const made = new Set(Array.from({ length: 500 }, oneTimePassword));
  expect(made.size).toBe(500);
  for (const password of made) expect([password, refused(password)]).toEqual([password, null]);
});
