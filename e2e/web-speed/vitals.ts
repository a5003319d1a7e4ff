/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import type { OpenPhone } from './phone.ts';

/** Of one page: web.dev/articles/vitals. INP is the longest interaction, of which there are few. */
export interface Vitals {
  readonly lcp_s: number;
  readonly inp_ms: number;
  readonly cls: number;
  readonly script_kb: number;
}

interface Kept {
  readonly lcpMs: number;
  readonly shift: number;
  readonly longestMs: number;
}

/** What the page has kept so far. */
export async function readVitals(page: Page, scriptBytes: number): Promise<Vitals> {
  const kept = await page.evaluate(
    () => (globalThis as unknown as { fritzVitals: Kept }).fritzVitals,
  );
  return {
    lcp_s: Number((kept.lcpMs / 1000).toFixed(2)),
    inp_ms: Math.round(kept.longestMs),
    cls: Number(kept.shift.toFixed(3)),
    script_kb: Math.round(scriptBytes / 1024),
  };
}

/** Opens a page, waits until it shows what it is for, and opens and closes a menu on it. */
export async function measureVitals(
  open: OpenPhone,
  path: string,
  marker: string,
): Promise<Vitals> {
  const { page, scriptBytes, close } = await open(path);
  try {
    await page.locator(marker).first().waitFor();
    const bytes = scriptBytes();
    await page.waitForLoadState('networkidle');
    await page.getByRole('button', { name: 'Theme' }).tap();
    await page.getByRole('menu').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    return await readVitals(page, bytes);
  } finally {
    await close();
  }
}
