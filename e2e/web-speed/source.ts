/// <reference lib="dom" />
import type { Locator, Page } from 'playwright-core';
import type { OpenPhone } from './phone.ts';
import { readVitals, type Vitals } from './vitals.ts';

/** What the page of a source with very many points costs. */
export interface SourceFigures {
  readonly vitals: Vitals;
  readonly plot_10k_ms: number;
  readonly pan_fps: number;
}

/** A plot with points: while they are on their way it has none. */
const plotSelector =
  '#light-curve [role="img"][aria-label*="detections"]:not([aria-label*=": 0 "])';

/** In the page: from the answer with the points to the frame after the plot has been drawn. */
function timePlot(): number {
  const answers = performance
    .getEntriesByType('resource')
    .filter(({ name }) => name.includes('/internal/photometry/')) as PerformanceResourceTiming[];
  const drawn = (globalThis as unknown as { fritzPlotAt?: number }).fritzPlotAt ?? Number.NaN;
  return drawn - Math.max(...answers.map(({ responseEnd }) => responseEnd));
}

/** In the page, from its beginning: notes when a plot's points are there and a frame went by. */
function watchPlot(selector: string): void {
  const look = () => {
    if (document.querySelector(selector) === null) return requestAnimationFrame(look);
    return requestAnimationFrame(() => {
      Object.assign(globalThis, { fritzPlotAt: performance.now() });
    });
  };
  requestAnimationFrame(look);
}

async function zoomIn(page: Page, plot: Locator): Promise<void> {
  const box = await plot.boundingBox();
  if (box === null) throw new Error('the plot has gone');
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * 0.25, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.75, y, { steps: 4 });
  await page.mouse.up();
}

/** Zooms in, and counts frames while the plot is moved sideways for two seconds. */
async function countFrames(page: Page): Promise<number> {
  const plot = page.locator('.uplot .u-over').first();
  await plot.scrollIntoViewIfNeeded();
  // Else nothing moves, and frames cost nothing.
  const all = page.getByRole('button', { name: 'All', exact: true });
  for (let tries = 0; (await all.count()) === 0; tries++) {
    if (tries === 5) throw new Error('the plot cannot be zoomed in');
    await zoomIn(page, plot);
    await page.waitForTimeout(300);
  }
  return page.evaluate(async () => {
    const over = document.querySelector('.uplot .u-over');
    const start = performance.now();
    let frames = 0;
    while (performance.now() - start < 2000) {
      const deltaX = Math.floor(frames / 10) % 2 === 0 ? 4 : -4;
      over?.dispatchEvent(new WheelEvent('wheel', { deltaX, bubbles: true, cancelable: true }));
      await new Promise((resolve) => requestAnimationFrame(resolve));
      frames += 1;
    }
    return Math.round((frames * 1000) / (performance.now() - start));
  });
}

/** Opens the page of a source, and moves its light curve. */
export async function measureSource(open: OpenPhone, objId: string): Promise<SourceFigures> {
  const { page, scriptBytes, close } = await open('about:blank');
  try {
    await page.addInitScript(watchPlot, plotSelector);
    await page.goto(`/source/${objId}`, { waitUntil: 'commit' });
    await page.locator(plotSelector).first().waitFor();
    await page.waitForLoadState('networkidle');
    const plotMs = await page.evaluate(timePlot);
    await page.getByRole('button', { name: 'Theme' }).tap();
    await page.getByRole('menu').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'hidden' });
    const vitals = await readVitals(page, scriptBytes());
    const fps = await countFrames(page);
    return { vitals, plot_10k_ms: Math.round(plotMs), pan_fps: fps };
  } finally {
    await close();
  }
}
