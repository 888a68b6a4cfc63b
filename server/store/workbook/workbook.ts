import { type Sheet, type Style, sheetXml, styles } from "./sheet.ts";
import { type Entry, zip } from "./zip.ts";

export const WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** A workbook (ECMA-376) as bytes, its rows read as they are written. */
export function workbook(sheets: readonly Sheet[]): AsyncGenerator<Buffer> {
  return zip(entries(sheets));
}

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const packaged = "http://schemas.openxmlformats.org/package/2006";
const content = "application/vnd.openxmlformats-officedocument.spreadsheetml";

function* entries(sheets: readonly Sheet[]): Generator<Entry> {
  const numbers = sheets.map((_, i) => i + 1);
  const part = (path: string, kind: string) => `<Override PartName="${path}" ContentType="${content}.${kind}+xml"/>`;
  yield {
    name: "[Content_Types].xml",
    content: [
      `${xml}<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>`,
      part("/xl/workbook.xml", "sheet.main"),
      part("/xl/styles.xml", "styles"),
      ...numbers.map((n) => part(`/xl/worksheets/sheet${n}.xml`, "worksheet")),
      "</Types>",
    ],
  };
  yield { name: "_rels/.rels", content: related([["rId1", "officeDocument", "xl/workbook.xml"]]) };
  yield {
    name: "xl/_rels/workbook.xml.rels",
    content: related([
      ["styles", "styles", "styles.xml"],
      ...numbers.map((n) => [`rId${n}`, "worksheet", `worksheets/sheet${n}.xml`] as const),
    ]),
  };
  yield {
    name: "xl/workbook.xml",
    content: [
      `${xml}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>`,
      ...sheets.map(({ name }, i) => `<sheet name="${name}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`),
      "</sheets></workbook>",
    ],
  };
  yield { name: "xl/styles.xml", content: [styleSheet()] };
  for (const [i, sheet] of sheets.entries())
    yield { name: `xl/worksheets/sheet${i + 1}.xml`, content: sheetXml(sheet) };
}

function related(parts: readonly (readonly [id: string, kind: string, target: string])[]): string[] {
  const list = parts.map(
    ([id, kind, target]) => `<Relationship Id="${id}" Type="${relations}/${kind}" Target="${target}"/>`,
  );
  return [`${xml}<Relationships xmlns="${packaged}/relationships">`, ...list, "</Relationships>"];
}

/** Number formats 0 to 49 are built in (ECMA-376 part 1, 18.8.30): 4 is #,##0.00, 1 is 0, 49 is text. */
const formats: Record<Style, string> = {
  text: 'numFmtId="49" fontId="0"',
  money: 'numFmtId="4" fontId="0"',
  ratio: 'numFmtId="0" fontId="0"',
  whole: 'numFmtId="1" fontId="0"',
  date: 'numFmtId="164" fontId="0"',
  time: 'numFmtId="165" fontId="0"',
  // An apostrophe before it, as if typed: editing the cell does not make a formula of it.
  guarded: 'numFmtId="49" fontId="0" quotePrefix="1"',
  head: 'numFmtId="49" fontId="1"',
  wrapped: 'numFmtId="49" fontId="0" applyAlignment="1"',
};

function styleSheet(): string {
  const cells = styles.map((style) => {
    const inside = style === "wrapped" ? '<alignment wrapText="1" vertical="top"/>' : "";
    return `<xf ${formats[style]} fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1">${inside}</xf>`;
  });
  return [
    `${xml}<styleSheet xmlns="${main}">`,
    '<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>',
    '<fonts count="2"><font><sz val="11"/><name val="Microsoft YaHei"/></font><font><b/><sz val="11"/><name val="Microsoft YaHei"/></font></fonts>',
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>',
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>',
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
    `<cellXfs count="${cells.length}">${cells.join("")}</cellXfs>`,
    "</styleSheet>",
  ].join("");
}
