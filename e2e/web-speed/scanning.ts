/// <reference lib="dom" />
import type { CDPSession, Page } from 'playwright-core';
import type { OpenPhone } from './phone.ts';
import { readVitals } from './vitals.ts';

/** What scanning costs. */
export interface ScanFigures {
  readonly next_ms: number;
  readonly next_median_ms: number;
  readonly inp_ms: number;
  readonly heap_after_50_mb: number;
  readonly heap_mb: number;
  readonly looked_at: number;
}

/** As long as somebody looks at one, at the least. */
const lookMs = 700;

/** In the page: presses the key, and waits for the frame in which the next candidate is drawn. */
async function timeNext(): Promise<number | null> {
  const nameOf = () =>
    document.querySelector('article[aria-current="true"]')?.getAttribute('aria-label') ?? null;
  const before = nameOf();
  const start = performance.now();
  window.dispatchEvent(new KeyboardEvent('keydown', { key: 'j' }));
  const isDrawn = () => {
    const card = document.querySelector('article[aria-current="true"]');
    if (card === null || nameOf() === before) return false;
    const stamp = card.querySelector<HTMLElement>('canvas[aria-label^="new image"]');
    return stamp?.style.visibility === 'visible' && card.querySelector('.uplot canvas') !== null;
  };
  for (let frame = 0; frame < 600; frame++) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    if (isDrawn()) return performance.now() - start;
    if (frame > 120 && nameOf() === before) return null;
  }
  return performance.now() - start;
}

async function heapMb(cdp: CDPSession): Promise<number> {
  await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  return Math.round(usedSize / 1024 / 1024);
}

async function look(page: Page, cdp: CDPSession, count: number, say: (text: string) => void) {
  const times: number[] = [];
  let early = 0;
  for (let i = 0; i < count; i++) {
    const ms = await page.evaluate(timeNext);
    // The end of the list.
    if (ms === null) break;
    times.push(ms);
    if (times.length === 50) early = await heapMb(cdp);
    if (times.length % 100 === 0) say(`  ${times.length} candidates`);
    if (i < 100) await page.waitForTimeout(lookMs);
  }
  return { times, early };
}

/** Goes through the candidates by key: a hundred as people do, the rest as fast as it goes. */
export async function measureScanning(
  open: OpenPhone,
  count: number,
  say: (text: string) => void,
): Promise<ScanFigures> {
  const { page, cdp, scriptBytes, close } = await open('/candidates');
  try {
    await page.locator('article canvas').first().waitFor();
    await page.waitForLoadState('networkidle');
    const { times, early } = await look(page, cdp, count, say);
    await page.keyboard.press('d');
    await page.keyboard.press('u');
    const { inp_ms } = await readVitals(page, scriptBytes());
    const looked = times.slice(0, 100).toSorted((a, b) => a - b);
    const at = (part: number) =>
      Math.round(looked[Math.ceil(part * looked.length) - 1] ?? Number.NaN);
    return {
      next_ms: at(0.95),
      next_median_ms: at(0.5),
      inp_ms,
      heap_after_50_mb: early,
      heap_mb: await heapMb(cdp),
      looked_at: times.length,
    };
  } finally {
    await close();
  }
}
