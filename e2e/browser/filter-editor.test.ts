/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFilter, type TestFilter } from '@fritz/testing';
import type { Locator, Page } from 'playwright-core';
import { findInThemes, findViolations } from './axe.ts';
import { browserSuite } from './suite.ts';
import { readPicture } from './visit.ts';

const bright = JSON.stringify(
  [
    { $match: { 'candidate.magpsf': { $lt: 19 }, 'candidate.drb': { $gt: 0.3 } } },
    { $project: { annotations: { magnitude: '$candidate.magpsf' } } },
  ],
  null,
  2,
);
/** A condition that is not come to stands behind one that does not hold. */
const twofold = '[{"$match": {"candidate.magpsf": {"$lt": 12}, "candidate.drb": {"$gt": 0.1}}}]';
const strict = '[{"$match": {"candidate.magpsf": {"$lt": 12}}}]';
const stricter = '[{"$match": {"candidate.magpsf": {"$lt": 11}}}]';

function editorOf(page: Page): Locator {
  return page.getByRole('textbox', { name: 'Pipeline' });
}

/** Waits until what was typed is found right and may be saved. */
async function saveWith(page: Page, changelog: string): Promise<void> {
  await page.getByLabel('What is new').fill(changelog);
  const save = page.getByRole('button', { name: 'Save as a new version' });
  await page.waitForFunction(
    (button) => button instanceof HTMLButtonElement && !button.disabled,
    await save.elementHandle(),
  );
  await save.click();
}

