import type { Dimension } from "../dimension.ts";

export default {
  id: "credential",
  label: { zh: "就诊凭证", en: "Credential" },
  columns: [{ name: "credential", from: "credential" }],
  filter: ["credential"],
} satisfies Dimension;
