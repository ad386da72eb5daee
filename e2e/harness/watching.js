// Whether a person sees a moving picture.

import assert from 'node:assert/strict';

const state = () => {
  const video = document.querySelector('video');
  if (!video) return null;
  return {
    time: video.currentTime,
    frames: video.getVideoPlaybackQuality().totalVideoFrames,
    paused: video.paused,
    width: video.videoWidth,
  };
};

/** Waits until time passes and frames are decoded: two seconds of both. */
export async function isPlaying(page, { ms = 30_000 } = {}) {
  await page.waitForFunction(
    () => {
      const video = document.querySelector('video');
      return video && !video.paused && video.videoWidth > 0 && video.currentTime > 0;
    },
    null,
    { timeout: ms },
  );
  const before = await page.evaluate(state);
  await page.waitForFunction(
    ({ time, frames }) => {
      const video = document.querySelector('video');
      const now = video.getVideoPlaybackQuality().totalVideoFrames;
      return video.currentTime >= time + 2 && now >= frames + 20;
    },
    before,
    { timeout: ms },
  );
  const after = await page.evaluate(state);
  assert.ok(after.frames > before.frames, JSON.stringify([before, after]));
  return after;
}

/**
 * Waits until that many seconds were played from now on. A player that starts anew after a fault
 * begins its clock again, so steps are added up; a seek is no playing.
 */
export async function playsFor(page, seconds, { ms = 30_000 } = {}) {
  await page.evaluate(() => {
    globalThis.playedFor = { seconds: 0, at: undefined };
  });
  await page.waitForFunction(
    (wanted) => {
      const played = globalThis.playedFor;
      const now = document.querySelector('video')?.currentTime;
      const step = now - played.at;
      if (step > 0 && step < 1) played.seconds += step;
      played.at = now;
      return played.seconds >= wanted;
    },
    seconds,
    { timeout: ms },
  );
}
