import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { chartsOf } from "./charts.ts";

const files = readdirSync(new URL("../charts", import.meta.url)).filter((name) => name.endsWith(".ts"));

test("every file of the folder is a chart, and nothing else lists them", async () => {
  const charts = await chartsOf("overview");
  expect(charts.map((chart) => `${chart.id}.ts`).sort()).toEqual(files.sort());
  expect(charts.map((chart) => chart.order)).toEqual(charts.map((chart) => chart.order).sort((a, b) => a - b));
});

test("every chart answers a question of its own", async () => {
  const questions = (await chartsOf("overview")).map((chart) => chart.question());
  expect(new Set(questions).size).toBe(questions.length);
});
