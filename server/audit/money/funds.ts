/** A fund that pays claims: its column in `claim`, and the word the settlement chain names its amount due by. */
export interface Fund {
  fund: string;
  recorded: string;
  due: string | null;
}

/** Funds that are settled again, and what others pay: enterprise, disability and further funds, which stand as recorded. */
export const funds = [
  { fund: "basic", recorded: "basic_fund", due: "basic_due" },
  { fund: "serious_illness", recorded: "serious_illness_fund", due: "serious_due" },
  { fund: "large_amount", recorded: "large_amount_fund", due: "large_due" },
  { fund: "civil_servant", recorded: "civil_servant_fund", due: "civil_due" },
  { fund: "medical_aid", recorded: "medical_aid_fund", due: "aid_due" },
  { fund: "other", recorded: "other_funds", due: null },
] as const satisfies readonly Fund[];

export type FundName = (typeof funds)[number]["fund"];
export const fundNames: readonly FundName[] = funds.map(({ fund }) => fund);
