/** A number as it stands in a text: Arabic digits, or Chinese numerals before a measure word. `at` is its place in the squeezed text. */
export interface NumberInText {
  text: string;
  at: number;
}

const arabic = String.raw`\d+(?:\.\d+)?`;
const measures = "(?:人次|人|家|个|种|类|项|步|级|方面|公里|位|场|大热点|元|次|覆盖|扩大|假|省|只|天|年|月)";
// 三级 and the like are listed too: a reader of the source file sees that they were judged, not overlooked.
const chinese = String.raw`(?<![\d零〇一二两三四五六七八九十百千万亿多余统唯进下])百分之[一二三四五六七八九十百]+|(?<![\d.零〇一二两三四五六七八九十百千万亿多余统唯进下])[一二两三四五六七八九十百千万亿]+(?=${measures})`;

/** Takes out all white space (the source texts break lines inside sentences). */
export function squeeze(text: string): string {
  return text.replace(/\s+/gu, "");
}

/** Every number of a text, in order. Scale words behind Arabic digits (万, 亿, %) belong to the unit, not to the number. */
export function numbersIn(text: string): NumberInText[] {
  const found = text.matchAll(new RegExp(`${arabic}|${chinese}`, "gu"));
  return [...found].map((match) => ({ text: match[0], at: match.index }));
}
