/// <reference lib="dom" />
import type { TestUser } from '@fritz/testing';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import type { Stage } from './stage.ts';

export type ThemeName = 'light' | 'dark' | 'night';

export interface VisitOptions {
  /** Logged in by a one-time link; null for nobody. */
  readonly user?: TestUser | null;
  readonly path?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly isPhone?: boolean;
  readonly theme?: ThemeName;
  /** Whether the service worker keeps the app's files; it hides requests from `page.route`. */
  readonly hasShell?: boolean;
}

/** One person with a browser of his own. */
export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
}

const desktop = { width: 1280, height: 860 };

/** A picture of 16 by 16 grey pixels. */
export const greyPng =
  'iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAAAAAA6mKC9AAAAD0lEQVR42mNoQAMMI1sAAAUMgAHjM1mKAAAAAElFTkSuQmCC';

/**
 * Opens a fresh browser context, logs in, goes to a page, and closes the context afterwards.
 *
 * @throws Error when a script of the page threw, whatever the test made of it
 */
export async function visit(
  browser: Browser,
  stage: Stage,
  options: VisitOptions,
  act: (visit: Visit) => Promise<void>,
): Promise<void> {
  const { user = stage.cast.scanner, path = '/candidates', theme, isPhone = false } = options;
  const context = await browser.newContext({
    baseURL: stage.url,
    viewport: options.viewport ?? desktop,
    isMobile: isPhone,
    hasTouch: isPhone,
    locale: 'en-GB',
    serviceWorkers: options.hasShell ? 'allow' : 'block',
    // Nobody watches: what would slide or fade is there at once.
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(15_000);
  if (theme !== undefined) {
    await context.addInitScript((chosen) => {
      localStorage.setItem('fritz.preferences', JSON.stringify({ theme: chosen }));
    }, theme);
  }
  try {
    const page = await context.newPage();
    const pageErrors: string[] = [];
    page.on('pageerror', ({ message }) => pageErrors.push(message));
    if (user !== null) await context.request.get(await stage.makeLoginPath(user));
    await page.goto(path);
    let failure: unknown;
    await act({ page, context }).catch((error: unknown) => {
      failure = error;
    });
    // What the page threw explains the rest.
    if (pageErrors.length > 0) {
      throw new Error(`the page threw: ${pageErrors.join('; ')}`, { cause: failure });
    }
    if (failure !== undefined) throw failure;
  } finally {
    await context.close();
  }
}

export function cards(page: Page): Locator {
  return page.locator('article[id^="candidate-"]');
}

/** The card that keys act on. */
export function activeCard(page: Page): Locator {
  return page.locator('article[aria-current="true"]');
}

/** The object of a card. */
export async function objectOf(card: Locator): Promise<string> {
  return (await card.getAttribute('aria-label')) ?? '';
}

/** What a canvas shows: how many colours, and a sum that differs where the picture does. */
export interface Picture {
  readonly colorCount: number;
  readonly opaqueCount: number;
  readonly digest: number;
}

/** Reads a canvas once it has more than one colour. */
export async function readPicture(canvas: Locator): Promise<Picture> {
  await canvas.waitFor({ state: 'visible' });
  const handle = await canvas.elementHandle();
  if (handle === null) throw new Error('the canvas has gone');
  const page = canvas.page();
  const found = await page.waitForFunction((element) => {
    if (!(element instanceof HTMLCanvasElement)) return null;
    const data = element.getContext('2d')?.getImageData(0, 0, element.width, element.height).data;
    const words = new Uint32Array(data?.buffer ?? new ArrayBuffer(0));
    let digest = 0;
    let opaqueCount = 0;
    for (const word of words) {
      digest = (Math.imul(digest, 31) + word) | 0;
      if (word >>> 24 !== 0) opaqueCount += 1;
    }
    const colorCount = new Set(words).size;
    return colorCount > 1 ? { colorCount, opaqueCount, digest } : null;
  }, handle);
  const picture = await found.jsonValue();
  if (picture === null) throw new Error('the canvas is blank');
  return picture;
}

/** In the page: until its outbox has nothing that the server has not. */
export async function untilAllSent(): Promise<void> {
  const readAll = () =>
    new Promise<readonly { status: string }[]>((resolve, reject) => {
      const opening = indexedDB.open('fritz-outbox');
      opening.onerror = () => reject(opening.error);
      opening.onsuccess = () => {
        const reading = opening.result.transaction('decisions').objectStore('decisions').getAll();
        reading.onsuccess = () => {
          opening.result.close();
          resolve(reading.result);
        };
      };
    });
  for (;;) {
    const all = await readAll();
    if (all.length > 0 && all.every(({ status }) => status === 'done')) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
