import { attentionHeader } from "./attention.ts";

/** What the server said was wrong, or `network` where it could not be reached. */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  /** Values of the message, by name. */
  readonly details: Record<string, unknown>;

  constructor(code: string, message: string, status: number, details: Record<string, unknown> = {}) {
    super(message);
    this.name = "ApiError";
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

const kept = new Map<string, unknown>();
const keptAtMost = 120;
let forgotten = 0;

/** Forget all answers: the data behind them changed. */
export function forgetAnswers(): void {
  kept.clear();
  forgotten += 1;
}

/** GET as JSON. Answers are kept until the data change, so that back, forward and a repeated filter are immediate. */
export function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  return remember(path, async () => (await request(path, signal)).json() as Promise<T>);
}

/** GET as bytes (an Arrow stream), kept like JSON answers. */
export function getBytes(path: string, signal?: AbortSignal): Promise<Uint8Array> {
  return remember(path, async () => new Uint8Array(await (await request(path, signal)).arrayBuffer()));
}

async function remember<T>(path: string, load: () => Promise<T>): Promise<T> {
  if (kept.has(path)) return kept.get(path) as T;
  const asOf = forgotten;
  const answer = await load();
  // Asked before the data changed, answered after: fit to be shown until the next answer, not to be kept.
  if (asOf !== forgotten) return answer;
  if (kept.size >= keptAtMost) kept.delete(kept.keys().next().value!);
  kept.set(path, answer);
  return answer;
}

async function request(path: string, signal?: AbortSignal): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, { headers: attentionHeader(), ...(signal ? { signal } : {}) });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError("network", String(error), 0);
  }
  if (!response.ok) throw problem(response.status, await response.text());
  return response;
}

type Hearer = (error: ApiError) => void;
let hearer: Hearer = () => {};

/** Who hears of refusals for want of a session, wherever they come from. */
export function hearRefusals(next: Hearer): void {
  hearer = next;
}

/** Reads `{ error: { code, message, details } }`; anything else keeps its status. */
export function problem(status: number, body: string): ApiError {
  const error = errorOf(status, body);
  if (error.code === "access.sign_in" || error.code === "access.change_password") hearer(error);
  return error;
}

function errorOf(status: number, body: string): ApiError {
  try {
    const { error } = JSON.parse(body) as { error: Pick<ApiError, "code" | "message"> & Partial<ApiError> };
    return new ApiError(error.code, error.message, status, error.details);
  } catch {
    return new ApiError(`http.${status}`, body.slice(0, 300), status);
  }
}
