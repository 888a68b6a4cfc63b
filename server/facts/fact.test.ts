import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { beforeEach, describe, expect, test } from "vitest";
import { execute } from "../store/database.ts";
import { createTable } from "../store/ddl.ts";
import { loadDictionary } from "../store/dictionary.ts";
import { catchUpFacts, type Fact, facts, inOrder } from "./fact.ts";

let connection: DuckDBConnection;
let done: string[];

beforeEach(async () => {
  connection = await (await DuckDBInstance.create(":memory:")).connect();
  await execute(connection, createTable(loadDictionary().table("fact_state")));
  await connection.run("create table batch (batch bigint, table_name varchar)");
  done = [];
});

const load = (batch: number, table: string) => connection.run(`insert into batch values (${batch}, '${table}')`);

function fact(name: string, after: string[] = [], reads: string[] = [], more: Partial<Fact> = {}): Fact {
  return {
    name,
    after,
    reads,
    wording: () => name,
    rebuild: async () => void done.push(`rebuild ${name}`),
    refresh: async (_, { fromBatch, toBatch }) => void done.push(`refresh ${name} ${fromBatch}–${toBatch}`),
    ...more,
  };
}

describe("catching up", () => {
  const chain = () => [fact("first", [], ["a"]), fact("second", ["first"]), fact("apart", [], ["b"])];

  test("builds everything at first, then refreshes what the new batches touch and what reads it", async () => {
    await load(1, "a");
    await catchUpFacts(connection, chain());
    expect(done).toEqual(["rebuild first", "rebuild second", "rebuild apart"]);
    done = [];
    await load(2, "a");
    await load(3, "c");
    expect(await catchUpFacts(connection, chain())).toEqual({
      rebuilt: [],
      refreshed: ["first", "second"],
      builtTo: 3,
    });
    expect(done).toEqual(["refresh first 2–3", "refresh second 2–3"]);
    done = [];
    await catchUpFacts(connection, chain());
    expect(done).toEqual([]);
  });

  test("builds anew what has another wording, and what reads it, after the rest was refreshed", async () => {
    await load(1, "a");
    await catchUpFacts(connection, chain());
    await load(2, "b");
    done = [];
    const [first, ...rest] = chain();
    await catchUpFacts(connection, [{ ...first!, wording: () => "another" }, ...rest]);
    expect(done).toEqual(["refresh apart 2–2", "rebuild first", "rebuild second"]);
  });

  test("passes on what a fact tells the ones after it, empty where it was not touched", async () => {
    const told: unknown[] = [];
    const publishes = { table: "changes", columns: "id BIGINT" };
    const teller = fact("teller", [], ["a"], {
      publishes,
      refresh: async (c) => void (await c.run("insert into changes values (7)")),
    });
    const hearer = fact("hearer", ["teller"], ["b"], {
      refresh: async (c) =>
        void told.push((await c.runAndReadAll("select count(*)::integer from changes")).getRows()[0]?.[0]),
    });
    await load(1, "a");
    await catchUpFacts(connection, [teller, hearer]);
    await load(2, "a");
    await catchUpFacts(connection, [teller, hearer]);
    await load(3, "b");
    await catchUpFacts(connection, [teller, hearer]);
    expect(told).toEqual([1, 0]);
    await expect(connection.run("from changes")).rejects.toThrow(/changes/);
  });

  test("refreshes what something beside the batches outdated, and what reads it, though no batch came", async () => {
    await load(1, "a");
    let outdated = false;
    const [first, ...rest] = chain();
    const watching = [{ ...first!, outdated: async () => outdated }, ...rest];
    await catchUpFacts(connection, watching);
    done = [];
    await catchUpFacts(connection, watching);
    expect(done).toEqual([]);
    outdated = true;
    expect((await catchUpFacts(connection, watching)).refreshed).toEqual(["first", "second"]);
    // No batch is between 2 and 1.
    expect(done).toEqual(["refresh first 2–1", "refresh second 2–1"]);
  });

  test("leaves every state as it was when one of them fails", async () => {
    await load(1, "a");
    await catchUpFacts(connection, chain());
    await load(2, "a");
    const failing = fact("second", ["first"], [], { refresh: () => Promise.reject(new Error("no")) });
    await expect(catchUpFacts(connection, [chain()[0]!, failing])).rejects.toThrow("no");
    done = [];
    await catchUpFacts(connection, chain());
    expect(done).toEqual(["refresh first 2–2", "refresh second 2–2"]);
  });
});

describe("the order", () => {
  const named = (...all: Fact[]) => new Map(all.map((each) => [each.name, each]));

  test("puts facts after those they read", () => {
    expect(inOrder(named(fact("a", ["b"]), fact("b"))).map(({ name }) => name)).toEqual(["b", "a"]);
  });

  test("refuses a circle and an unknown name", () => {
    expect(() => inOrder(named(fact("a", ["b"]), fact("b", ["a"])))).toThrow("a → b → a");
    expect(() => inOrder(named(fact("a", ["nobody"])))).toThrow("nobody");
  });

  test("holds for the facts of this house", async () => {
    const names = (await facts()).map(({ name }) => name);
    expect(names).toContain("claim");
    expect(names.indexOf("person_resolution")).toBeLessThan(names.indexOf("claim"));
  });
});
