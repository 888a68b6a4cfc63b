import type { Leftover, Place, ProposedRow } from "./proposal.ts";

type Where = Partial<Omit<Place, "from" | "part" | "care">>;

/** What one version rests on and what it lacks, gathered while it is made. */
export class Findings {
  readonly rows: ProposedRow[] = [];
  readonly leftovers: Leftover[] = [];
  readonly #from: string;

  constructor(from: string) {
    this.#from = from;
  }

  /** @param matched settlements that agree to the fen, of `rows` */
  state(
    part: Place["part"],
    care: Place["care"],
    where: Where,
    value: string,
    { rows, matched }: { rows: number; matched: number },
  ): void {
    this.rows.push({
      ...this.#place(part, care, where),
      value,
      rows,
      share: rows === 0 ? 0 : Math.round((1e4 * matched) / rows) / 1e4,
    });
  }

  leave(
    part: Place["part"],
    care: Place["care"],
    where: Where,
    rows: number,
    reason: Leftover["reason"],
    assumed: string | null = null,
  ): void {
    this.leftovers.push({ ...this.#place(part, care, where), rows, reason, assumed });
  }

  /** The file states it although nothing shows it. */
  assume(
    part: Place["part"],
    rows: number,
    reason: Leftover["reason"],
    assumed: string,
    isSo = true,
    care: Place["care"] = "inpatient",
  ): void {
    if (isSo) this.leave(part, care, {}, rows, reason, assumed);
  }

  #place(part: Place["part"], care: Place["care"], where: Where): Place {
    const nowhere = { group: null, tier: null, filing: null, admission: null, band: null, disease: null };
    return { from: this.#from, part, care, ...nowhere, ...where };
  }
}
