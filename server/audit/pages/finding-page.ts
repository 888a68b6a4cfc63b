import type { Label } from "../../store/dictionary.ts";
import type { Principal } from "../../store/principal.ts";
import type { Reader } from "../../store/reader.ts";
import { sql } from "../../store/sql.ts";
import type { FindingMoney } from "../money/finding-money.ts";
import { moneyOf } from "../money/money-of.ts";
import { type FindingPage, findingOf } from "../run/findings.ts";
import { scopedPlaces } from "../run/scoped-findings.ts";
import { type HeldValue, heldValues } from "./held-values.ts";
import { type Names, namesOf } from "./names.ts";
import { type RuleAnswer, ruleAnswer } from "./rule-answer.ts";
import { type RuleCard, ruleCards } from "./rule-card.ts";
import { codesIn, type Piece, type Shown, sentenceOf, sentenceText } from "./sentence.ts";

/** What of the evidence went and came, as sentences. */
export interface ChangeSaid {
  gone: Label[];
  come: Label[];
}

/** A finding as its page shows it: what the engine keeps of it, in words. */
export interface FindingInWords extends Omit<FindingPage, "history" | "verdicts"> {
  /** As the rule is written now; null where its file is gone. `version` is that of the rule that found it. */
  card: RuleAnswer | null;
  /** Null where its rule implicates nothing. */
  money: FindingMoney | null;
  /** A sentence for each record, in both languages, at most twenty. */
  sentences: { zh: Piece[]; en: Piece[] }[];
  /** The values of each record beside their limits. */
  values: HeldValue[][];
  institution: string | null;
  insuredProvinces: string[];
  careProvinces: string[];
  history: (FindingPage["history"][number] & { said: ChangeSaid | null })[];
  verdicts: (FindingPage["verdicts"][number] & { said: ChangeSaid | null })[];
}

const MOST_RECORDS = 20;

/** @throws finding.not_found where there is none, or it is another province's */
export async function findingInWords(reader: Reader, principal: Principal, id: string): Promise<FindingInWords> {
  const finding = await findingOf(reader, principal, id);
  const { cards } = await ruleCards(reader.connection);
  const card = cards.get(finding.rule) ?? null;
  const names = await namesIn(reader, cards, finding);
  const shown = finding.shown.slice(0, MOST_RECORDS);
  const places = await reader.rows<{ insured: string | null; care: string | null }>(
    sql`select insured_province as insured, care_province as care from ${scopedPlaces(principal)} as place where finding = ${id} order by all`,
  );
  return {
    ...finding,
    // Enough to tell persons apart; no screen shows more.
    personId: finding.personId?.slice(0, 8) ?? null,
    card: card && ruleAnswer(card),
    money: (await moneyOf(reader, principal, [id])).get(id) ?? null,
    sentences: card ? shown.map((each) => sentenceOf(card, each, names)) : [],
    values: card ? shown.map((each) => heldValues(card, each, finding.parameters, names)) : [],
    institution: names.institutions.get(finding.institutionCode ?? "") ?? null,
    insuredProvinces: distinct(places.map(({ insured }) => insured)),
    careProvinces: distinct(places.map(({ care }) => care)),
    history: finding.history.map((each) => ({ ...each, said: changeSaid(each.changed, card, names) })),
    verdicts: finding.verdicts.map((each) => ({ ...each, said: changeSaid(each.changed, card, names) })),
  };
}

function namesIn(reader: Reader, cards: ReadonlyMap<string, RuleCard>, finding: FindingPage): Promise<Names> {
  const changes = [...finding.history, ...finding.verdicts].flatMap(({ changed }) => changed ?? []);
  const shown: Shown[] = [
    ...finding.shown,
    ...changes.flatMap((change) => [...change.shown.gone, ...change.shown.come]),
  ];
  const codes = codesIn(cards, [{ rule: finding.rule, shown }]);
  if (finding.institutionCode) codes.institutions.add(finding.institutionCode);
  return namesOf(reader, codes);
}

function changeSaid(
  changed: FindingPage["history"][number]["changed"],
  card: RuleCard | null,
  names: Names,
): ChangeSaid | null {
  if (changed === null || card === null) return null;
  const said = (shown: readonly Shown[]) => shown.slice(0, MOST_RECORDS).map((each) => sentenceText(card, each, names));
  return { gone: said(changed.shown.gone), come: said(changed.shown.come) };
}

const distinct = (codes: (string | null)[]): string[] => [...new Set(codes)].filter((code) => code !== null);
