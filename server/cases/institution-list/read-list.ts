import type { Cell, Sheet, SheetRow } from "../../knowledge/sheet.ts";
import type { Label } from "../../store/dictionary.ts";
import { type Answer, type AnsweredRow, answers } from "./answers.ts";
import { answerWords, type ColumnName, columns, fromKey, placeOf, SHEET } from "./sheet-form.ts";

/** Why a row is not taken in: where, what should stand there, and what does. */
export interface RefusedRow {
  row: number;
  /** Letter and heading: L 机构意见. */
  column: string;
  code: string;
  expected: Label;
  got: string;
}

/** A row that says something, with its line in the sheet. */
export interface GivenRow extends AnsweredRow {
  row: number;
}

export interface ReadList {
  /** Rows below the head. */
  read: number;
  /** Rows without an answer. */
  blank: number;
  given: GivenRow[];
  refused: RefusedRow[];
}

const LONGEST_REASON = 2000;
const MOST_FILES = 20;
const LONGEST_NAME = 200;
const SHOWN = 80;

/** The rows of a workbook that came back, each for itself: those that are in order, and why the others are not. Nothing is compared with the house yet. */
export function readList(sheets: readonly Sheet[]): ReadList {
  const sheet = sheets.find((each) => each.sheet === SHEET);
  if (!sheet) {
    const got = sheets.map((each) => each.sheet).join(", ");
    return { read: 0, blank: 0, given: [], refused: [refusal(0, null, "sheet", texts.sheet, got)] };
  }
  const [head, ...body] = sheet.rows;
  const form = head === undefined ? [refusal(1, null, "head", texts.head, "")] : headProblems(head);
  if (form.length > 0) return { read: body.length, blank: 0, given: [], refused: form };
  const found = body.map(readRow);
  const given = found.flatMap((each) => (each !== "blank" && "finding" in each ? [each] : []));
  const refused = found.flatMap((each) => (each !== "blank" && "code" in each ? [each] : []));
  const twice = duplicates(given);
  return {
    read: body.length,
    blank: found.filter((each) => each === "blank").length,
    given: given.filter((each) => !twice.has(each.finding)),
    refused: [
      ...refused,
      ...given.flatMap((each) => {
        const rows = twice.get(each.finding);
        return rows ? [refusal(each.row, "finding", "duplicate", texts.once, `rows ${rows.join(", ")}`)] : [];
      }),
    ].sort((a, b) => a.row - b.row),
  };
}

/** Headings must stand where they stood: a column that is missing or moved would be read as another. */
function headProblems({ line, cells }: SheetRow): RefusedRow[] {
  const count = Math.max(columns.length, cells.length);
  return Array.from({ length: count }, (_, i) => ({ cell: cells[i], column: columns[i] })).flatMap(
    ({ cell, column }, i) => {
      const got =
        cell?.kind === "text" && !cell.spans
          ? cell.text
          : cell === undefined || cell.kind === "empty"
            ? ""
            : `${cell.kind} ${cell.text}`;
      const expected = column?.heading ?? "";
      if (got === expected) return [];
      const wanted = { zh: expected || "没有更多的列", en: expected || "no more columns" };
      return [
        { row: line, column: `${letterOf(i)} ${expected}`.trim(), code: "head", expected: wanted, got: cut(got) },
      ];
    },
  );
}

