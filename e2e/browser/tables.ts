/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { arrangeDemo } from '../screenshots/demo-data.ts';
import { findInThemes, findViolations } from './axe.ts';
import type { Suite } from './suite.ts';
import { readPicture } from './visit.ts';

const phone = { isPhone: true, viewport: { width: 390, height: 780 } } as const;

/** What the tests share: the objects of a night that people have worked through. */
interface Shared {
  objIds: readonly string[];
}

/** The dashboard, search, tables, archive, lists and help, on a stage with some alerts. */
export function defineTableTests(suite: Suite): void {
  const shared: Shared = { objIds: [] };
  testDashboard(suite, shared);
  testSearch(suite, shared);
  testSourceTable(suite, shared);
  testBulk(suite, shared);
  testExport(suite, shared);
  testArchive(suite);
  testOtherPages(suite, shared);
}

function testDashboard(suite: Suite, shared: Shared): void {
  test('the dashboard tells of the night, and its widgets stay where they are put', async () => {
    Object.assign(shared, await arrangeDemo(suite.stage));
    await suite.visit({ path: '/' }, async ({ page, context }) => {
      await page.getByRole('list', { name: 'Recently saved sources' }).waitFor();
      await page.getByRole('table', { name: 'Filters tonight' }).waitFor();
      await page
        .getByText(/^(Day|Night|\w+ twilight)$/)
        .first()
        .waitFor();
      const skyMaps = page.getByRole('list', { name: 'Recent sky maps' });
      await skyMaps.getByRole('link', { name: 'GRB260612A' }).waitFor();
      await page.getByRole('list', { name: 'How dark it is' }).getByText('P48').waitFor();
      await page.getByRole('img', { name: /^Map of the telescopes/ }).waitFor();
      assert.deepEqual(await findInThemes(page), []);
      const titles = () => page.locator('section h2').allInnerTexts();
      const [first, second] = await titles();
      const isKept = () =>
        page.waitForResponse(
          (answer) => answer.url().endsWith('/profile') && answer.request().method() === 'PATCH',
        );
      let kept = isKept();
      await page.getByRole('button', { name: new RegExp(`^Move ${first}`) }).focus();
      await page.keyboard.press('ArrowRight');
      await kept;
      await section(page, 0, second).waitFor();
      await section(page, 1, first).waitFor();
      kept = isKept();
      await page.getByRole('button', { name: 'Hide News' }).click();
      await kept;
      const other = await context.newPage();
      await other.goto('/');
      await other.getByRole('button', { name: '+ News' }).waitFor();
      await section(other, 0, second).waitFor();
      await section(other, 1, first).waitFor();
      const target = other.locator('section', { hasText: String(second) }).first();
      kept = other.waitForResponse((answer) => answer.request().method() === 'PATCH');
      await other.getByRole('button', { name: /^Move Sky now/ }).dragTo(target.locator('h2'));
      await kept;
      await section(other, 0, 'Sky now').waitFor();
    });
  });
}

/** The title at a place of the dashboard, once it is this one. */
function section(page: Page, index: number, title: string | undefined): Locator {
  assert.ok(title, 'it has a title');
  return page.locator('section h2').nth(index).filter({ hasText: title });
}

function testSearch(suite: Suite, shared: Shared): void {
  test('the search finds as one types, and Enter goes there', async () => {
    const [objId = ''] = shared.objIds;
    await suite.visit({ path: '/about' }, async ({ page }) => {
      await page.getByRole('heading', { name: 'About and help', level: 1 }).waitFor();
      await page.keyboard.press('/');
      // In whatever case; Enter before the answer waits for it.
      await page.keyboard.type(objId.toLowerCase());
      await page.keyboard.press('Enter');
      await page.waitForURL(`**/source/${objId}`);
      await page.goto('/alerts');
      const field = page.getByRole('combobox', { name: 'Search everything' });
      await field.focus();
      await page.getByRole('option', { name: objId }).waitFor();
      await field.fill('14:11:26.7 +56:01:00.2');
      await page.getByRole('option', { name: /Alerts within 60″/ }).waitFor();
      assert.deepEqual(await findViolations(page, 'all'), []);
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/sources\?ra=/);
    });
    await suite.visit({ ...phone, path: '/about' }, async ({ page }) => {
      await page.getByRole('button', { name: 'Search' }).click();
      await page.keyboard.type('nothing like this');
      await page.getByRole('option', { name: /in a name/ }).waitFor();
      await page.keyboard.press('Escape');
    });
  });
}

