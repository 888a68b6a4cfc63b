import { afterEach, expect, test, vi } from "vitest";
import { ApiError, forgetAnswers, getJson, problem } from "./api.ts";

afterEach(() => {
  vi.unstubAllGlobals();
  forgetAnswers();
});

test("answers are kept until the data change", async () => {
  let asked = 0;
  vi.stubGlobal("fetch", async () => Response.json({ asked: ++asked }));
  expect(await getJson("/api/x")).toEqual({ asked: 1 });
  expect(await getJson("/api/x")).toEqual({ asked: 1 });
  forgetAnswers();
  expect(await getJson("/api/x")).toEqual({ asked: 2 });
});

test("an answer that was on its way while the data changed is not kept", async () => {
  const waiting = Promise.withResolvers<Response>();
  vi.stubGlobal("fetch", () => waiting.promise);
  const early = getJson("/api/x");
  forgetAnswers();
  waiting.resolve(Response.json("old"));
  expect(await early).toBe("old");
  vi.stubGlobal("fetch", async () => Response.json("new"));
  expect(await getJson("/api/x")).toBe("new");
});

test("errors carry the server's code and message, and are not kept", async () => {
  const body = { error: { code: "figure.bad_month", message: "from: expected a month" } };
  vi.stubGlobal("fetch", async () => Response.json(body, { status: 400 }));
  await expect(getJson("/api/x")).rejects.toMatchObject({ code: "figure.bad_month", status: 400 });
  vi.stubGlobal("fetch", async () => Response.json(1));
  expect(await getJson("/api/x")).toBe(1);
});

test("a server that cannot be reached is told apart; a cancelled request is no error of the server", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("failed")));
  await expect(getJson("/api/x")).rejects.toMatchObject({ code: "network" });
  const controller = new AbortController();
  controller.abort();
  await expect(getJson("/api/x", controller.signal)).rejects.not.toBeInstanceOf(ApiError);
});

test("an answer that is no error of ours keeps its status", () => {
  expect(problem(502, "<html>")).toMatchObject({ code: "http.502", message: "<html>" });
});
