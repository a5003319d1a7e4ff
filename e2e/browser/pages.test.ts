import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  archivedCurve,
  createCrossMatches,
  createFilter,
  createGroup,
  createRelease,
  createUser,
} from '@fritz/testing';
import type { Locator } from 'playwright-core';
import { browserSuite } from './suite.ts';
import { defineTableTests } from './tables.ts';
import { readPicture } from './visit.ts';

const goodPipeline = '[{"$match": {"candidate.drb": {"$gt": 0.9}}}]';
const badPipeline = '[{"$match": {"candidate.drb": {"$gtt": 0.9}}}]';

/** What stands in a table that draws only the rows near its view: it is scrolled from top to bottom. */
async function textsOfAllRows(table: Locator, cells: Locator): Promise<readonly string[]> {
  const texts = new Set<string>();
  const step = () =>
    table.evaluate((box) => {
      const before = box.scrollTop;
      box.scrollTop += box.clientHeight / 2;
      return new Promise<boolean>((done) =>
        requestAnimationFrame(() => requestAnimationFrame(() => done(box.scrollTop > before))),
      );
    });
  do {
    for (const text of await cells.allInnerTexts()) texts.add(text);
  } while (await step());
  return [...texts];
}

browserSuite('pages', { first: 20, second: 0 }, (suite) => {
  test('the object page shows every candid to its last digit', async () => {
    const { rows } = await suite.stage.arrange((client) =>
      client.query<{ id: string; candids: string[] }>(
        `SELECT p.obj_id AS id, array_agg(p.candid::text ORDER BY p.mjd DESC) AS candids
         FROM fritz.photometry p JOIN fritz.candidates c ON c.obj_id = p.obj_id
         WHERE p.candid IS NOT NULL AND p.origin = 'alert'
           AND c.candid = (SELECT max(candid) FROM fritz.candidates WHERE obj_id = p.obj_id)
         GROUP BY p.obj_id ORDER BY count(*) DESC, p.obj_id LIMIT 1`,
      ),
    );
    const [object] = rows;
    assert.ok(object && object.candids.length > 0, 'an object with detections');
    assert.ok(object.candids.every((candid) => BigInt(candid) > BigInt(Number.MAX_SAFE_INTEGER)));
    await suite.visit({ path: `/source/${object.id}` }, async ({ page }) => {
      const detections = page.getByRole('region', { name: 'Detections', exact: true });
      const buttons = detections.getByTitle('Show its cutouts');
      await buttons.first().waitFor();
      assert.deepEqual(await textsOfAllRows(detections, buttons), [...new Set(object.candids)]);
      await readPicture(page.getByRole('img', { name: /^Light curve of/ }).locator('canvas'));
      const cutouts = page.locator('#cutouts');
      const cutout = cutouts.getByRole('img', { name: `sub image of ${object.id}` });
      assert.ok((await readPicture(cutout)).colorCount > 20);
    });
  });

  test('the object page lists what lies around the object in catalogs', async () => {
    const objectId = await suite.stage.arrange(async (client) => {
      const { rows } = await client.query<{ id: string }>('SELECT min(id) AS id FROM fritz.objs');
      const id = rows[0]?.id ?? '';
      await createCrossMatches(client, { objectId: id, neighbourId: 'NGC 4321' });
      return id;
    });
    await suite.visit({ path: `/source/${objectId}` }, async ({ page }) => {
      await page.locator('#neighbours').scrollIntoViewIfNeeded();
      const table = page.getByRole('region', { name: 'Neighbours' });
      assert.match(
        await table.getByRole('row').nth(1).innerText(),
        /Neighbours\s+NGC 4321\s+1\.00/,
      );
    });
  });

  test('the object page draws what the archive has around the object, and saves it', async () => {
    const objectId = await suite.stage.arrange(async (client) => {
      const { rows } = await client.query<{ id: string; ra: number; dec: number }>(
        'SELECT id, ra, dec FROM fritz.objs ORDER BY id LIMIT 1',
      );
      const { id = '', ra = 0, dec = 0 } = rows[0] ?? {};
      const curve = (number: bigint, north: number, filter: number) =>
        archivedCurve({
          ...{ id: 10n ** 13n + number, ra, dec: dec + north / 3600, filter },
          programIds: Array.from({ length: 30 }, () => 1),
        });
      await createRelease(client, { curves: [curve(1n, 0, 2), curve(2n, 3, 1), curve(3n, 20, 2)] });
      return id;
    });
    await suite.visit({ path: `/source/${objectId}` }, async ({ page }) => {
      const section = page.locator('#archive');
      await section.scrollIntoViewIfNeeded();
      const table = section.getByRole('region', { name: 'Light curves of the archive' });
      const boxes = table.getByRole('checkbox');
      await boxes.nth(1).waitFor();
      assert.deepEqual(
        [await boxes.count(), await boxes.nth(0).isChecked(), await boxes.nth(1).isChecked()],
        [2, true, false],
      );
      await boxes.nth(1).check();
      const plot = section.getByRole('img', { name: /and of the archive: \d+ detections/ });
      assert.ok((await readPicture(plot.locator('canvas'))).colorCount > 5);
      await section.getByRole('combobox', { name: 'Within' }).click();
      await page.getByRole('option', { name: '30″' }).click();
      await boxes.nth(2).waitFor();
      await section.getByRole('button', { name: 'Save it to the source' }).click();
      await section.getByText('30 points are photometry of the source.').waitFor();
    });
  });

  test('an object that is not there is said to be not there', async () => {
    await suite.visit({ path: '/source/ZTF00nothing' }, async ({ page }) => {
      await page.getByRole('alert').waitFor();
      await page.goto('/no/such/page');
      await page.getByRole('link', { name: 'Go to the candidates' }).waitFor();
    });
  });

  test('a filter is made, refused with path and hint, fixed, and switched', async () => {
    await suite.visit({ path: '/filters' }, async ({ page }) => {
      await page.getByRole('button', { name: 'New filter' }).click();
      await page.getByLabel('Name').fill('Made in a browser');
      await page.getByRole('combobox', { name: 'Group' }).click();
      await page.getByRole('option', { name: 'Supernovae' }).click();
      await page.getByRole('button', { name: 'Make filter' }).click();
      await page.getByRole('heading', { name: 'Made in a browser' }).waitFor();

      const editor = page.getByRole('textbox', { name: 'Pipeline' });
      const save = page.getByRole('button', { name: 'Save as a new version' });
      await editor.fill('[{"$match": }]');
      await page.getByText(/at line 1, column \d+/).waitFor();
      assert.equal(await save.isDisabled(), true);

      await editor.fill(badPipeline);
      // The operator that was meant is named, too.
      await page.getByText(/^Line 1: .*\$gtt.*\$gt\b/).waitFor();
      assert.equal(await save.isDisabled(), true);

      await editor.fill(goodPipeline);
      await page.waitForFunction(
        () =>
          document.querySelector<HTMLButtonElement>('form button[type=submit]')?.disabled === false,
      );
      await save.click();
      await page.getByText(/passes \d+ of \d+ alerts of the night of/).waitFor();
      await page.getByRole('button', { name: 'Save all the same' }).click();
      await page.getByText(/· active$/).waitFor();
      const toggle = page.getByRole('switch');
      assert.equal(await toggle.isChecked(), true);
      await toggle.click();
      await page.getByText('Off', { exact: true }).waitFor();
      await toggle.click();
      await page.getByText('Active', { exact: true }).waitFor();
    });
    const { rows } = await suite.stage.arrange((client) =>
      client.query<{ active: boolean; pipeline: string }>(
        `SELECT f.active, v.pipeline FROM fritz.filters f
         JOIN fritz.filter_versions v ON v.id = f.active_version_id
         WHERE f.name = 'Made in a browser'`,
      ),
    );
    assert.deepEqual(rows, [{ active: true, pipeline: goodPipeline }]);
  });

  test('a filter is renamed, scanned alone, and deleted', async () => {
    const { arrange, cast } = suite.stage;
    const filter = await arrange((client) =>
      createFilter(client, { group: cast.group, stream: cast.stream, name: 'For a while' }),
    );
    await suite.visit({ path: `/filters/${filter.id}` }, async ({ page }) => {
      await page.getByRole('button', { name: 'Rename' }).click();
      await page.getByLabel('New name').fill('For a short while');
      await page.getByRole('button', { name: 'Rename' }).click();
      await page.getByRole('heading', { name: 'For a short while' }).waitFor();

      await page.getByRole('button', { name: 'Scan its candidates' }).click();
      await page.getByRole('heading', { name: /^No candidates for Supernovae/ }).waitFor();
      await page.goBack();
      await page.getByRole('button', { name: 'Delete' }).click();
      await page.getByRole('button', { name: 'Really delete' }).click();
      await page.getByRole('heading', { name: 'Filters' }).waitFor();
      await page.getByRole('link', { name: 'For a short while' }).waitFor({ state: 'detached' });
    });
    const { rows } = await arrange((client) =>
      client.query('SELECT FROM fritz.filters WHERE id = $1', [filter.id]),
    );
    assert.equal(rows.length, 0);
  });

  test('a group is made and takes in a stream and a colleague', async () => {
    const { arrange, cast } = suite.stage;
    await arrange(async (client) => {
      const colleague = await createUser(client, { username: 'colleague' });
      const members = [cast.scanner, colleague];
      await createGroup(client, { name: 'Where they met', members });
    });
    await suite.visit({ path: '/groups' }, async ({ page }) => {
      await page.getByRole('button', { name: 'New group' }).click();
      await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Made here');
      await page.getByRole('button', { name: 'Make group' }).click();
      await page.getByRole('heading', { name: 'Made here' }).waitFor();
      await page.getByRole('combobox', { name: 'Add a person' }).fill('coll');
      await page.getByRole('option', { name: 'colleague' }).click();
      await page.getByRole('note').filter({ hasText: 'colleague will see' }).waitFor();
      await page.getByRole('button', { name: 'Add colleague' }).click();
      const members = page.getByRole('list', { name: 'Members of Made here' });
      await members.getByRole('listitem').filter({ hasText: 'colleague' }).waitFor();

      // All members must read a stream already: the refusal names who does not.
      await page.getByRole('combobox', { name: 'Add a stream' }).click();
      await page.getByRole('option', { name: 'ZTF Public' }).click();
      await page.getByRole('button', { name: 'Add ZTF Public' }).click();
      await page.getByRole('alert').filter({ hasText: 'colleague' }).waitFor();
      await page.getByRole('button', { name: 'Remove colleague' }).click();
      const question = page.getByRole('alertdialog');
      await question.getByText(/colleague stops seeing/).waitFor();
      await question.getByRole('button', { name: 'Remove' }).click();
      await question.waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Add ZTF Public' }).click();
      await page
        .getByRole('list', { name: 'Streams of Made here' })
        .getByText('ZTF Public')
        .waitFor();
    });
  });

  test('the page loads itself anew when a newer build has taken its parts away', async () => {
    await suite.visit({ path: '/profile' }, async ({ page }) => {
      await page.getByRole('heading', { name: 'Tokens' }).waitFor();
      const isGone = page.route('**/assets/groups-page-*.js', (route) => route.abort(), {
        times: 1,
      });
      await isGone;
      await page.getByRole('link', { name: 'Groups' }).click();
      await page.waitForEvent('load');
      await page.getByRole('link', { name: 'Groups' }).click();
      await page.getByRole('heading', { name: 'Groups', level: 1 }).waitFor();
    });
  });

  test('a token is made, shown once, works, and is revoked', async () => {
    await suite.visit({ path: '/profile' }, async ({ page }) => {
      await page.getByLabel('Name of the new token').fill('from a browser');
      await page.getByRole('button', { name: 'Make token' }).click();
      const secret = await page
        .getByText(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
        .innerText();
      const headers = { authorization: `token ${secret}` };
      const address = `${suite.stage.url}/api/internal/profile`;
      assert.equal((await fetch(address, { headers })).status, 200);

      await page.reload();
      const revoke = page.getByRole('button', { name: 'Revoke from a browser', exact: true });
      await revoke.waitFor();
      assert.equal((await page.locator('body').innerText()).includes(secret), false);
      await revoke.click();
      await page.getByRole('button', { name: 'Really revoke from a browser' }).click();
      await page.getByText('from a browser').waitFor({ state: 'detached' });
      assert.equal((await fetch(address, { headers })).status, 401);
    });
  });

  defineTableTests(suite);
});