function testSourceTable(suite: Suite, shared: Shared): void {
  test('sources are sorted, narrowed and kept as a view, and the address holds it all', async () => {
    await suite.visit({ path: '/sources' }, async ({ page, context }) => {
      const rows = page.getByRole('region', { name: 'Sources' }).locator('tbody tr');
      await rows.first().waitFor();
      assert.equal(await rows.count(), shared.objIds.length);
      await page.getByRole('button', { name: 'Latest', exact: true }).click();
      await page.waitForURL('**/sources?sort=latest_mag');
      await page.getByRole('button', { name: 'Filter', exact: true }).click();
      await page.getByLabel('Redshift from').fill('0.02');
      await page.getByRole('button', { name: 'Apply' }).click();
      await page.getByRole('list', { name: 'Conditions' }).waitFor();
      await page.waitForFunction(
        (all) => document.querySelectorAll('tbody tr').length < all,
        shared.objIds.length,
      );
      await page.getByRole('button', { name: 'Columns' }).click();
      await page.getByRole('checkbox', { name: 'fit:v2/age_d' }).check();
      await page.getByRole('button', { name: 'Show these' }).click();
      const isSorted = page.waitForResponse((answer) => /\/api\/.*annotation/i.test(answer.url()));
      await page.getByRole('button', { name: 'age_d' }).click();
      await page.waitForURL(/sort=annotation/);
      await isSorted;
      await page.getByRole('button', { name: 'Views' }).click();
      await page.getByLabel('Keep this view as').fill('Distant');
      await page.getByRole('button', { name: 'Keep', exact: true }).click();
      await page.getByRole('menuitem', { name: 'Distant', exact: true }).waitFor();
      await page.keyboard.press('Escape');
      const other = await context.newPage();
      await other.goto(page.url());
      const others = other.getByRole('region', { name: 'Sources' }).locator('tbody tr');
      await others.first().waitFor();
      assert.deepEqual(await others.allInnerTexts(), await rows.allInnerTexts());
      await other.getByRole('button', { name: 'Distant' }).waitFor();
      await others.first().focus();
      await other.keyboard.press('j');
      await other.keyboard.press('x');
      await other.getByText('1 chosen').waitFor();
      assert.deepEqual(await findInThemes(other), []);
    });
  });
}

