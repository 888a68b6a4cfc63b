import { crc32, inflateRawSync } from "node:zlib";

/** What stands in a cell, and the number of its style. */
export interface ReadCell {
  value: string | number | null;
  style: number;
}

/** The files of a ZIP archive by name, read from its directory, their sums checked. */
export function unzip(bytes: Buffer): Map<string, string> {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const files = new Map<string, string>();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const [crc, packed, plain] = [16, 20, 24].map((offset) => bytes.readUInt32LE(at + offset)) as [
      number,
      number,
      number,
    ];
    const nameLength = bytes.readUInt16LE(at + 28);
    const start = bytes.readUInt32LE(at + 42);
    const name = bytes.toString("utf8", at + 46, at + 46 + nameLength);
    const from = start + 30 + bytes.readUInt16LE(start + 26) + bytes.readUInt16LE(start + 28);
    const content = inflateRawSync(bytes.subarray(from, from + packed));
    if (content.length !== plain || crc32(content) !== crc) throw new Error(`${name}: wrong sums`);
    files.set(name, content.toString("utf8"));
    at += 46 + nameLength;
  }
  return files;
}

/** The rows of each sheet by its name. */
export function readWorkbook(bytes: Buffer): Map<string, ReadCell[][]> {
  const files = unzip(bytes);
  const names = [...files.get("xl/workbook.xml")!.matchAll(/<sheet name="([^"]+)"/g)].map(([, name]) => name!);
  return new Map(names.map((name, i) => [name, rowsOf(files.get(`xl/worksheets/sheet${i + 1}.xml`)!)]));
}

function rowsOf(xml: string): ReadCell[][] {
  return [...xml.matchAll(/<row r="\d+">(.*?)<\/row>/gs)].map(([, row]) =>
    [
      ...row!.matchAll(
        /<c r="\w+"\/>|<c r="\w+" s="(\d+)"(?: t="inlineStr")?>(?:<v>([^<]*)<\/v>|<is><t xml:space="preserve">(.*?)<\/t><\/is>)<\/c>/gs,
      ),
    ].map(([, style, number, text]) => ({
      value: number !== undefined ? number : text === undefined ? null : plain(text),
      style: Number(style ?? 0),
    })),
  );
}

function plain(text: string): string {
  return text
    .replace(/_x([0-9A-F]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
