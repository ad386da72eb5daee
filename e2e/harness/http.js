// Plain requests, bounded in time.

/** Whether the process behind the metrics address says that it is ready. */
export async function isReady(metricsUrl) {
  const answer = await fetch(`${metricsUrl}/readyz`, { signal: AbortSignal.timeout(2_000) });
  return answer.ok;
}

/** The text of `url`; an error if it is not 200. */
export async function text(url) {
  const answer = await fetch(url, { signal: AbortSignal.timeout(15_000) });
  const body = await answer.text();
  if (answer.status !== 200) throw new Error(`GET ${url}: ${answer.status} ${body.slice(0, 200)}`);
  return body;
}
