import { LiveError } from "../errors.ts";
import { parseAnswer } from "./request.ts";

interface Upload {
  method: "POST" | "PUT";
  url: string;
  file: Blob;
  token: string | null;
  withCredentials: boolean;
  onProgress: (done: number) => void;
  signal: AbortSignal | undefined;
}

/** Uploads take longer than calls: this is for a line that stands still. */
const STALLED_MS = 30_000;

/** Sends a file as the multipart field `file`. XMLHttpRequest, for `fetch` tells no progress. */
export function upload({
  method,
  url,
  file,
  token,
  withCredentials,
  onProgress,
  signal,
}: Upload): Promise<unknown> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(new LiveError("aborted"));
    const request = new XMLHttpRequest();
    const cancel = () => request.abort();
    let stalled: ReturnType<typeof setTimeout>;
    const alive = () => {
      clearTimeout(stalled);
      stalled = setTimeout(() => {
        reject(new LiveError("timeout"));
        request.abort();
      }, STALLED_MS);
    };
    request.open(method, url);
    request.withCredentials = withCredentials;
    request.setRequestHeader("accept", "application/json");
    if (token !== null) request.setRequestHeader("authorization", `Bearer ${token}`);
    request.upload.onprogress = (event) => {
      alive();
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    request.onload = () => {
      try {
        onProgress(1);
        resolve(parseAnswer(request.status, request.responseText, request.getResponseHeader("retry-after")));
      } catch (thrown) {
        reject(LiveError.from(thrown));
      }
    };
    request.onerror = () => reject(new LiveError("offline"));
    request.onabort = () => reject(new LiveError("aborted"));
    request.onloadend = () => {
      clearTimeout(stalled);
      signal?.removeEventListener("abort", cancel);
    };
    signal?.addEventListener("abort", cancel, { once: true });
    alive();
    const form = new FormData();
    form.append("file", file);
    request.send(form);
  });
}
