import { ApiError, forgetAnswers, problem } from "./api.ts";
import { attentionHeader } from "./attention.ts";
import { csrfHeader } from "./csrf.ts";

/**
 * Sends JSON (a blob goes as it is) and reads the answer, undefined where there is none. What was kept before is forgotten, since lists and counts follow from what was sent; `keeps` is for questions that change
 * nothing (a draft is looked at, not kept). @throws ApiError
 */
export async function sendJson<T>(
  method: "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  body?: unknown,
  { keeps = false, signal }: { keeps?: boolean; signal?: AbortSignal } = {},
): Promise<T> {
  const isJson = body !== undefined && !(body instanceof Blob);
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers: { ...attentionHeader(), ...csrfHeader(), ...(isJson ? { "content-type": "application/json" } : {}) },
      ...(body === undefined ? {} : { body: isJson ? JSON.stringify(body) : (body as Blob) }),
      ...(signal ? { signal } : {}),
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ApiError("network", String(cause), 0);
  }
  if (!response.ok) throw problem(response.status, await response.text());
  if (!keeps) forgetAnswers();
  return (response.status === 204 ? undefined : await response.json()) as T;
}
