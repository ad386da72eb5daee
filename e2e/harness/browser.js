// Chromium from the system, driven by playwright-core: nothing is downloaded.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { artifact, program } from './paths.js';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1440, height: 900 };

export function launch() {
  return chromium.launch({
    executablePath: program('chromium', 'chromium-browser', 'google-chrome'),
    headless: true,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--autoplay-policy=no-user-gesture-required',
    ],
  });
}

/**
 * A person's browser: cookies of its own, and what went wrong in its pages.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {string} url
 * @param {{viewport?: object, colorScheme?: 'dark' | 'light', name?: string}} [options]
 */
export async function visitor(
  browser,
  url,
  { viewport = DESKTOP, colorScheme = 'dark', name = 'visitor' } = {},
) {
  const context = await browser.newContext({
    baseURL: url,
    viewport,
    colorScheme,
    locale: 'en-GB',
    userAgent: `Mozilla/5.0 (X11; Linux x86_64) Chrome/156 ${name}`,
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  /** Uncaught errors and refusals by the content security policy. */
  page.faults = [];
  page.on('pageerror', (error) => page.faults.push(String(error)));
  page.on('console', (message) => {
    if (/Content Security Policy|panicked/.test(message.text())) page.faults.push(message.text());
  });
  return page;
}

export async function shot(page, name) {
  await page.screenshot({ path: artifact('screenshots', `${name}.png`) });
}

/** Findings of axe that are serious or critical, as lines. */
export async function axe(page) {
  // By the debugger, so that the page's content security policy stays as it is.
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, { resultTypes: ['violations'] }),
  );
  return violations
    .filter((one) => ['serious', 'critical'].includes(one.impact))
    .flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.target.join(' ')}: ${node.failureSummary}`));
}
