import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import Fastify from "fastify";
import { expect, test } from "vitest";
import type { App } from "../app.ts";
import { loadPublished } from "../indicators/published.ts";
import published from "./published.ts";

const app: App = Fastify({ logger: false }).withTypeProvider<TypeBoxTypeProvider>();
await app.register(async (scope) => published(scope as App));

test("every figure passes the schema of the answer unchanged", async () => {
  const answer = await app.inject("/api/published");
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toEqual({ figures: loadPublished() });
});

test("a population narrows the figures, an unknown one is refused", async () => {
  const { figures } = (await app.inject("/api/published?population=cross_province.inpatient")).json();
  expect(figures.length).toBeGreaterThan(20);
  const eleven = figures.find(({ id }: { id: string }) => id === "cctv-2021-12-10.inpatient.fund_ratio");
  expect(eleven).toMatchObject({
    value: "58.1",
    unit: "%",
    low: "58.05",
    high: "58.15",
    from: "2021-01",
    to: "2021-11",
  });
  expect(eleven.source.sentence).toContain("基金支付比例为58.1%");
  expect((await app.inject("/api/published?population=abroad")).statusCode).toBe(400);
});
