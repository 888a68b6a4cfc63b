import { loadDictionary } from "../store/dictionary.ts";
import { genericKeys, itemKeys, type KnowledgeClass, type KnowledgeColumn } from "./knowledge-class.ts";
import type { Field } from "./knowledge-layout.ts";
import { NoValue } from "./problem.ts";
import type { Cell } from "./sheet.ts";

/** What a point says in one column, as it is stored: exact numbers and days as text; null where it leaves it open. */
export type PointValue = string | string[] | null;

/** The forms of national codes: western and Chinese drugs, herbs, services, consumables. */
const nationalCode = /^(X[0-9A-Z]{22}|Z[0-9A-Z]{19}|T[0-9A-Z]{9}|\d{15}|C[0-9A-Z]{26})$/;
const genericPart = /^(X[0-9A-Z]{8}|Z[0-9A-Z]{9})$/;
const scientific = /^\d(\.\d+)?e\+?\d+$/i;
const LONGEST = 4_000;
const yes = new Set(["true", "1", "是"]);
const no = new Set(["false", "0", "否"]);

/** The value of a field in its cell. `header` names the column in what is thrown. @throws NoValue */
export function readValue(of: KnowledgeClass, field: Field, cell: Cell, header: string): PointValue {
  const column = of.columns.find(({ name }) => name === field.name);
  const required = column ? column.required : of.key.includes(field.name);
  const text = field.constant ?? textOf(field, cell, header, required);
  if (text === null || text === "") {
    if (required) throw new NoValue(header, "a value", cell.kind === "empty" ? "nothing" : cell.text);
    return null;
  }
  if (isCode(field.name)) return codeOf(field.name, cell, text, header);
  return column ? typed(column, text, header) : shortText(text, header);
}

/** The text of a cell after words and patterns; null where it says nothing of this column. */
function textOf({ words, patterns }: Field, { kind, text }: Cell, header: string, required: boolean): string | null {
  if (kind === "formula") throw new NoValue(header, "a value", `the formula ${text}`);
  if (kind === "error") throw new NoValue(header, "a value", `the error ${text}`);
  if (kind === "merged" && required) throw new NoValue(header, "a cell of its own", "a part of merged cells");
  if (kind === "empty" || kind === "merged") return null;
  if (words) {
    const meant = words.get(text);
    if (meant === undefined) throw new NoValue(header, `one of ${[...words.keys()].join(", ")}`, text);
    return meant;
  }
  if (!patterns) return text;
  for (const [pattern, becomes] of patterns) {
    const found = pattern.exec(text);
    if (found) return becomes.replaceAll(/\$(\d)/g, (_, n: string) => found[Number(n)] ?? "");
  }
  if (required) throw new NoValue(header, `text like ${patterns.map(([{ source }]) => source).join(" or ")}`, text);
  return null;
}

const isCode = (name: string) => [...itemKeys, ...genericKeys].some((each) => each === name);

function codeOf(name: string, { kind }: Cell, text: string, header: string): string {
  if (kind === "number")
    throw new NoValue(
      header,
      "the code as text",
      `the number ${text}, which has lost leading zeros and digits beyond 15`,
    );
  if (scientific.test(text)) throw new NoValue(header, "the whole code", `${text}, cut short by a spreadsheet`);
  const generic = genericKeys.some((each) => each === name);
  if (nationalCode.test(text) || (generic && genericPart.test(text))) return text;
  const expected = generic
    ? "the 9 or 10 characters of a drug's code that name the substance, or a whole code"
    : "a national code: X and 22, Z and 19, T and 9, C and 26 characters, or 15 digits";
  throw new NoValue(header, expected, text);
}

function typed(column: KnowledgeColumn, text: string, header: string): PointValue {
  switch (column.type) {
    case "number":
      return numberOf(column, text, header);
    case "code":
      if (!loadDictionary().codeTable(column.codes!).values.has(text))
        throw new NoValue(header, `a code of ${column.codes}`, text);
      return text;
    case "boolean":
      if (yes.has(text)) return "true";
      if (no.has(text)) return "false";
      throw new NoValue(header, "true or false", text);
    case "date":
      return dayOf(text, header);
    case "list":
      return [...new Set(text.split(/[\s,，、;；]+/).filter((each) => each !== ""))].sort();
    case "text":
      return column.values ? wordOf(column.values, text, header) : shortText(text, header);
  }
}

function numberOf({ decimals, min, max }: KnowledgeColumn, text: string, header: string): string {
  const digits = /^(-?)0*(\d{1,12})(?:\.(\d+?)0*)?$/.exec(text.normalize("NFKC"));
  const expected = decimals === 0 ? "a whole number" : `a number of at most ${decimals} decimals`;
  if (!digits || (digits[3] ?? "").replace(/0+$/, "").length > decimals) throw new NoValue(header, expected, text);
  const fraction = (digits[3] ?? "").replace(/0+$/, "");
  const plain = `${digits[1]}${digits[2]}${fraction === "" ? "" : `.${fraction}`}`;
  if (min !== null && Number(plain) < Number(min)) throw new NoValue(header, `at least ${min}`, text);
  if (max !== null && Number(plain) > Number(max)) throw new NoValue(header, `at most ${max}`, text);
  return plain;
}

function dayOf(text: string, header: string): string {
  const parts = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text);
  const day = parts && `${parts[1]}-${parts[2]!.padStart(2, "0")}-${parts[3]!.padStart(2, "0")}`;
  const time = day ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  if (!day || Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day)
    throw new NoValue(header, "a day such as 2026-01-28", text);
  return day;
}

function wordOf(values: NonNullable<KnowledgeColumn["values"]>, text: string, header: string): string {
  const found = [...values].find(([word, { zh }]) => word === text || zh === text);
  if (!found) throw new NoValue(header, `one of ${[...values.keys()].join(", ")}`, text);
  return found[0];
}

function shortText(text: string, header: string): string {
  if (text.length > LONGEST) throw new NoValue(header, `at most ${LONGEST} characters`, `${text.length}`);
  return text;
}
