/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { browserSuite } from './suite.ts';
import { activeCard, cards, objectOf } from './visit.ts';

async function top(locator: ReturnType<typeof activeCard>): Promise<number> {
  const box = await locator.boundingBox();
  assert.ok(box, 'the card is on the page');
  return box.y;
}

/** Where it stays: cards near it are drawn when there is time, and then it may have moved. */
async function restingTop(page: Page, locator: ReturnType<typeof activeCard>): Promise<number> {
  for (let last = await top(locator); ; ) {
    await page.waitForTimeout(500);
    const next = await top(locator);
    if (next === last) return next;
    last = next;
  }
}

browserSuite('new candidates', { first: 20, second: 40 }, (suite) => {
  test('appear without a reload, at the top or behind a pill, and nothing moves', async () => {
    const { stage } = suite;
    await suite.visit({}, async ({ page }) => {
      await page.getByTitle('Live: new candidates appear by themselves').waitFor();
      await cards(page).nth(3).waitFor();
      const countBefore = await cards(page).count();
      const firstBefore = await objectOf(cards(page).first());

      // Nobody looks at a card yet: they go on top by themselves.
      await stage.ingest(stage.secondPart.slice(0, 20));
      await page.waitForFunction(
        ([count, first]) => {
          const all = document.querySelectorAll('article[id^="candidate-"]');
          return all.length > count && all[0]?.id !== `candidate-${first}`;
        },
        [countBefore, firstBefore] as const,
      );

      await page.keyboard.press('j');
      await page.keyboard.press('j');
      await page.keyboard.press('j');
      const looked = await objectOf(activeCard(page));
      const topBefore = await restingTop(page, activeCard(page));
      const shown = await cards(page).count();
      await stage.ingest(stage.secondPart.slice(20));
      const pill = page.getByRole('button', { name: /\d+ new candidates?/ });
      await pill.waitFor();
      assert.equal(await top(activeCard(page)), topBefore);
      assert.equal(await cards(page).count(), shown);

      await pill.click();
      await cards(page).nth(shown).waitFor();
      assert.equal(await objectOf(activeCard(page)), looked);
      assert.ok(
        Math.abs((await top(activeCard(page))) - topBefore) <= 1,
        'the card keeps its place',
      );
      await pill.waitFor({ state: 'hidden' });
    });
  });
});
