import type { Named, Names, QuestionFile } from "../question.ts";

const uses: readonly Named[] = ["notice"];
const path = ({ notice }: Names) => ({ finding: notice });
const listed = ({ total }: { total: number }) => total;

export default {
  questions: [
    { route: "GET /api/corrections", rows: listed },
    ...["amount", "day", "oldest"].map((order) => ({
      route: "GET /api/corrections",
      ask: () => ({ query: { order } }),
    })),
    {
      route: "GET /api/corrections",
      uses: ["province"] as const,
      ask: ({ province }: Names) => ({ query: { insured: province } }),
    },
    {
      route: "GET /api/corrections",
      uses: ["settlement"] as const,
      ask: ({ settlement }: Names) => ({ query: { text: settlement } }),
    },
    { route: "GET /api/corrections/underpaid" },
    {
      route: "GET /api/corrections/underpaid",
      uses: ["province"] as const,
      ask: ({ province }: Names) => ({ query: { insured: province } }),
    },
    { route: "GET /api/corrections/underpaid.csv" },
    { route: "GET /api/corrections/underpaid.xlsx" },
    { route: "GET /api/corrections/{finding}", path, uses, rows: ({ steps }: { steps: object[] }) => (steps ? 1 : 0) },
    {
      route: "POST /api/corrections/{finding}/steps",
      path,
      uses,
      also: [403, 409],
      ask: ({ noticeHash }: Names) => ({ body: { to: "checked", evidenceHash: noticeHash, reason: "已核" } }),
    },
  ],
} satisfies QuestionFile;
