import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const usualPlaces = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** The browser that FRITZ_CHROMIUM names, else one of this machine; null without any. */
export const chromiumPath = process.env.FRITZ_CHROMIUM || usualPlaces.find(existsSync) || null;

/** Says why browser tests are skipped; false when they are not. */
export const withoutBrowser =
  chromiumPath === null &&
  'no browser: install Chromium (apt-get install chromium) or name one in FRITZ_CHROMIUM';

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--in-process-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export async function launchBrowser(): Promise<Browser> {
  if (chromiumPath === null) throw new Error('no browser');
  return chromium.launch({ executablePath: chromiumPath, args: flags });
}
