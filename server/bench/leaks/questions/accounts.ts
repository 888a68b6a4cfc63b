import type { QuestionFile } from "../question.ts";

export default {
  questions: [
    { route: "GET /api/session" },
    { route: "GET /api/session/own" },
    { route: "GET /api/accounts" },
    { route: "GET /api/journal", rows: ({ total }: { total: number }) => total },
    {
      route: "GET /api/journal",
      uses: ["settlement"] as const,
      ask: ({ settlement }: { settlement: string }) => ({ query: { text: settlement } }),
    },
    {
      route: "GET /api/journal",
      uses: ["finding"] as const,
      ask: ({ finding }: { finding: string }) => ({ query: { subject: finding } }),
    },
    { route: "GET /api/journal/facets" },
    { route: "GET /api/journal/{seq}", path: () => ({ seq: "2" }), also: [404] },
    { route: "GET /api/journal/heads" },
    { route: "GET /api/journal/heads.json" },
  ],
  without: Object.fromEntries(
    [
      "POST /api/journal/verifications",
      "POST /api/session",
      "DELETE /api/session",
      "DELETE /api/session/others",
      "POST /api/session/demo",
      "PUT /api/session/password",
      "POST /api/accounts",
      "PATCH /api/accounts/{id}",
      "POST /api/accounts/{id}/password",
      "DELETE /api/accounts/{id}/sessions",
    ].map((route) => [route, "of accounts and the chain of the journal, no record of a region"]),
  ),
} satisfies QuestionFile;
