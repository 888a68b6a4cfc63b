import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Scheme } from "../../datasets/policies/policy-schema.ts";
import { fail } from "../errors.ts";
import { inferPolicy } from "../settle/inference/infer.ts";
import type { Proposal } from "../settle/inference/proposal.ts";
import { type Options, type StoreContext, text } from "./command.ts";

/** What `policies infer` answers: a proposal for each scheme, and the files it wrote. */
export interface InferAnswer {
  action: "infer";
  proposals: Proposal[];
  written: string[];
}

const schemes: readonly Scheme[] = ["310", "390"];

/**
 * Proposes the policy of an area from its settlements; `--out` writes it, to a file ending in .yaml or into a folder. Loads nothing: that is for a person to
 * do once he has read it. @throws request.invalid
 */
export async function inferAction(
  { house, principal }: StoreContext,
  words: readonly string[],
  options: Options,
): Promise<InferAnswer> {
  // Words after the action come as paths.
  const [area = "", ...more] = words.map((word) => path.basename(word));
  if (!/^\d{6}$/.test(area) || more.length > 0)
    throw fail("request.invalid", {
      where: "policies infer",
      expected: "one pooling area, as 410100",
      got: words.join(" ") || "nothing",
    });
  const [asked, out] = [text(options.scheme), text(options.out)];
  const wanted = schemes.filter((scheme) => asked === undefined || asked === scheme);
  if (out?.endsWith(".yaml") && wanted.length > 1)
    throw fail("request.invalid", { where: "--out", expected: "a folder, or --scheme as well", got: out });
  const proposals: Proposal[] = [];
  for (const scheme of wanted)
    proposals.push(await house.database.read(principal, (reader) => inferPolicy(reader.connection, area, scheme)));
  return { action: "infer", proposals, written: out === undefined ? [] : await write(proposals, out) };
}

async function write(proposals: readonly Proposal[], out: string): Promise<string[]> {
  const isFile = out.endsWith(".yaml");
  if (!isFile) await mkdir(out, { recursive: true });
  const written: string[] = [];
  for (const { text, file } of proposals) {
    if (text === null) continue;
    const target = isFile ? out : path.join(out, file);
    await writeFile(target, text);
    written.push(target);
  }
  return written;
}

/** Files as proposed where they were not written, how much is behind them, and what is left over. */
export function printInferred({ proposals, written }: InferAnswer): string {
  const lines = proposals.flatMap(({ file, claims, text, rows, leftovers }) => [
    ...(written.length === 0 && text !== null ? [text] : []),
    `${file}: ${text === null ? "nothing could be inferred" : `${rows.length} rows`} from ${claims} settlements, ${leftovers.length} left over`,
    ...leftovers.map(({ part, care, group, tier, filing, admission, band, disease, rows, reason, assumed }) => {
      const where = [
        care,
        group,
        tier && `tier ${tier}`,
        filing,
        admission && `admission ${admission}`,
        band && `from ${band}`,
        disease,
      ];
      return `  ${part} ${where.filter(Boolean).join(", ")}: ${reason}, ${rows} settlements${assumed === null ? "" : `; assumed ${assumed}`}`;
    }),
  ]);
  return [...lines, ...written.map((file) => `wrote ${file}`), ""].join("\n");
}