browserSuite('filter editor', { first: 60, second: 0 }, (suite) => {
  function newFilter(name: string, pipeline?: string): Promise<TestFilter> {
    const { arrange, cast } = suite.stage;
    return arrange((client) =>
      createFilter(client, {
        ...{ group: cast.group, stream: cast.stream, name, active: false },
        ...(pipeline === undefined ? {} : { pipeline }),
      }),
    );
  }

  test('errors are marked as one types, and fields and operators completed', async () => {
    const filter = await newFilter('Typed');
    await suite.visit({ path: `/filters/${filter.id}` }, async ({ page }) => {
      const editor = editorOf(page);
      await editor.fill("[{'$match': {'candidate.magpfs': {'$lt': 18}}}]");
      await page.getByText(/^Line 1: alerts have no field 'candidate.magpfs' .*magpsf/).waitFor();
      assert.equal(await page.locator('.cm-lintRange-error').innerText(), 'candidate.magpfs');
      const save = page.getByRole('button', { name: 'Save as a new version' });
      assert.equal(await save.isDisabled(), true);

      await editor.fill('');
      await page.keyboard.type('[{"$mat');
      // With the mouse: a key that comes as fast as a test's is not taken for a choice.
      await page.getByRole('option', { name: /^\$match/ }).click();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.type(': {"candidate.magps');
      await page.getByRole('option', { name: /^candidate\.magpsf.*float/ }).click();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.type(': {"$lt');
      await page.getByRole('option', { name: /^\$lte.*condition/ }).waitFor();
      await page.keyboard.press('Escape');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.type(': 18');
      assert.equal(await editor.innerText(), '[{"$match": {"candidate.magpsf": {"$lt": 18}}}]');
      // Tab leads out of the editor.
      await page.keyboard.press('Tab');
      assert.equal(await editor.evaluate((element) => element === document.activeElement), false);
    });
  });

  test('a run on last night shows the funnel and the passing alerts with stamps', async () => {
    const filter = await newFilter('Run', bright);
    await suite.visit({ path: `/filters/${filter.id}` }, async ({ page }) => {
      await editorOf(page).click();
      await page.keyboard.press('Control+Enter');
      await page.getByText(/of 60 alerts of the night of 2026-06-13 pass/).waitFor();
      const rows = page.getByRole('list', { name: 'Funnel' }).getByRole('listitem');
      assert.match(await rows.first().innerText(), /\$match\n+.* of 60/s);
      assert.equal(await rows.count(), 4);
      const found = page.getByRole('list', { name: 'Passing alerts' }).getByRole('listitem');
      await readPicture(found.first().locator('canvas').first());
      assert.match(await found.first().innerText(), /magnitude/);

      await found.first().getByRole('button', { name: /^Why / }).click();
      await page.getByText(/passes\.$/).waitFor();
      await page.getByText('What comes out of 1.$project').click();
      await page
        .getByLabel('What comes out of 1.$project')
        .getByText(/"magnitude"/)
        .waitFor();
      assert.deepEqual(await findViolations(page, 'all'), []);
    });
  });

  test('why an alert does not pass: the condition, and the value that it met', async () => {
    const filter = await newFilter('Why', twofold);
    const { rows } = await suite.stage.arrange((client) =>
      client.query<{ object_id: string; candid: string }>(
        'SELECT object_id, candid::text FROM fritz.ztf_alerts ORDER BY candid DESC LIMIT 1',
      ),
    );
    const [alert] = rows;
    await suite.visit({ path: `/filters/${filter.id}` }, async ({ page }) => {
      await page.getByRole('tab', { name: 'Why not?' }).click();
      for (const name of [alert?.candid ?? '', alert?.object_id ?? '']) {
        await page.getByLabel('candid or object').fill(name);
        await page.getByRole('button', { name: 'Explain' }).click();
        const verdict = page.getByText(/does not pass at 0\.\$match: candidate\.magpsf \$lt 12/);
        assert.match(await verdict.innerText(), /candidate\.magpsf is 1\d\.\d+|2\d\.\d+/);
        await page.getByRole('img', { name: 'does not hold' }).first().waitFor();
      }
      assert.deepEqual(await findInThemes(page), []);
      await page.getByLabel('candid or object').fill('ZTF99nothing');
      await page.getByRole('button', { name: 'Explain' }).click();
      await page.getByText(/no such alert, or you may not see it/).waitFor();
    });
  });

  test('versions have a changelog, are compared, and rolled back with one press', async () => {
    const filter = await newFilter('Versions', strict);
    await suite.visit({ path: `/filters/${filter.id}` }, async ({ page }) => {
      await editorOf(page).fill(stricter);
      await saveWith(page, 'Only the brightest');
      const versions = page.getByRole('list', { name: 'Versions' }).getByRole('listitem');
      const newest = versions.filter({ hasText: 'Only the brightest' });
      await newest.getByText(/· active/).waitFor();
      assert.match(
        await newest.innerText(),
        /scanner[\s\S]*0 passed, 0 % of the night of 2026-06-13/,
      );

      await editorOf(page).fill(bright);
      await saveWith(page, 'Everything');
      await page.getByText(/passes \d+ of 60 alerts of the night of 20260613/).waitFor();
      await page.getByRole('button', { name: 'Save all the same' }).click();
      const all = versions.filter({ hasText: 'Everything' });
      await all.getByText(/insisted/).waitFor();

      await page.getByRole('tab', { name: 'Compare' }).click();
      await page.getByRole('combobox', { name: 'To' }).click();
      await page.getByRole('option', { name: /Only the brightest/ }).click();
      await page.getByRole('region', { name: 'Changed lines' }).getByText('11').waitFor();
      await page.getByRole('button', { name: 'Compare on last night' }).click();
      await page.getByText(/0 gained, \d+ lost/).waitFor();
      await page.getByRole('combobox', { name: 'To' }).click();
      await page.getByRole('option', { name: 'What is in the editor' }).click();
      await page.getByText(/not what was compared last/).waitFor();
      await page.getByRole('combobox', { name: 'To' }).click();
      await page.getByRole('option', { name: /Only the brightest/ }).click();
      await page.getByText(/0 gained, \d+ lost/).waitFor();
      const lost = page.getByRole('list', { name: 'Lost' }).getByRole('listitem');
      await readPicture(lost.first().locator('canvas').first());

      await newest.getByRole('button', { name: /^Roll back to / }).click();
      await newest.getByText(/· active/).waitFor();
      // What was not chosen follows the active version, in the tab that was open.
      const from = page.getByRole('combobox', { name: 'From' }).filter({ hasText: /brightest/ });
      await from.waitFor();
      assert.deepEqual(await findViolations(page, 'all'), []);
    });
    const { rows } = await suite.stage.arrange((client) =>
      client.query<{ changelog: string; active: boolean }>(
        `SELECT v.changelog, f.active FROM fritz.filters f
         JOIN fritz.filter_versions v ON v.id = f.active_version_id WHERE f.id = $1`,
        [filter.id],
      ),
    );
    assert.deepEqual(rows, [{ changelog: 'Only the brightest', active: true }]);
  });

  test('a run can be stopped, and an error of the server is told', async () => {
    const filter = await newFilter('Stopped', bright);
    await suite.visit({ path: `/filters/${filter.id}` }, async ({ page }) => {
      await page.route('**/funnel', (route) => route.abort(), { times: 1 });
      await page.getByRole('button', { name: 'Run on last night' }).click();
      await page.getByText(/Not run: No answer from the server/).waitFor();
      let release = () => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      await page.route('**/funnel', async (route) => {
        await held;
        await route.abort().catch(() => {});
      });
      await page.getByRole('button', { name: 'Run on last night' }).click();
      await page.getByRole('button', { name: 'Stop' }).click();
      await page.getByText(/Runs what is in the editor over a past night/).waitFor();
      release();
    });
  });

  test('on a phone, in every theme', async () => {
    const filter = await newFilter('Phone', bright);
    const options = { viewport: { width: 390, height: 844 }, isPhone: true };
    await suite.visit({ ...options, path: `/filters/${filter.id}` }, async ({ page }) => {
      await editorOf(page).waitFor();
      await page.getByRole('button', { name: 'Run on last night' }).tap();
      await page.getByRole('list', { name: 'Funnel' }).waitFor();
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.equal(overflow, 0);
      assert.deepEqual(await findInThemes(page), []);
    });
  });

  test('a filter without a version says what to do', async () => {
    const { arrange, cast } = suite.stage;
    const filter = await newFilter('Empty');
    await arrange(async (client) => {
      await client.query('UPDATE fritz.filters SET active_version_id = NULL WHERE id = $1', [
        filter.id,
      ]);
      await client.query('DELETE FROM fritz.filter_versions WHERE filter_id = $1', [filter.id]);
    });
    await suite.visit({ path: `/filters/${filter.id}`, user: cast.scanner }, async ({ page }) => {
      await page.getByText(/^No version yet\. Write or paste a pipeline/).waitFor();
      assert.equal(
        await page.getByRole('button', { name: 'Run on last night' }).isDisabled(),
        true,
      );
      assert.deepEqual(await findViolations(page, 'all'), []);
    });
  });

  test('the archive is asked in one’s own words: run, explained, kept, and as a job', async () => {
    await suite.visit({ path: '/queries' }, async ({ page }) => {
      const editor = page.getByRole('textbox', { name: 'Query' });
      const asked = (filter: string) =>
        `{"query_type": "find",\n "query": {"catalog": "ZTF_alerts",\n  "filter": ${filter},\n  "projection": {"_id": 0, "candid": 1, "candidate.magpsf": 1}}}`;
      await editor.fill(asked('{"candidate.magpsf": {"$ltt": 18}}'));
      await page.getByText(/^Line 3: .*\$ltt/).waitFor();
      assert.equal(await page.getByRole('button', { name: 'Run', exact: true }).isDisabled(), true);
      // What the server alone knows is marked, too.
      await editor.fill(asked('{}').replace('ZTF_alerts', 'ZTF_allerts'));
      await page.getByRole('button', { name: 'Run', exact: true }).click();
      await page.getByText('Line 2: there is no collection ZTF_allerts').waitFor();

      await editor.fill(asked('{"candidate.magpsf": {"$lt": 30}}'));
      await editor.press('Control+Enter');
      await page.getByText('60 documents', { exact: true }).waitFor();
      const result = page.getByRole('region', { name: 'Result' });
      assert.equal(await result.getByRole('row').count(), 61);
      assert.match(await result.getByRole('row').nth(1).innerText(), /^\d{16,}\s+\d+\.\d+$/);
      await page.getByRole('button', { name: 'Explain' }).click();
      await page.getByText(/^About 60 documents are looked at; no index finds them\.$/).waitFor();

      await editor.press('Control+s');
      await page.keyboard.type('Faint ones');
      await page.keyboard.press('Enter');
      const saved = page.getByRole('list', { name: 'Saved queries' });
      await saved.getByText('Faint ones').waitFor();
      await editor.fill('');
      await saved.getByRole('button', { name: 'Open Faint ones' }).click();
      await page.getByText('"$lt": 30').waitFor();
      await page.getByRole('button', { name: 'Run as a job' }).click();
      const jobs = page.getByRole('list', { name: 'Jobs' });
      await jobs.getByText('Waits for its turn').waitFor();
      await jobs.getByRole('button', { name: 'Cancel Faint ones' }).click();
      await jobs.getByText('Cancelled').waitFor();
      assert.deepEqual(await findViolations(page, 'all'), []);
    });
  });
});
