import type { Dimension } from "../dimension.ts";

export default {
  id: "drug_channel",
  label: { zh: "特药渠道", en: "Special-drug channel" },
  columns: [{ name: "drug_channel", from: "drug_channel" }],
  filter: ["drug_channel"],
} satisfies Dimension;
