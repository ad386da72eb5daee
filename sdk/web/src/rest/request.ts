import { isProblem, LiveError } from "../errors.ts";
import type { Problem } from "../generated/protocol.ts";

/** One request, without authentication: what `HttpClient` builds on. */
export interface WireRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: BodyInit | undefined;
  credentials: RequestCredentials;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

/** Sends it and gives the parsed body, or undefined for an empty one. Throws `LiveError`s only. */
export async function send(request: WireRequest): Promise<unknown> {
  const controller = new AbortController();
  const cancel = () => controller.abort(new DOMException("cancelled", "AbortError"));
  if (request.signal?.aborted) throw new LiveError("aborted");
  request.signal?.addEventListener("abort", cancel, { once: true });
  const timer = setTimeout(
    () => controller.abort(new DOMException("timed out", "TimeoutError")),
    request.timeoutMs,
  );
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers,
      body: request.body ?? null,
      credentials: request.credentials,
      signal: controller.signal,
    });
    return parseAnswer(response.status, await response.text(), response.headers.get("retry-after"));
  } catch (thrown) {
    if (thrown instanceof LiveError) throw thrown;
    const reason: unknown = controller.signal.aborted ? controller.signal.reason : thrown;
    // `fetch` gives a TypeError for every failure of the line.
    if (reason instanceof TypeError) throw new LiveError("offline", { cause: reason });
    throw LiveError.from(reason);
  } finally {
    clearTimeout(timer);
    request.signal?.removeEventListener("abort", cancel);
  }
}

/** The body of an answer, or the error that it tells. */
export function parseAnswer(status: number, text: string, retryAfter: string | null): unknown {
  let body: unknown;
  try {
    body = text === "" ? undefined : JSON.parse(text);
  } catch (cause) {
    throw new LiveError(codeOfStatus(status), { status, cause });
  }
  if (status >= 200 && status < 300) return body;
  if (isProblem(body)) {
    const wait = Number(retryAfter ?? Number.NaN);
    const problem: Problem = Number.isFinite(wait) ? { retry_after_s: wait, ...body } : body;
    throw LiveError.fromProblem(problem);
  }
  throw new LiveError(codeOfStatus(status), { status });
}

/** For answers that are no problem documents: a proxy's 502 page, for example. */
function codeOfStatus(status: number): "unavailable" | "timeout" | "rate_limited" | "bad_response" {
  if (status === 502 || status === 503) return "unavailable";
  if (status === 504) return "timeout";
  if (status === 429) return "rate_limited";
  return "bad_response";
}
