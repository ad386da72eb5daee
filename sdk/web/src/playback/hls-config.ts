import type { HlsConfig, LoadPolicy } from "hls.js";

/**
 * hls.js for a live stream. Retries are short: the player above begins anew when they are over,
 * and the promise is to be back within 10 s of the server.
 */
export function hlsConfig(lowLatency: boolean): Partial<HlsConfig> {
  return {
    lowLatencyMode: lowLatency,
    enableWorker: true,
    liveDurationInfinity: true,
    // With parts the playlist says how far behind to stay (PART-HOLD-BACK), and a count of segments
    // here would overrule it. Behind by more: the player jumps. hls.js refuses the one without the
    // other.
    ...(lowLatency ? {} : { liveSyncDurationCount: 3, liveMaxLatencyDurationCount: 6 }),
    // Below that it catches up by playing a little faster, unnoticed.
    maxLiveSyncPlaybackRate: lowLatency ? 1.08 : 1,
    liveSyncOnStallIncrease: 0.5,
    backBufferLength: 20,
    maxBufferLength: 12,
    maxMaxBufferLength: 30,
    startFragPrefetch: true,
    testBandwidth: false,
    capLevelToPlayerSize: true,
    // A live viewer starts on a middle rendition rather than on the worst one.
    abrEwmaDefaultEstimate: 2_000_000,
    manifestLoadPolicy: policy(5_000, 8_000, 2),
    // A blocking reload answers when the part is there: up to three target durations.
    playlistLoadPolicy: policy(9_000, 12_000, 3),
    fragLoadPolicy: policy(6_000, 20_000, 3),
  };
}

function policy(firstByteMs: number, wholeMs: number, retries: number): LoadPolicy {
  const errorRetry = { maxNumRetry: retries, retryDelayMs: 250, maxRetryDelayMs: 1_000 };
  return {
    default: {
      maxTimeToFirstByteMs: firstByteMs,
      maxLoadTimeMs: wholeMs,
      timeoutRetry: { maxNumRetry: 1, retryDelayMs: 0, maxRetryDelayMs: 0 },
      errorRetry,
    },
  };
}
