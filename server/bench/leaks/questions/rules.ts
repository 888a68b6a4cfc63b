import type { QuestionFile } from "../question.ts";

const rule = () => ({ id: "XR-01" });

export default {
  questions: [
    { route: "GET /api/rules", rows: ({ rules }: { rules: object[] }) => rules.length },
    { route: "GET /api/rules/{id}", path: rule, rows: (body: object) => Object.keys(body).length },
    { route: "GET /api/rules/coverage", rows: ({ classes }: { classes: object[] }) => classes.length },
    { route: "GET /api/rules/quality" },
    { route: "GET /api/rules/{id}/quality", path: rule },
    { route: "GET /api/rules/{id}/backtests", path: rule },
    { route: "GET /api/rules/{id}/backtests/{backtest}", path: () => ({ id: "XR-01", backtest: "1" }) },
    { route: "GET /api/rules/{id}/curve", path: rule },
    { route: "GET /api/rules/control" },
    { route: "POST /api/rules/control", ask: () => ({ body: { size: 3, seed: 7 } }) },
    {
      route: "POST /api/rules/control/verdicts",
      uses: ["claim"] as const,
      also: [404],
      ask: ({ claim }: { claim: string }) => ({ body: { claim, label: "clean", strength: "desk", reason: "无异常" } }),
    },
    { route: "GET /api/audit/runs", rows: ({ runs }: { runs: object[] }) => runs.length },
    { route: "GET /api/audit/runs/{run}", path: () => ({ run: "1" }) },
  ],
  without: Object.fromEntries(
    [
      "POST /api/rules/{id}/backtest",
      "POST /api/rules/{id}/curve",
      "POST /api/rules/drafts/check",
      "POST /api/rules/drafts/test",
      "PUT /api/rules/{id}/draft",
      "DELETE /api/rules/{id}/draft",
      "POST /api/rules/{id}/moves",
      "POST /api/rules/{id}/approvals",
      "POST /api/rules/{id}/overlays",
      "DELETE /api/rules/{id}/overlays/{number}",
      "POST /api/rules/{id}/snoozes",
      "DELETE /api/rules/{id}/snoozes/{number}",
    ].map((route) => [route, "changes a rule or starts a job; answers its number or the rule's own texts"]),
  ),
} satisfies QuestionFile;
