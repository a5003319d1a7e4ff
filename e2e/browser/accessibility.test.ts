import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findInThemes, findViolations } from './axe.ts';
import { browserSuite } from './suite.ts';
import { cards, readPicture } from './visit.ts';

/** Addresses, with the heading that stands there when the page has come. */
const pages = [
  ['/candidates/reports', 'Scan reports'],
  ['/filters', 'Filters'],
  ['/groups', 'Groups'],
  ['/sources', 'Sources'],
  ['/profile', 'scanner'],
  ['/followup', 'Follow-up'],
  ['/nowhere', 'There is no such page'],
] as const;

/** Where a button opens a dialog that no other test looks at. */
const dialogs = [
  ['/filters', 'New filter'],
  ['/sources', 'Columns'],
  ['/candidates', /^Enlarge the new image/],
] as const;

browserSuite('accessibility', { first: 6, second: 0 }, (suite) => {
  test('candidates and the help to their keys', async () => {
    await suite.visit({}, async ({ page }) => {
      await readPicture(cards(page).first().locator('canvas[aria-label^="new"]'));
      await page.keyboard.press('j');
      assert.deepEqual(await findInThemes(page), []);
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
      assert.deepEqual(await findViolations(page, 'all'), []);
      await page.keyboard.press('Escape');
      for (const key of ['.', 'a', 'm']) {
        await page.getByRole('dialog').waitFor({ state: 'detached' });
        await page.keyboard.press(key);
        await page.getByRole('dialog').waitFor();
        assert.deepEqual(await findViolations(page, 'all'), [], key);
        await page.keyboard.press('Escape');
      }
    });
  });

  test('every other page in every theme', async () => {
    const { rows } = await suite.stage.arrange((client) =>
      client.query<{ obj_id: string }>('SELECT obj_id FROM fritz.candidates LIMIT 1'),
    );
    const object = `/source/${rows[0]?.obj_id}`;
    const filter = `/filters/${suite.stage.cast.filter.id}`;
    // One visit: what differs between pages is what is tested, not the start of a browser.
    await suite.visit({ path: object }, async ({ page }) => {
      await page.getByRole('region', { name: 'Detections' }).waitFor();
      await readPicture(page.getByRole('img', { name: /^Light curve/ }).locator('canvas'));
      assert.deepEqual(await findInThemes(page), [], object);
      for (const [path, heading] of pages) {
        await page.goto(path);
        await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
        assert.deepEqual(await findInThemes(page), [], path);
      }
      await page.goto(filter);
      await page.getByRole('textbox', { name: 'Pipeline' }).waitFor();
      assert.deepEqual(await findInThemes(page), [], filter);
    });
  });

  test('dialogs', async () => {
    await suite.visit({ path: '/about' }, async ({ page }) => {
      for (const [path, name] of dialogs) {
        await page.goto(path);
        await page.getByRole('button', { name }).first().click();
        const dialog = page.getByRole('dialog');
        await dialog.waitFor();
        assert.deepEqual(await findViolations(page, 'all'), [], String(name));
        await page.keyboard.press('Escape');
        await dialog.waitFor({ state: 'detached' });
      }
    });
  });

  test('the log-in page and the one for an unusable link', async () => {
    for (const theme of ['light', 'dark', 'night'] as const) {
      await suite.visit({ theme, user: null, path: '/' }, async ({ page }) => {
        await page.getByLabel('Token').waitFor();
        assert.deepEqual(await findViolations(page, 'all'), [], theme);
      });
    }
    await suite.visit({ user: null, path: '/login?code=unknown' }, async ({ page }) => {
      assert.deepEqual(await findViolations(page, 'all'), []);
      await page.emulateMedia({ colorScheme: 'dark' });
      assert.deepEqual(await findViolations(page, 'colours'), []);
    });
  });
});
