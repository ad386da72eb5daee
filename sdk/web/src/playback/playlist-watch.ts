/** The part of a media playlist that tells whether it goes on from the one before. */
export interface PlaylistWindow {
  /** Media sequence numbers of the first and the last segment. */
  startSn: number;
  endSn: number;
}

/**
 * Notices a playlist that does not continue the one before: a server that crashed begins anew with
 * other sequence numbers, and what the player has buffered has no continuation. hls.js alone would
 * wait for segments that never come.
 */
export class PlaylistWatch {
  readonly #last = new Map<string, PlaylistWindow>();

  /** `track` names the playlist. Gives the reason why it does not continue, or null. */
  see(track: string, now: PlaylistWindow): string | null {
    const before = this.#last.get(track);
    this.#last.set(track, now);
    if (!before) return null;
    if (now.startSn > before.endSn + 1) return `media sequence jumped from ${before.endSn} to ${now.startSn}`;
    if (now.endSn < before.endSn) return `media sequence went back from ${before.endSn} to ${now.endSn}`;
    return null;
  }
}