function readRow({ line, cells }: SheetRow): GivenRow | RefusedRow | "blank" {
  const cellOf = (name: ColumnName): Cell => cells[placeOf(name)] ?? { kind: "empty", text: "" };
  const at = (name: ColumnName, code: string, expected: Label, got: string) => refusal(line, name, code, expected, got);
  const odd = columns.find((_, i) => isMerged(cells[i]) || cells[i]?.kind === "formula" || cells[i]?.kind === "error");
  const beyond = cells.findIndex((cell, i) => i >= columns.length && cell.kind !== "empty");
  if (odd) {
    const cell = cellOf(odd.name);
    return isMerged(cell)
      ? at(odd.name, "merged", texts.single, cell.text)
      : at(odd.name, "formula", texts.plain, cell.text);
  }
  if (beyond >= 0)
    return {
      row: line,
      column: letterOf(beyond),
      code: "column",
      expected: texts.empty,
      got: cut(cells[beyond]!.text),
    };
  const [word, reason, fileText] = [cellOf("answer"), cellOf("reason"), cellOf("files")];
  if ([word, reason, fileText].every(({ kind }) => kind === "empty")) return "blank";
  const key = fromKey(cellOf("key").text);
  if (!key) return at("key", "key", texts.key, cellOf("key").text);
  if (cellOf("finding").text !== key.finding)
    return at("finding", "key", { zh: key.finding, en: key.finding }, cellOf("finding").text);
  const answer = answerOf(word);
  if (!answer) return at("answer", "answer", texts.answer, word.text);
  if (answer === "contested" && reason.kind === "empty") return at("reason", "reason", texts.reason, "");
  if (reason.text.length > LONGEST_REASON) return at("reason", "reason", texts.shorter, `${reason.text.length}`);
  const files = fileText.text
    .split(/[;；\n]/)
    .map((name) => name.trim())
    .filter(Boolean);
  const wrong = files.length > MOST_FILES ? String(files.length) : files.find((name) => !isFileName(name));
  if (wrong !== undefined) return at("files", "file", texts.file, wrong);
  return { row: line, ...key, answer, reason: reason.text, files };
}

function answerOf({ text }: Cell): Answer | undefined {
  return answers.find((answer) => [answerWords[answer].zh, answerWords[answer].en].includes(text.toLowerCase()));
}

/** A bare name: no folder, no sign that ends a line, nothing that a shell or a page would take for more. */
const isFileName = (name: string): boolean => name.length <= LONGEST_NAME && !/[/\\<>:"|?*\p{Cc}]/u.test(name);

/** Of merged cells the first holds what all show, the others nothing. */
const isMerged = (cell: Cell | undefined): boolean => cell?.kind === "merged" || cell?.spans === true;

function duplicates(given: readonly GivenRow[]): Map<string, number[]> {
  const rows = Map.groupBy(given, ({ finding }) => finding);
  return new Map(
    [...rows].filter(([, same]) => same.length > 1).map(([finding, same]) => [finding, same.map(({ row }) => row)]),
  );
}

/** @param name the column, or null for the whole row */
export function refusal(row: number, name: ColumnName | null, code: string, expected: Label, got: string): RefusedRow {
  const place = name === null ? -1 : placeOf(name);
  const column = place < 0 ? "" : `${letterOf(place)} ${columns[place]!.heading}`;
  return { row, column, code, expected, got: cut(got) };
}

const cut = (text: string): string => (text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);
const letterOf = (place: number): string => (place < 26 ? String.fromCharCode(65 + place) : `A${letterOf(place - 26)}`);

const texts = {
  sheet: { zh: `工作表“${SHEET}”`, en: `a sheet named ${SHEET}` },
  head: { zh: "表头", en: "headings" },
  once: { zh: "每个疑点一行", en: "one row for each finding" },
  single: { zh: "未合并的单元格", en: "cells that are not merged" },
  plain: { zh: "文字，不是公式", en: "text, no formula" },
  empty: { zh: "空列", en: "nothing in this column" },
  key: { zh: "导出时的校验键", en: "the key as it was exported" },
  answer: {
    zh: `${answerWords.accepted.zh}或${answerWords.contested.zh}`,
    en: `${answerWords.accepted.zh} (accepted) or ${answerWords.contested.zh} (contested)`,
  },
  reason: { zh: "申诉的理由", en: "a reason for contesting" },
  shorter: { zh: `不超过 ${LONGEST_REASON} 字`, en: `at most ${LONGEST_REASON} signs` },
  file: { zh: `不带路径的文件名，至多 ${MOST_FILES} 个`, en: `names of files without folders, at most ${MOST_FILES}` },
} satisfies Record<string, Label>;
