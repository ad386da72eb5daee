import { ERROR_TITLES, type ErrorCode, type FieldError, type Problem } from "./generated/protocol.ts";

/** Codes that the SDK itself gives, beside those of the server. */
export type ClientErrorCode =
  /** The network can't be reached, or the server not through it. */
  | "offline"
  /** The caller gave up by an AbortSignal, or the part was closed. */
  | "aborted"
  /** The answer is not what the API promises: a proxy's page, or another version. */
  | "bad_response"
  /** This browser can't play the stream. */
  | "playback_unsupported"
  /** The media can't be played, also after recovery was tried. */
  | "playback_failed";

export type LiveErrorCode = ErrorCode | ClientErrorCode;

/** A `LiveError` as a plain object, for callers across a boundary (wasm, workers, logs). */
export interface LiveErrorJson {
  code: LiveErrorCode;
  message: string;
  status: number | null;
  fields: FieldError[];
  retry_after_s: number | null;
  request_id: string | null;
}

const CLIENT_TITLES: Record<ClientErrorCode, string> = {
  offline: "The server can't be reached",
  aborted: "Cancelled",
  bad_response: "The server's answer was not understood",
  playback_unsupported: "This browser can't play the stream",
  playback_failed: "The stream can't be played",
};

interface LiveErrorInit {
  message?: string | undefined;
  status?: number | undefined;
  fields?: FieldError[] | undefined;
  retryAfterS?: number | undefined;
  requestId?: string | undefined;
  cause?: unknown;
}

/** Every failure that the SDK reports. Branch on `code`; `message` is for people. */
export class LiveError extends Error {
  readonly code: LiveErrorCode;
  /** HTTP status, where there was an answer. */
  readonly status: number | null;
  /** The fields that were wrong, for `invalid_request`. */
  readonly fields: readonly FieldError[];
  /** Seconds after which the same call may work. */
  readonly retryAfterS: number | null;
  /** To find the request in the server's logs. */
  readonly requestId: string | null;

  constructor(code: LiveErrorCode, init: LiveErrorInit = {}) {
    super(init.message ?? titleOf(code), { cause: init.cause });
    this.name = "LiveError";
    this.code = code;
    this.status = init.status ?? null;
    this.fields = init.fields ?? [];
    this.retryAfterS = init.retryAfterS ?? null;
    this.requestId = init.requestId ?? null;
  }

  /** What was wrong with that field, if anything. */
  field(name: string): string | null {
    return this.fields.find((each) => each.field === name)?.message ?? null;
  }

  /** Whether the same call may work later without a change. */
  get isTemporary(): boolean {
    return (
      this.code === "offline" ||
      this.code === "timeout" ||
      this.code === "unavailable" ||
      this.code === "rate_limited" ||
      this.code === "internal" ||
      this.code === "bad_response"
    );
  }

  toJSON(): LiveErrorJson {
    return {
      code: this.code,
      message: this.message,
      status: this.status,
      fields: [...this.fields],
      retry_after_s: this.retryAfterS,
      request_id: this.requestId,
    };
  }

  /** The error that a problem document (RFC 9457) or a refused acknowledgement tells. */
  static fromProblem(problem: Problem): LiveError {
    return new LiveError(problem.code, {
      message: problem.detail ?? problem.title,
      status: problem.status,
      fields: problem.errors,
      retryAfterS: problem.retry_after_s ?? undefined,
      requestId: problem.request_id ?? undefined,
    });
  }

  /** Whatever was thrown, as a `LiveError`. */
  static from(thrown: unknown): LiveError {
    if (thrown instanceof LiveError) return thrown;
    const name = thrown instanceof Error ? thrown.name : "";
    if (name === "AbortError") return new LiveError("aborted", { cause: thrown });
    if (name === "TimeoutError") return new LiveError("timeout", { cause: thrown });
    return new LiveError("bad_response", { cause: thrown });
  }
}

/** Whether a parsed body is a problem document with a code that this version knows. */
export function isProblem(body: unknown): body is Problem {
  if (typeof body !== "object" || body === null || !("code" in body)) return false;
  return typeof body.code === "string" && body.code in ERROR_TITLES;
}

function titleOf(code: LiveErrorCode): string {
  return code in ERROR_TITLES ? ERROR_TITLES[code as ErrorCode] : CLIENT_TITLES[code as ClientErrorCode];
}
