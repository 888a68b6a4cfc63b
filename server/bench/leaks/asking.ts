import type { App } from "../../app.ts";
import { textOf } from "./answers.ts";
import type { Names, Question } from "./question.ts";

export interface Answer {
  status: number;
  text: string;
  body: unknown;
  /** Code and details of a refusal. */
  error: { code: string; details: Record<string, unknown> } | null;
}

/** Asks a question by the names given; who asks is what the application was made to stand on. */
export async function ask(app: App, question: Question, names: Names, scratch: string): Promise<Answer> {
  const [method, route] = question.route.split(" ") as [string, string];
  const values = question.path?.(names) ?? {};
  const url = route.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ""));
  const { query = {}, body, headers = {} } = question.ask?.(names) ?? {};
  const response = await app.inject({
    method: method as "GET",
    url,
    query,
    headers,
    ...(body === undefined ? {} : { payload: body as object }),
  });
  const type = String(response.headers["content-type"] ?? "");
  const text = await textOf(type, response.rawPayload, scratch);
  const json = type.includes("json") ? (JSON.parse(text) as { error?: Answer["error"] }) : null;
  return { status: response.statusCode, text, body: json, error: json?.error ?? null };
}
