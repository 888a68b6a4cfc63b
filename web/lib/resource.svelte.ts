import { untrack } from "svelte";

export interface Resource<T> {
  /** The last answer; it stays while the next one is awaited. */
  readonly data: T | undefined;
  readonly error: unknown;
  readonly pending: boolean;
  retry(): void;
}

/**
 * Keeps an answer in step with what it depends on: `load` runs again when a rune it read before its first `await`
 * changes, and the request under way is cancelled. `undefined` from `load` means that it cannot be asked yet.
 */
export function resource<T>(load: (signal: AbortSignal) => Promise<T> | undefined): Resource<T> {
  let data = $state.raw<T>();
  let error = $state.raw<unknown>();
  let pending = $state(true);
  let attempt = $state(0);

  $effect(() => {
    void attempt;
    const controller = new AbortController();
    const answer = load(controller.signal);
    if (!answer) return;
    untrack(() => {
      pending = true;
    });
    answer.then(
      (value) => {
        if (controller.signal.aborted) return;
        data = value;
        error = undefined;
        pending = false;
      },
      (reason: unknown) => {
        if (controller.signal.aborted) return;
        error = reason;
        pending = false;
      },
    );
    return () => controller.abort();
  });

  return {
    get data() {
      return data;
    },
    get error() {
      return error;
    },
    get pending() {
      return pending;
    },
    retry() {
      attempt += 1;
    },
  };
}
