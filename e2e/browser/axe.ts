/// <reference lib="dom" />
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

const themes = ['Light', 'Dark', 'Red night'] as const;

/** What axe finds that is serious or critical: rule, place and what it says of it. */
export async function findViolations(page: Page, rules: 'all' | 'colours'): Promise<string[]> {
  // What moves has the colours of neither state.
  await page.waitForFunction(() =>
    document.getAnimations().every(({ playState }) => playState !== 'running'),
  );
  // What passes need not be described in full.
  const axe = new AxeBuilder({ page })
    .setLegacyMode()
    .options({ resultTypes: ['violations'], preload: false });
  if (rules === 'colours') axe.withRules(['color-contrast', 'link-in-text-block']);
  const { violations } = await axe.analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} ${target} ${failureSummary}`),
    );
}

/** The whole of axe once; its colours in every theme, since nothing else differs between them. */
export async function findInThemes(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const theme of themes) {
    await page.getByRole('button', { name: 'Theme' }).click();
    await page.getByRole('menuitem', { name: theme }).click();
    await page.getByRole('menu').waitFor({ state: 'detached' });
    // A menu stays where it was made: while it goes it is hidden from roles, and axe would still find it.
    await page.waitForFunction(() =>
      [...document.querySelectorAll('[role="menu"]')].every(
        (menu) => !menu.checkVisibility({ visibilityProperty: true }),
      ),
    );
    const violations = await findViolations(page, theme === 'Light' ? 'all' : 'colours');
    found.push(...violations.map((violation) => `${theme}: ${violation}`));
  }
  return found;
}
