// Waiting on conditions, always bounded.

import { setTimeout as pause } from 'node:timers/promises';

/**
 * Asks `probe` until it answers something truthy and answers that. What it throws counts as "not
 * yet" and stands in the message when the time is over.
 *
 * @template T
 * @param {string} what ends the sentence "waited for …"
 * @param {() => T | Promise<T>} probe
 * @param {{ms?: number, everyMs?: number}} [limits]
 * @returns {Promise<NonNullable<T>>}
 */
export async function waitFor(what, probe, { ms = 15_000, everyMs = 50 } = {}) {
  const end = performance.now() + ms;
  let last;
  for (;;) {
    try {
      const answer = await probe();
      if (answer) return answer;
      last = answer;
    } catch (error) {
      last = error;
    }
    if (performance.now() >= end) break;
    await pause(everyMs);
  }
  const shown = last instanceof Error ? last.message : JSON.stringify(last);
  throw new Error(`waited ${ms} ms for ${what}; last: ${shown}`);
}
