import { ApiError, forgetAnswers, problem } from "./api.ts";

/**
 * Sends JSON and reads the answer. What was kept before is forgotten, since lists and counts follow from what was sent; `keeps` is for questions that change
 * nothing (a draft is looked at, not kept). @throws ApiError
 */
export async function sendJson<T>(
  method: "POST" | "PUT" | "DELETE",
  path: string,
  body?: unknown,
  { keeps = false, signal }: { keeps?: boolean; signal?: AbortSignal } = {},
): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      ...(body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ApiError("network", String(cause), 0);
  }
  if (!response.ok) throw problem(response.status, await response.text());
  if (!keeps) forgetAnswers();
  return (await response.json()) as T;
}
