import { expect, test } from "vitest";
import { readConfig } from "./config.ts";

const origins = (JIHENG_ORIGINS: string) => readConfig({}, { JIHENG_ORIGINS }).origins;

test("addresses are taken in the form browsers send them", () => {
  expect(origins("")).toEqual([]);
  expect(origins(" https://Jiheng.example.cn/ , https://10.1.2.3:8443,http://localhost:9000")).toEqual([
    ...["https://jiheng.example.cn", "https://10.1.2.3:8443", "http://localhost:9000"],
  ]);
});

test.each([
  "http://jiheng.example.cn",
  "jiheng.example.cn",
  "https://jiheng.example.cn/path",
  "https://user:secret@jiheng.example.cn",
  "https://jiheng.example.cn?x=1",
  "file:///etc/passwd",
  "*",
])("an address that is none, or sends passwords in the clear, stops the start: %s", (text) => {
  expect(() => origins(text)).toThrow(expect.objectContaining({ code: "config.invalid" }));
});

test("sessions last minutes and hours, above none", () => {
  expect(readConfig({}, {})).toMatchObject({ idleMinutes: 30, sessionHours: 12 });
  expect(readConfig({}, { JIHENG_IDLE_MINUTES: "5", JIHENG_SESSION_HOURS: "0.5" })).toMatchObject({
    ...{ idleMinutes: 5, sessionHours: 0.5 },
  });
  for (const JIHENG_IDLE_MINUTES of ["0", "-1", "x", "Infinity"])
    expect(() => readConfig({}, { JIHENG_IDLE_MINUTES })).toThrow(/JIHENG_IDLE_MINUTES/);
});
