import { setTimeout as pause } from "node:timers/promises";
import type { Config } from "../../config.ts";
import { Served } from "../people/served.ts";
import { Visitor } from "../people/visitor.ts";
import { type ProofOptions, seededRandom } from "../proof.ts";
import { Member, type Timed } from "./member.ts";
import { runBeside, type Span } from "./work-beside.ts";

/** They work by themselves first, to compare with. */
const ALONE_MS = 20_000;
/** Who judges, and who of one province reads. */
const judges = ["demo-supervisor", "demo-approver"];
const readers = ["demo-analyst", "demo-henan", "demo-shanghai"];

/** Lets people work at an audited data folder, by themselves, while `more` is loaded, and while everything is audited anew. */
export async function crowded(
  config: Config,
  more: string,
  people: number,
  { seed, progress }: Pick<ProofOptions, "seed" | "progress">,
) {
  const server = await Served.start(config, { jobs: true });
  const over = new AbortController();
  try {
    const members = await gather(server.address, people, seededRandom(seed));
    const working = Promise.all(members.map((member) => member.work(over.signal)));
    working.catch(() => over.abort());
    const stage = (subject: string, done: number) => progress({ phase: "prove", subject, done, total: 3 });
    stage(`${people} people`, 0);
    await pause(ALONE_MS);
    stage(`${people} people and a load`, 1);
    const load = await runBeside(server, "load", { arguments: [more] });
    stage(`${people} people and an audit`, 2);
    const audit = await runBeside(server, "audit", { full: true });
    over.abort();
    await working;
    return told(
      people,
      members.flatMap(({ timed }) => timed),
      [load, audit],
    );
  } finally {
    over.abort();
    await server.stop();
  }
}

/** Signs everybody in; six of ten judge, each findings of his own. */
async function gather(address: string, people: number, random: () => number): Promise<Member[]> {
  const first = await Visitor.signIn(address, judges[0]!);
  const { findings } = await first.get<{ findings: { finding: string }[] }>(
    "/api/findings?state=open&limit=1000&order=rule",
  );
  const judging = Math.ceil(people * 0.6);
  const share = Math.floor(findings.length / judging);
  const members: Member[] = [];
  for (let n = 0; n < people; n++) {
    const judge = n < judging;
    const accounts = judge ? judges : readers;
    const visitor = await Visitor.signIn(address, accounts[n % accounts.length]!);
    const own = judge ? findings.slice(n * share, (n + 1) * share).map(({ finding }) => finding) : [];
    members.push(new Member(visitor, own, random));
  }
  return members;
}

function told(people: number, timed: readonly Timed[], spans: readonly Span[]) {
  const load = spans[0]!;
  const within = ({ at, ms }: Timed, { from, to }: Span) => at < to && at + ms > from;
  const phases: [string, readonly Timed[]][] = [
    ["alone", timed.filter(({ at, ms }) => at + ms <= load.from)],
    ...spans.map((span): [string, Timed[]] => [span.name, timed.filter((each) => within(each, span))]),
  ];
  const rows = phases.flatMap(([name, all]) =>
    Object.entries(Object.groupBy(all, ({ what }) => what)).map(([what, some]) => row(name, what, some)),
  );
  const loading = load.to - load.from;
  const verdicts = timed.filter(({ what, ...each }) => what === "verdict" && within({ what, ...each }, load));
  const slowest = Math.max(0, ...verdicts.map(({ ms }) => ms));
  const failures: string[] = [];
  const broken = timed.filter(({ status }) => status >= 500);
  if (broken.length > 0) failures.push(`${broken.length} answers of the kind 5xx`);
  if (verdicts.length === 0) failures.push("nobody judged while the load ran");
  if (slowest > loading / 2)
    failures.push(`a verdict took ${Math.round(slowest)} ms of the ${Math.round(loading)} ms that the load took`);
  const seconds = (ms: number) => Math.round(ms / 100) / 10;
  return {
    counts: {
      people,
      "asked for": timed.length,
      "refused, since it had changed": timed.filter(({ status }) => status >= 400 && status < 500).length,
      "verdicts while the load ran": verdicts.length,
      "slowest of these (ms)": Math.round(slowest),
      "load (s)": seconds(loading),
      "audit (s)": seconds(spans[1]!.to - spans[1]!.from),
    },
    failures,
    tables: [
      { title: "milliseconds until the answer", columns: ["while", "what", "times", "median", "p95", "most"], rows },
    ],
  };
}

function row(name: string, what: string, some: readonly Timed[]): (string | number)[] {
  const sorted = some.map(({ ms }) => ms).sort((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return [name, what, sorted.length, at(0.5), at(0.95), Math.round(sorted.at(-1) ?? 0)];
}
