import { expect, test } from "vitest";
import { withGrounds } from "./proposal.ts";

test("grounds stand in remarks at the head of the file, however many lines they have", () => {
  expect(withGrounds("area: '410100'\n", "依据：郑医保〔2020〕1 号\nversions: []\r\n  由甲核对")).toBe(
    "# 依据：郑医保〔2020〕1 号\n# versions: []\n# 由甲核对\narea: '410100'\n",
  );
});
