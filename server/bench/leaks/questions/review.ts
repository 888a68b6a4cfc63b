import type { Named, Names, QuestionFile } from "../question.ts";

const uses: readonly Named[] = ["finding"];
const path = ({ finding }: Names) => ({ id: finding });
const words = { label: "doubtful", strength: "desk", reason: "核对", materials: ["清单"] };
/** Acts that somebody did before, or that the state of the finding forbids, reach it too. */
const also = [409];

export default {
  questions: [
    { route: "PUT /api/findings/{id}/hold", path, uses, also },
    { route: "DELETE /api/findings/{id}/hold", path },
    {
      route: "PUT /api/findings/{id}/putting-off",
      path,
      uses,
      also,
      ask: ({ evidenceHash }: Names) => ({ body: { evidenceHash, until: "2027-01-31", reason: "待材料" } }),
    },
    { route: "DELETE /api/findings/{id}/putting-off", path, uses, also },
    {
      route: "POST /api/findings/{id}/verdicts",
      path,
      uses,
      also,
      ask: ({ evidenceHash }: Names) => ({ body: { evidenceHash, ...words } }),
    },
    {
      route: "POST /api/findings/verdicts",
      ask: ({ finding, evidenceHash }: Names) => ({ body: { findings: [{ finding, evidenceHash }], ...words } }),
      uses,
    },
    {
      route: "POST /api/findings/{id}/appeals",
      path,
      uses,
      also,
      ask: ({ evidenceHash }: Names) => ({ body: { evidenceHash, reason: "不认可", files: ["病历.pdf"] } }),
    },
    { route: "POST /api/review/next", ask: () => ({ body: {} }) },
    { route: "GET /api/views" },
    {
      route: "PUT /api/views/{name}",
      path: () => ({ name: "常用" }),
      ask: () => ({ body: { page: "/review", query: "stage=waiting" } }),
    },
    { route: "DELETE /api/views/{name}", path: () => ({ name: "常用" }), also: [404] },
    ...["POST /api/verdicts/withdrawals", "POST /api/verdicts/approvals"].map((route) => ({
      route,
      ask: () => ({ body: { verdicts: [1, 2, 999_999], agree: true, reason: "同意" } }),
    })),
  ],
} satisfies QuestionFile;
