import { fail } from "../../errors.ts";
import type { SheetCounts } from "../../knowledge/row-counts.ts";
import { type KnowledgeSummary, summariseKnowledge } from "../../knowledge/summary.ts";
import { type Options, storeCommand, text, texts } from "../command.ts";
import { type LoadKnowledgeAnswer, loadKnowledge } from "../load-knowledge.ts";
import { actionOf } from "../term-actions.ts";

type Answer = LoadKnowledgeAnswer | ({ action: "list" } & KnowledgeSummary);

/** The knowledge that rules look items up in: published workbooks taken in, and what is in force. */
export default storeCommand<Answer>({
  name: "knowledge",
  summary: "load published knowledge points from workbooks and CSV files, or list what is in force",
  arguments: { form: "<action> [words...]", about: "load PATH…, list", path: "rest" },
  options: [
    { flags: "--batch <number>", about: "load: number of the published batch" },
    {
      flags: "--published <date>",
      about: "load: day of publication, 2026-01-28; later batches supersede earlier ones by it",
    },
    {
      flags: "--layout <name>",
      about:
        "load: a file of datasets/knowledge/layouts, or a class for our own form; found from the head where absent",
    },
  ],
  lane: (options) => (texts(options.arguments)[0] === "list" ? "read" : "bulk"),
  permission: (options) => (texts(options.arguments)[0] === "list" ? "data.read" : "terminal"),
  async run(context, options) {
    const { action, rest } = actionOf(options, ["load", "list"] as const);
    if (action === "load") return loadKnowledge(context, rest, issueOf(options));
    const { house, principal } = context;
    return { action, ...(await house.database.read(principal, (reader) => summariseKnowledge(reader))) };
  },
  failed: (answer) => answer.action === "load" && answer.rejected > 0,
  print: (answer) => (answer.action === "load" ? printLoad(answer) : printList(answer)),
});

/** What a person says of the batch. @throws request.invalid */
function issueOf(options: Options) {
  const batch = text(options.batch);
  const published = text(options.published);
  if (batch !== undefined && !/^[1-9]\d{0,3}$/.test(batch))
    throw fail("request.invalid", { where: "--batch", expected: "a number from 1 to 9999", got: batch });
  const day = published === undefined ? null : new Date(`${published}T00:00:00Z`);
  if (day && (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== published))
    throw fail("request.invalid", { where: "--published", expected: "a day such as 2026-01-28", got: published! });
  return {
    batch: batch === undefined ? null : Number(batch),
    published: published ?? null,
    layout: text(options.layout) ?? null,
  };
}

const counted = ({
  read,
  accepted,
  duplicate,
  replaced,
  rejected,
}: Omit<SheetCounts, "file" | "sheet" | "layout" | "knowledge" | "dropped">) =>
  `read ${read} = accepted ${accepted} + duplicate ${duplicate} + replaced ${replaced} + rejected ${rejected}`;

function printLoad(answer: LoadKnowledgeAnswer): string {
  const { files, passedOver, rejects, points, outdated, load } = answer;
  const lines = files.map(
    ({ file, sheet, knowledge, layout, dropped, ...counts }) =>
      `${sheet === "" ? file : `${file}, ${sheet}`}: ${knowledge} (${layout}): ${counted(counts)}${dropped > 0 ? `, ${dropped} totals and notes dropped` : ""}`,
  );
  const refused = rejects.map(
    ({ file, sheet, line, column, expected, got }) =>
      `${sheet === "" ? file : `${file}, ${sheet}`} line ${line}, ${column}: expected ${expected}, got ${got}`,
  );
  const more = answer.rejected > rejects.length ? [`and ${answer.rejected - rejects.length} more rows`] : [];
  const passed = passedOver.map((name) => `${name}: passed over, no column of it is knowledge`);
  const older = outdated > 0 ? `, ${outdated} older than what is in force` : "";
  const outcome = load === null ? "nothing to take in" : `load ${load}: ${counted(answer)}; ${points} points${older}`;
  return `${[...lines, ...passed, ...refused, ...more, outcome].join("\n")}\n`;
}

function printList({ classes, batches }: KnowledgeSummary): string {
  const lines = classes.map(
    ({ name, title, points, superseded }) => `${name}\t${title.zh}\t${points} points\t${superseded} superseded`,
  );
  const loads = batches.map(
    ({ load, batch, published, points, files }) =>
      `load ${load}${load === 0 ? " (shipped)" : ""}\tbatch ${batch ?? "?"}\t${published ?? "no date"}\t${points} points\t${files.join(", ")}`,
  );
  return `${[...lines, ...loads].join("\n")}\n`;
}
