// A running platform in one of its two shapes. LIVE_E2E_SHAPE chooses: the tests are the same.

import { startEmbedded } from './embedded.js';
import { startFleet } from './fleet/start.js';

/**
 * @typedef {object} Platform
 * @property {'embedded' | 'fleet'} shape
 * @property {string} url how a browser reaches it
 * @property {string} rtmpUrl where encoders publish, without the key
 * @property {string} folder its folder, with the logs
 * @property {string} dataDir
 * @property {import('./child.js').Child[]} services what can be killed and started again
 * @property {string[]} metricsUrls
 * @property {(options?: {keep?: boolean}) => Promise<unknown>} stop
 */

export const shape = process.env.LIVE_E2E_SHAPE ?? 'embedded';

/**
 * @param {{env?: Record<string, string>}} [options]
 * @returns {Promise<Platform>}
 */
export function startPlatform(options) {
  if (shape === 'embedded') return startEmbedded(options);
  if (shape === 'fleet') return startFleet(options);
  throw new Error(`LIVE_E2E_SHAPE is ${shape}: embedded and fleet are known`);
}
