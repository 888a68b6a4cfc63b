import type { Keys } from "../store/keys.ts";
import { pseudonym } from "../store/pseudonym.ts";
import { join, literal, raw, type Sql, sql } from "../store/sql.ts";

/** What can be wrong with a certificate number; null where it is sound. */
export const certificateFaults = ["masked", "length", "checksum", "date"] as const;

/** Resident identity card or household book, in the code table of certificate types. */
const IDENTITY_CARD = literal("01");
/** Value of the weighted sum modulo 11 → check digit (GB 11643). */
const CHECK_DIGITS = literal("10X98765432");
const FULL_WIDTH =
  "０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ（）－＊　";
const HALF_WIDTH = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz()-* ";
const BLANKS = " \t\u00a0";
const MASKS = ["*", "●", "•"];
const SHORTEST = 4;

/** A certificate number and its type as SQL: what the source holds, tidied of blanks, or null. */
export interface CertificateSql {
  number: Sql;
  /** Null where the source has no such column. */
  type: Sql | null;
}

/**
 * One form for the ways a number is written: trimmed, half-width, upper case, an old 15-digit identity card as its 18 digits.
 * 18 signs that begin with a digit come first: only the rest pays for more.
 */
export function normalisedNumber({ number, type }: CertificateSql): Sql {
  const half = sql`case when strlen(${number}) = length(${number}) then ${number}
                        else translate(${number}, ${literal(FULL_WIDTH)}, ${literal(HALF_WIDTH)}) end`;
  const tidy = sql`upper(trim(${half}, ${literal(BLANKS)}))`;
  return sql`case when strlen(${number}) = 18 and ${beginsWithDigit(number)} and not suffix(${number}, ${literal("\t")})
                    then case when suffix(${number}, 'x') then upper(${number}) else ${number} end
                  when ${mayBeCard(type)} and strlen(${tidy}) = 15 then coalesce(${lengthened(tidy)}, ${tidy})
                  else ${tidy} end`;
}

/** The first 17 digits of a normalised number that has the shape of an identity card and may be one, as a BIGINT; else null. */
export function cardDigits({ number, type }: CertificateSql): Sql {
  const head = sql`substr(${number}, 1, 17)`;
  return sql`case when strlen(${number}) = 18 and ${mayBeCard(type)}
                  then coalesce(${wholeNumber(number, 18)} // 10, case when suffix(${number}, 'X') then ${wholeNumber(head, 17)} end) end`;
}

/** The fault of a normalised number, or null. `digits` names its `cardDigits`. */
export function certificateFault({ number, type }: CertificateSql, digits: Sql): Sql {
  const card = sql`(${digits} is not null or ${type === null ? raw("false") : sql`coalesce(${type}, '') = ${IDENTITY_CARD}`})`;
  const masked = MASKS.map((sign) => sql`contains(${number}, ${literal(sign)})`);
  const crossed = sql`contains(${number}, case when ${card} then 'XX' else 'XXX' end)`;
  return sql`case when ${number} is null then null
                  when ${digits} is not null and suffix(${number}, ${checkDigit(digits)})
                    then case when ${isDay(digits)} then null else 'date' end
                  when ${join([...masked, crossed], " or ")} then 'masked'
                  when ${card} then case when strlen(${number}) = 18 then 'checksum' else 'length' end
                  when length(${number}) < ${raw(String(SHORTEST))} then 'length' end`;
}

function mayBeCard(type: Sql | null): Sql {
  return type === null ? raw("true") : sql`coalesce(${type} = ${IDENTITY_CARD}, true)`;
}

function beginsWithDigit(text: Sql): Sql {
  return sql`${text} >= '1' and ${text} < ':'`;
}

/**
 * A text of `digits` signs as a BIGINT where they are digits, the first of them not 0; else null. A cast takes more than
 * digits: the first sign rules out a base, the absence of E an exponent, the size everything that takes the place of a digit.
 */
function wholeNumber(text: Sql, digits: number): Sql {
  const smallest = raw(String(10n ** BigInt(digits - 1)));
  const number = sql`try_cast(${text} as bigint)`;
  return sql`case when ${beginsWithDigit(text)} and not contains(${text}, 'E') and ${number} >= ${smallest} then ${number} end`;
}

/** Identity cards issued until 1999 have the year in two digits and no check digit. */
function lengthened(text: Sql): Sql {
  const short = wholeNumber(text, 15);
  const body = sql`(${short} // 1000000000 * 100000000000 + 19000000000 + ${short} % 1000000000)`;
  return sql`${body}::varchar || ${checkDigit(body)}`;
}

/**
 * Check digit of 17 digits d. Digit k from the right (the check digit being number 0) weighs 2^k modulo 11; with
 * q(k) = d // 10^k a digit is q(k) − 10 q(k+1), and −10 ≡ 1, so that the sum needs the quotients only.
 */
function checkDigit(digits: Sql): Sql {
  let weight = 2;
  const terms = Array.from({ length: 17 }, (_, k) => {
    const before = weight;
    if (k > 0) weight = (weight * 2) % 11;
    const factor = k === 0 ? before : (before + weight) % 11;
    return sql`${digits} // ${raw(String(10n ** BigInt(k)))} * ${raw(String(factor))}`;
  });
  return sql`substr(${CHECK_DIGITS}, ((${join(terms, " + ")}) % 11 + 1)::integer, 1)`;
}

/** Do digits 7 to 14 name a day from 1900 to 2099? Days up to the 28th are told without their month. */
function isDay(digits: Sql): Sql {
  const year = sql`${digits} // 10000000 % 10000`;
  const monthDay = sql`${digits} // 1000 % 10000`;
  const day = sql`${digits} // 1000 % 100`;
  const end = sql`case ${digits} // 100000 % 100 when 2 then 28 + (${year} % 4 = 0 and ${year} <> 1900)::integer
                    when 4 then 30 when 6 then 30 when 9 then 30 when 11 then 30 else 31 end`;
  return sql`(${year} between 1900 and 2099 and ${monthDay} between 101 and 1231
              and case when ${day} <= 28 then ${day} > 0 else ${day} <= ${end} end)`;
}

/**
 * The pseudonym of a normalised number with its type, found from the shape where it is not given; none for a faulty one, so
 * that it joins nothing. `digits` and `fault` name its `cardDigits` and `certificateFault`.
 */
export function certificatePseudonym(
  keys: Pick<Keys, "pseudonym">,
  { number, type }: CertificateSql,
  digits: Sql,
  fault: Sql,
): Sql {
  const given = type === null ? raw("''") : sql`coalesce(${type}, '')`;
  return sql`case when ${fault} is not null then null
                  when ${digits} is not null then ${pseudonym(keys, sql`'01|' || ${number}`)}
                  else ${pseudonym(keys, sql`${given} || '|' || ${number}`)} end`;
}
