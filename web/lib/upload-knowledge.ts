import { ApiError, problem } from "./api.ts";
import { csrfHeader } from "./csrf.ts";

/** Sends a workbook or CSV file of published points; resolves with the job that reads it. `onProgress` hears the share sent. @throws ApiError */
export function sendWorkbook(
  file: File,
  issue: { batch: string; published: string },
  onProgress: (share: number) => void,
): Promise<number> {
  const given = Object.entries({ name: file.name, ...issue }).filter(([, value]) => value !== "");
  const request = new XMLHttpRequest();
  request.open("POST", `/api/knowledge/batches?${new URLSearchParams(given)}`);
  request.setRequestHeader("content-type", "application/octet-stream");
  for (const [name, value] of Object.entries(csrfHeader())) request.setRequestHeader(name, value);
  request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
  return new Promise((resolve, reject) => {
    request.onerror = () => reject(new ApiError("network", "", 0));
    request.onload = () => {
      if (request.status === 202) resolve((JSON.parse(request.responseText) as { job: number }).job);
      else reject(problem(request.status, request.responseText));
    };
    request.send(file);
  });
}