function testBulk(suite: Suite, shared: Shared): void {
  test('many sources are changed at once, told one by one, and changed back', async () => {
    const { otherGroup } = suite.stage.cast;
    const savedTo = () =>
      suite.stage.arrange(async (client) => {
        const { rows } = await client.query<{ obj_id: string }>(
          'SELECT obj_id FROM fritz.sources WHERE group_id = $1 AND active ORDER BY 1',
          [otherGroup.id],
        );
        return rows.length;
      });
    const before = await savedTo();
    await suite.visit({ path: '/sources' }, async ({ page }) => {
      await page.getByRole('checkbox', { name: 'Choose all of this page' }).check();
      await page.getByRole('button', { name: 'Save to groups' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('combobox', { name: 'Groups' }).fill(otherGroup.name);
      await page.getByRole('option', { name: otherGroup.name }).click();
      await page.keyboard.press('Escape');
      await dialog.getByRole('button', { name: 'Save', exact: true }).click();
      const changed = shared.objIds.length - before;
      await dialog.getByText(`${changed} changed, ${before} were so already.`).waitFor();
      assert.equal(await savedTo(), shared.objIds.length);
      await dialog.getByRole('button', { name: 'Undo' }).click();
      await dialog.getByText(`${changed} taken back.`).waitFor();
      assert.equal(await savedTo(), before);
      await dialog.getByRole('button', { name: 'Close' }).click();

      // What fails is told of by its name; the others are changed.
      const [failing = ''] = shared.objIds;
      await page.route('**/api/listing', (route) =>
        route.request().postData()?.includes(failing) === true
          ? route.fulfill({ status: 404, body: '{"message":"There is no such source."}' })
          : route.continue(),
      );
      await page.getByRole('checkbox', { name: `Choose ${failing}` }).check();
      await page.getByRole('checkbox', { name: `Choose ${shared.objIds[5]}` }).check();
      await page.getByRole('button', { name: 'Add to a list' }).click();
      await dialog.getByLabel('List of mine').fill('for tonight');
      await dialog.getByRole('button', { name: 'Add', exact: true }).click();
      await dialog.getByText('1 changed, 1 failed.').waitFor();
      await dialog.getByText(`${failing}: There is no such source.`).waitFor();
    });
  });
}

function testExport(suite: Suite, shared: Shared): void {
  test('what the table shows is exported whole', async () => {
    await suite.visit({ path: '/sources?columns=id,position,redshift' }, async ({ page }) => {
      await page.getByRole('region', { name: 'Sources' }).waitFor();
      for (const [format, pattern] of [
        ['CSV', /^id,ra,dec,redshift\r\n/],
        ['VOTable', /<FIELD name="ra" datatype="double" unit="deg"/],
        ['JSON', /^\[\n/],
      ] as const) {
        await page.getByRole('button', { name: 'Export' }).click();
        const download = page.waitForEvent('download');
        await page.getByRole('menuitem', { name: format, exact: true }).click();
        const stream = await (await download).createReadStream();
        const text = Buffer.concat(await stream.toArray()).toString();
        assert.match(text, pattern);
        for (const id of shared.objIds) assert.ok(text.includes(id), `${format}: ${id}`);
        await page.getByRole('button', { name: 'Close' }).click();
      }
    });
  });
}

function testArchive(suite: Suite): void {
  test('the archive is searched, and what nobody saved becomes a source', async () => {
    const { rows } = await suite.stage.arrange((client) =>
      client.query<{ id: string; ra: number; dec: number }>(
        `SELECT object_id AS id, ra, dec FROM fritz.ztf_alerts a
          WHERE NOT EXISTS (SELECT FROM fritz.objs o WHERE o.id = a.object_id) LIMIT 1`,
      ),
    );
    const [object] = rows;
    assert.ok(object, 'an object that passed no filter');
    await suite.visit({ path: '/alerts' }, async ({ page }) => {
      await page.getByRole('button', { name: 'Search', exact: true }).waitFor();
      await page.getByLabel('Position').fill('nowhere');
      await page.getByText(/^No position/).waitFor();
      await page.getByLabel('Position').fill(`${object.ra}, ${object.dec}`);
      await page.getByRole('button', { name: 'Search', exact: true }).click();
      await page.getByRole('link', { name: object.id }).first().waitFor();
      assert.deepEqual(await findInThemes(page), []);
      await page.getByRole('link', { name: object.id }).first().click();
      await page.getByRole('region', { name: 'Detections' }).first().waitFor();
      const curve = page.getByRole('img', { name: `Light curve of ${object.id}` });
      assert.match((await curve.getAttribute('aria-label')) ?? '', /: [1-9]\d* detections/);
      await readPicture(curve.locator('canvas'));
      await page.getByRole('combobox', { name: 'Save to' }).fill('Supernovae');
      await page.getByRole('option', { name: 'Supernovae' }).click();
      await page.keyboard.press('Escape');
      assert.deepEqual(await findInThemes(page), []);
      await page.getByRole('button', { name: 'Save as a source' }).click();
      await page.getByRole('link', { name: 'Open the source' }).click();
      await page.getByRole('heading', { name: object.id, level: 1 }).waitFor();
    });
  });
}

function testOtherPages(suite: Suite, shared: Shared): void {
  test('lists, telescopes, help and documents, on a phone too', async () => {
    const pages = [
      ['/lists', 'Lists'],
      ['/telescopes', 'Telescopes'],
      ['/skymaps', 'Sky maps'],
      ['/about', 'About and help'],
      ['/help/errors', 'Errors of the HTTP API'],
      ['/alerts/ZTF00nothing', 'No alert of ZTF00nothing'],
      ['/help/nothing', 'There is no such document'],
    ] as const;
    await suite.visit({ path: '/sources' }, async ({ page }) => {
      const star = page.getByRole('button', { name: `Make ${shared.objIds[7]} a favorite` });
      await star.click();
      await page.getByRole('button', { name: `${shared.objIds[7]} is a favorite` }).waitFor();
      for (const [path, title] of pages) {
        await page.goto(path);
        await page.getByRole('heading', { name: title, level: 1 }).waitFor();
        const isThere = !path.endsWith('nothing');
        if (isThere) assert.deepEqual(await findInThemes(page), [], path);
      }
      await page.goto('/lists');
      await page.getByRole('button', { name: `Remove ${shared.objIds[7]} from the list` }).click();
      await page.getByRole('tab', { name: 'Favorites (3)' }).waitFor();
    });
    await suite.visit({ ...phone, path: '/sources' }, async ({ page }) => {
      await page.getByRole('list', { name: 'Sources' }).waitFor();
      for (const path of [
        '/',
        '/sources',
        '/alerts',
        '/lists',
        '/telescopes',
        '/skymaps',
        '/about',
      ]) {
        await page.goto(path);
        await page.getByRole('heading', { level: 1 }).waitFor();
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(width <= 390, `${path} is ${width} px wide`);
      }
    });
  });
}
