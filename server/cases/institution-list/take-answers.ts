import { createHash } from "node:crypto";
import { ruleCards } from "../../audit/pages/rule-card.ts";
import { scopedFindings } from "../../audit/run/scoped-findings.ts";
import { fail, JihengError } from "../../errors.ts";
import { sheetsOf } from "../../knowledge/read-workbook.ts";
import { type Database, transaction } from "../../store/database.ts";
import type { Principal } from "../../store/principal.ts";
import type { Reader } from "../../store/reader.ts";
import { join, sql } from "../../store/sql.ts";
import { appealFinding } from "../review/appeals.ts";
import type { ReviewingHouse } from "../review/in-turn.ts";
import { type AnsweredRow, INSTITUTION_ANSWERED, lastAnswers, projectAnswers } from "./answers.ts";
import { askedFindings } from "./asked-findings.ts";
import { type GivenRow, type RefusedRow, readList, refusal } from "./read-list.ts";

/** What taking answers in needs of a house. */
export interface AnsweringHouse extends ReviewingHouse {
  database: Pick<Database, "act" | "read">;
}

export interface TakenAnswers {
  read: number;
  accepted: number;
  contested: number;
  unchanged: number;
  blank: number;
  refused: RefusedRow[];
}

/** One workbook after the other: what the same one said twice at once is said once. */
const turns = new WeakMap<AnsweringHouse["journal"], Promise<unknown>>();

/**
 * Takes in the workbook of an institution, row by row: rows in order count, the others are told with what is wrong. What is contested is an appeal, made before the
 * answers are written down: were the work to end in between, the same workbook finds its appeals made and goes on.
 * @throws institution.not_found, knowledge.workbook_broken, knowledge.workbook_locked, knowledge.too_large
 */
export async function takeAnswers(
  house: AnsweringHouse,
  principal: Principal,
  institution: string,
  { bytes, name }: { bytes: Buffer; name: string },
): Promise<TakenAnswers> {
  const list = readList(await sheetsOf(bytes, name));
  const turn = (turns.get(house.journal) ?? Promise.resolve()).then(async () => {
    const compared = await house.database.read(principal, (reader) =>
      compare(reader, principal, institution, list.given),
    );
    const { taken, refused } = await appealed(house, principal, compared.changed);
    const accepted = taken.filter(({ answer }) => answer === "accepted").length;
    const contested = taken.length - accepted;
    if (taken.length > 0) {
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      const rows = taken.map(({ row: _, ...answered }): AnsweredRow => answered);
      await keep(house, principal, { institution, name, sha256, accepted, contested, rows });
      house.review.changed(
        taken.map(({ finding }) => finding),
        principal.id,
      );
    }
    const all = [...list.refused, ...compared.refused, ...refused].sort((a, b) => a.row - b.row);
    return { read: list.read, accepted, contested, unchanged: compared.unchanged, blank: list.blank, refused: all };
  });
  turns.set(
    house.journal,
    turn.catch(() => {}),
  );
  return turn;
}

function keep(
  { database, journal }: AnsweringHouse,
  principal: Principal,
  answered: Record<string, unknown>,
): Promise<void> {
  return database.act(async (connection) => {
    const entry = await journal.append(principal.id, INSTITUTION_ANSWERED, answered);
    await transaction(connection, () => projectAnswers(connection, entry));
  });
}

interface Known extends AnsweredRow {
  institution: string | null;
  asked: boolean;
}

/** Rows held against the findings that stand, as far as the principal sees them. */
async function compare(
  reader: Reader,
  principal: Principal,
  institution: string,
  given: readonly GivenRow[],
): Promise<{ changed: GivenRow[]; unchanged: number; refused: RefusedRow[] }> {
  const asked = askedFindings(principal, await ruleCards(reader.connection));
  const [any] = await reader.rows(sql`select 1 from ${asked} where institution_code = ${institution} limit 1`);
  if (!any) throw fail("institution.not_found", { code: institution });
  if (given.length === 0) return { changed: [], unchanged: 0, refused: [] };
  const rows = await reader.rows<Known>(sql`
    select found.finding, found.evidence_hash as "evidenceHash", found.institution_code as institution, asked.finding is not null as asked,
      answered.answer, coalesce(answered.reason, '') as reason, coalesce(answered.files, []) as files
    from ${scopedFindings(principal)} as found
    left join (select finding from ${asked}) as asked on asked.finding = found.finding
    left join ${lastAnswers} as answered on answered.finding = found.finding and answered.evidence_hash = found.evidence_hash
    where found.finding in (${join(given.map(({ finding }) => finding))})`);
  const known = new Map(rows.map((row) => [row.finding, row]));
  const refused = given.flatMap((row) => foreign(row, known.get(row.finding), institution) ?? []);
  const wrong = new Set(refused.map(({ row }) => row));
  const right = given.filter(({ row }) => !wrong.has(row));
  const changed = right.filter((row) => !isSame(row, known.get(row.finding)!));
  return { changed, unchanged: right.length - changed.length, refused };
}

/** What is wrong with a row whose form is right. A finding that the principal may not see is none. */
function foreign(given: GivenRow, known: Known | undefined, institution: string): RefusedRow | undefined {
  const own = { zh: `机构 ${institution} 的疑点`, en: `a finding of institution ${institution}` };
  if (!known) return refusal(given.row, "finding", "foreign", own, given.finding);
  if (known.institution !== institution)
    return refusal(given.row, "finding", "other_institution", own, known.institution ?? "");
  if (!known.asked)
    return refusal(given.row, "finding", "closed", { zh: "有效的疑点", en: "a finding that is open" }, given.finding);
  if (known.evidenceHash === given.evidenceHash) return undefined;
  const now = known.evidenceHash.slice(0, 8);
  const expected = { zh: `现有证据 ${now}…，请重新导出`, en: `the evidence that stands now, ${now}…; export anew` };
  return refusal(given.row, "key", "stale", expected, `${given.evidenceHash.slice(0, 8)}…`);
}

const isSame = (given: AnsweredRow, known: AnsweredRow): boolean =>
  given.answer === known.answer && given.reason === known.reason && given.files.join("\n") === known.files.join("\n");

/** Makes an appeal of each row that contests; a row whose appeal is refused is not taken. */
async function appealed(
  house: AnsweringHouse,
  principal: Principal,
  given: readonly GivenRow[],
): Promise<{ taken: GivenRow[]; refused: RefusedRow[] }> {
  const taken: GivenRow[] = [];
  const refused: RefusedRow[] = [];
  for (const row of given) {
    try {
      if (row.answer === "contested") {
        const { finding, evidenceHash, reason, files } = row;
        await appealFinding(house, principal, { finding, evidenceHash, reason, files, by: "institution" });
      }
      taken.push(row);
    } catch (cause) {
      if (!(cause instanceof JihengError) || cause.status >= 500) throw cause;
      const expected = { zh: "可以申诉的疑点", en: "a finding that can be appealed" };
      refused.push(refusal(row.row, "answer", cause.code, expected, "申诉"));
    }
  }
  return { taken, refused };
}
