import type { Engine } from "./engine.ts";
import type { PlayerStats } from "./types.ts";
import type { StallEvents } from "./watchdog.ts";

/** A latency by the wall clock outside of this is a wrong clock, not a latency. */
const PLAUSIBLE_LATENCY_S = 120;

/** What can be measured of playback now. */
export function readStats(
  video: HTMLVideoElement,
  engine: Engine | null,
  { stalls, stalledMs }: StallEvents,
  restarts: number,
): PlayerStats {
  const frames = video.getVideoPlaybackQuality?.();
  return {
    ...latency(engine),
    target_latency_s: rounded(engine?.targetLatencyS() ?? null),
    buffered_s: rounded(bufferedAhead(video)) ?? 0,
    frames_decoded: frames?.totalVideoFrames ?? 0,
    frames_dropped: frames?.droppedVideoFrames ?? 0,
    stalls,
    stalled_ms: Math.round(stalledMs),
    restarts,
    bandwidth_bps: engine?.bandwidthBps() ?? null,
    width: video.videoWidth,
    height: video.videoHeight,
    playback_rate: video.playbackRate,
  };
}

function latency(engine: Engine | null): Pick<PlayerStats, "latency_s" | "latency_source"> {
  const shownAt = engine?.playingDate()?.getTime() ?? Number.NaN;
  const byClock = (Date.now() - shownAt) / 1000;
  if (byClock > 0 && byClock < PLAUSIBLE_LATENCY_S)
    return { latency_s: rounded(byClock), latency_source: "clock" };
  return { latency_s: rounded(engine?.edgeLatencyS() ?? null), latency_source: "edge" };
}

function bufferedAhead(video: HTMLVideoElement): number {
  const { buffered, currentTime } = video;
  for (let at = 0; at < buffered.length; at += 1) {
    if (buffered.start(at) <= currentTime + 0.1 && currentTime <= buffered.end(at)) {
      return buffered.end(at) - currentTime;
    }
  }
  return 0;
}

function rounded(seconds: number | null): number | null {
  return seconds === null ? null : Math.round(seconds * 100) / 100;
}
