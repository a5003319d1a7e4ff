import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import type { Stage } from '../browser/stage.ts';

/** A phone with a page open on it. */
export interface Phone {
  readonly page: Page;
  readonly cdp: CDPSession;
  /** Bytes of scripts as they came over the network so far. */
  readonly scriptBytes: () => number;
  readonly close: () => Promise<void>;
}

export type OpenPhone = (path: string) => Promise<Phone>;

/** Lighthouse's mobile profile: github.com/GoogleChrome/lighthouse, docs/throttling.md. */
const slow4g = {
  offline: false,
  latency: 150,
  downloadThroughput: (1.6 * 1024 * 1024) / 8,
  uploadThroughput: (750 * 1024) / 8,
};
const cpuSlowdown = 4;

async function throttle(cdp: CDPSession): Promise<void> {
  await cdp.send('Network.enable');
  await cdp.send('Network.emulateNetworkConditions', slow4g);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: cpuSlowdown });
}

function countScripts(cdp: CDPSession): () => number {
  const scripts = new Set<string>();
  let bytes = 0;
  cdp.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Script') scripts.add(requestId);
  });
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength;
  });
  return () => bytes;
}

async function logIn(context: BrowserContext, stage: Stage): Promise<void> {
  await context.request.get(await stage.makeLoginPath(stage.cast.scanner));
}

/** Opens a page on a phone that nobody used before. */
export async function openPhone(browser: Browser, stage: Stage, path: string): Promise<Phone> {
  const context = await browser.newContext({
    baseURL: stage.url,
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
    // What it fetches for later would be counted among what is needed now.
    serviceWorkers: 'block',
  });
  context.setDefaultTimeout(120_000);
  await logIn(context, stage);
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await throttle(cdp);
  const scriptBytes = countScripts(cdp);
  await page.addInitScript(watchVitals);
  await page.goto(path, { waitUntil: 'commit' });
  return { page, cdp, scriptBytes, close: () => context.close() };
}

/** Runs in the page, before its own scripts: keeps what its vitals are made of. */
function watchVitals(): void {
  const kept = { lcpMs: 0, shift: 0, longestMs: 0 };
  Object.assign(globalThis, { fritzVitals: kept });
  const watch = (type: string, heed: (entry: PerformanceEntry) => void, more: object = {}) => {
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) heed(entry);
    }).observe({ type, buffered: true, ...more });
  };
  watch('largest-contentful-paint', (entry) => {
    kept.lcpMs = entry.startTime;
  });
  watch('layout-shift', (entry) => {
    const { value, hadRecentInput } = entry as unknown as {
      value: number;
      hadRecentInput: boolean;
    };
    if (!hadRecentInput) kept.shift += value;
  });
  watch(
    'event',
    (entry) => {
      const { interactionId } = entry as unknown as { interactionId: number };
      if (interactionId > 0) kept.longestMs = Math.max(kept.longestMs, entry.duration);
    },
    { durationThreshold: 16 },
  );
}
