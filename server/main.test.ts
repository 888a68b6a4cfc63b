import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { emptyHouse, settlementCsv } from "./jobs/house.fixture.ts";

const main = fileURLToPath(new URL("main.ts", import.meta.url));
let root: string;

let server: Server;

beforeAll(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), "jiheng-cli-"));
  await writeFile(path.join(root, "setl_d.csv"), settlementCsv([{}, {}, { medfee_sumamt: "x" }]));
  for (const name of ["alone", "served"]) await newFolder(name);
  server = await serve("served");
});
afterAll(async () => {
  server?.process.kill("SIGTERM");
  await server?.ended;
  await rm(root, { recursive: true, force: true });
});

/** A data folder with an empty house in it. */
async function newFolder(name: string): Promise<void> {
  const template = await emptyHouse(true);
  await cp(path.join(template, "data"), path.join(root, name), { recursive: true });
  await cp(path.join(template, "data.key"), path.join(root, `${name}.key`));
}

interface Server {
  url: string;
  process: ChildProcess;
  ended: Promise<number | null>;
}

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

function jiheng(...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...args], { cwd: root }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === "number" ? error.code : error ? 1 : 0, stdout, stderr });
    });
  });
}

async function serve(data: string): Promise<Server> {
  const child = spawn(process.execPath, [main, "serve", "--data", data, "--port", "0"], { cwd: root });
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const url = await new Promise<string>((resolve, reject) => {
    let output = "";
    child.stderr.on("data", (text) => {
      output += text;
    });
    child.stdout.on("data", (text: Buffer) => {
      const found = /http:\/\/\S+/.exec(text.toString());
      if (found) resolve(found[0]);
    });
    child.once("exit", () => reject(new Error(`the server ended: ${output}`)));
  });
  return { url, process: child, ended };
}

/** The same command on a folder that nobody serves and on the served one. */
function both(...args: string[]): Promise<[direct: Ended, handed: Ended]> {
  return Promise.all([jiheng(...args, "--data", "alone"), jiheng(...args, "--data", "served")]);
}

test("a command gives the same output with and without a running server", async () => {
  const [direct, handed] = await both("load", "setl_d.csv", "--json");
  expect(direct.code).toBe(0);
  expect(handed).toEqual(direct);
  expect(JSON.parse(handed.stdout)).toMatchObject({ read: 3, accepted: 2, duplicate: 0, replaced: 0, rejected: 1 });
  const [a, b] = await both("figures", "--measure", "visits", "--by", "care_scope", "--json");
  expect(JSON.parse(a.stdout).columns).toEqual(JSON.parse(b.stdout).columns);
  expect(((await stat(path.join(root, "served", "server.lock"))).mode & 0o777).toString(8)).toBe("600");
});

test("an error is the same with and without a server, and ends with 1", async () => {
  await writeFile(path.join(root, "nonsense.csv"), "a,b\n1,2\n");
  const [direct, handed] = await both("load", "nonsense.csv", "--json");
  expect(direct.code).toBe(1);
  expect(handed).toEqual(direct);
  expect(JSON.parse(direct.stdout).files[0].error.code).toBe("layout.unknown");
});

test("the hand-over needs the token of the lock file, and pages of other sites are refused", async () => {
  const body = JSON.stringify({ command: "load", options: { arguments: ["/etc/passwd"] } });
  const headers = { "content-type": "application/json" };
  const without = await fetch(`${server.url}/api/jobs`, { method: "POST", headers, body });
  expect(without.status).toBe(401);
  const elsewhere = await fetch(`${server.url}/api/batches`, { headers: { origin: "http://evil.example" } });
  expect(elsewhere.status).toBe(403);
  const { token } = JSON.parse(await readFile(path.join(root, "served", "server.lock"), "utf8"));
  const unknown = await fetch(`${server.url}/api/jobs`, {
    method: "POST",
    headers: { ...headers, authorization: `Bearer ${token}` },
    body: JSON.stringify({ command: "serve", options: {} }),
  });
  expect(await unknown.json()).toMatchObject({ error: { code: "job.unknown" } });
});

test("a second server on the same folder is refused", async () => {
  const second = await jiheng("serve", "--data", "served", "--port", "0");
  expect(second.code).toBe(1);
  expect(second.stderr).toContain(`in use by process ${server.process.pid}`);
});

test("a server that is told to stop ends with 0 and gives the folder back", async () => {
  server.process.kill("SIGTERM");
  expect(await server.ended).toBe(0);
  expect(existsSync(path.join(root, "served", "server.lock"))).toBe(false);
});

test("wrong usage ends with 2, help with 0", async () => {
  const ended = await Promise.all([jiheng("load"), jiheng("nonsense"), jiheng("load", "--help")]);
  expect(ended.map(({ code }) => code)).toEqual([2, 2, 0]);
});
