/// <reference lib="dom" />
import { writeFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import type { Stage } from '../browser/stage.ts';
import { type ThemeName, visit } from '../browser/visit.ts';

/** A page to be taken: its address, and when it is there. */
export interface Shot {
  readonly name: string;
  readonly path: string;
  readonly ready: (page: Page) => Promise<unknown>;
}

export interface Look {
  readonly name: string;
  readonly isPhone: boolean;
  readonly theme: ThemeName;
}

export const LOOKS: readonly Look[] = [
  { name: 'desktop-light', isPhone: false, theme: 'light' },
  { name: 'desktop-dark', isPhone: false, theme: 'dark' },
  { name: 'phone-light', isPhone: true, theme: 'light' },
  { name: 'phone-dark', isPhone: true, theme: 'dark' },
];

const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 780 };
const SETTLE_MS = 500;

/** Takes every page in one look; tells of each file. */
export async function takeLook(
  {
    browser,
    stage,
    folder,
    format,
  }: {
    browser: Browser;
    stage: Stage;
    folder: string;
    format: 'webp' | 'png';
  },
  look: Look,
  shots: readonly Shot[],
  onShot: (file: string, bytes: number) => void,
): Promise<void> {
  const { isPhone, theme } = look;
  const viewport = isPhone ? PHONE : DESKTOP;
  await visit(
    browser,
    stage,
    { viewport, isPhone, theme, path: '/about' },
    async ({ page, context }) => {
      const session = await context.newCDPSession(page);
      for (const shot of shots) {
        await page.goto(shot.path);
        await shot.ready(page);
        // Fonts, pictures and plots come a moment after what they belong to.
        await page.waitForTimeout(SETTLE_MS);
        const options = format === 'webp' ? { format, quality: 60 } : { format };
        const { data } = await session.send('Page.captureScreenshot', options);
        const bytes = Buffer.from(data, 'base64');
        const file = `${shot.name}-${look.name}.${format}`;
        await writeFile(`${folder}/${file}`, bytes);
        onShot(file, bytes.length);
      }
    },
  );
}
