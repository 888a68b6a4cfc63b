import { ApiError, problem } from "./api.ts";
import { csrfHeader } from "./csrf.ts";
import type { Batch } from "./types.ts";

export type Stored = Batch["rows"] & { batch: number };

const formats: [RegExp, string][] = [
  [/\.(ndjson|jsonl)(\.gz)?$/i, "application/x-ndjson"],
  [/\.parquet$/i, "application/vnd.apache.parquet"],
  [/\.(arrow|arrows|ipc)$/i, "application/vnd.apache.arrow.stream"],
];

/** The media type of a file of records by its name; text unless the name says otherwise. */
export function mediaType(name: string): string {
  return formats.find(([pattern]) => pattern.test(name))?.[1] ?? "text/csv";
}

export interface Target {
  /** A table of the dictionary, or `auto`: the server finds it from name and header. */
  table: string;
  layout: string;
  reporter: string;
}

/**
 * Sends a file and resolves once it is stored: the answer comes after the commit. `onProgress` hears the share sent;
 * `fetch` cannot tell it. Rejects with an ApiError.
 */
export function sendFile(file: File, target: Target, onProgress: (share: number) => void): Promise<Stored> {
  const query = new URLSearchParams({ source: file.name });
  if (target.layout) query.set("layout", target.layout);
  if (target.reporter) query.set("reporter", target.reporter);
  const request = new XMLHttpRequest();
  request.open("POST", `/api/batches/${encodeURIComponent(target.table)}?${query}`);
  request.setRequestHeader("content-type", mediaType(file.name));
  for (const [name, value] of Object.entries(csrfHeader())) request.setRequestHeader(name, value);
  request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
  return new Promise((resolve, reject) => {
    request.onerror = () => reject(new ApiError("network", "", 0));
    request.onload = () => {
      if (request.status === 201) resolve(JSON.parse(request.responseText) as Stored);
      else reject(problem(request.status, request.responseText));
    };
    request.send(file);
  });
}
