/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CDPSession, Locator, Page } from 'playwright-core';
import { arrangeNight } from './arrange-night.ts';
import { browserSuite } from './suite.ts';
import { activeCard, cards, objectOf, untilAllSent } from './visit.ts';

const phones = [
  { width: 390, height: 844 },
  { width: 360, height: 740 },
];
const smallestTargetPx = 40;

/** How many pixels the page is wider than the screen. */
function overflowPx(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}

const fingers = new WeakMap<Page, Promise<CDPSession>>();

/** What stands for fingers on a page. */
function fingersOn(page: Page): Promise<CDPSession> {
  const known = fingers.get(page) ?? page.context().newCDPSession(page);
  fingers.set(page, known);
  return known;
}

/** Slides a finger over the looked-at card. */
async function swipe(page: Page, toward: 'left' | 'right', isLong = false): Promise<void> {
  const session = await fingersOn(page);
  const [near, far] = isLong ? [30, 360] : [60, 260];
  const [from, to] = toward === 'left' ? [far, near] : [near, far];
  const point = (x: number) => ({ touchPoints: [{ x, y: 400 }] });
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', ...point(from) });
  await session.send('Input.dispatchTouchEvent', { type: 'touchMove', ...point((from + to) / 2) });
  await session.send('Input.dispatchTouchEvent', { type: 'touchMove', ...point(to) });
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}

/** Two fingers in the middle of an element go apart. */
async function pinch(page: Page, target: Locator): Promise<void> {
  const box = await target.boundingBox();
  assert.ok(box, 'it is on the page');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const apart = (px: number) => ({
    touchPoints: [
      { x: x - px, y },
      { x: x + px, y },
    ],
  });
  const session = await fingersOn(page);
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', ...apart(30) });
  for (const px of [45, 60, 75]) {
    await session.send('Input.dispatchTouchEvent', { type: 'touchMove', ...apart(px) });
  }
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}

/** The object of the active card once it is another than `before`. */
async function nextActive(page: Page, before: string | null): Promise<string> {
  await page.waitForFunction((known) => {
    const card = document.querySelector('article[aria-current="true"]');
    return card !== null && card.getAttribute('aria-label') !== known;
  }, before);
  return objectOf(activeCard(page));
}

browserSuite('on a phone', { first: 10, second: 90 }, (suite) => {
  test('what a page is about is there before the app is, and is asked for once', async () => {
    // A path without the app: what it asks late would be counted.
    await suite.visit({ path: '/healthz' }, async ({ page }) => {
      const asked: string[] = [];
      page.on('request', (request) => asked.push(new URL(request.url()).pathname));
      let letAppCome = () => {};
      const held = new Promise<void>((resolve) => {
        letAppCome = resolve;
      });
      await page.route(/\/assets\/index-/, async (route) => {
        await held;
        await route.continue();
      });
      const opening = page.locator('#opening');
      await page.goto('/candidates', { waitUntil: 'commit' });
      const names = /[1-9]\d* candidates.*ZTF\d\d\w+.*drb/s;
      await opening.getByText(/^ZTF/).first().waitFor();
      assert.match(await opening.innerText(), names);
      assert.equal(await overflowPx(page), 0);
      letAppCome();
      await cards(page).first().waitFor();
      assert.equal(await opening.count(), 0, 'the app has taken it away');
      for (const path of ['/api/internal/profile', '/api/candidates']) {
        assert.equal(asked.filter((one) => one === path).length, 1, path);
      }
    });
  });

  test('who is not logged in is told so, and sees no opening', async () => {
    await suite.visit({ user: null }, async ({ page }) => {
      await page.getByRole('heading', { name: 'Log in' }).waitFor();
      assert.equal(await page.locator('#opening').count(), 0);
    });
  });

  for (const viewport of phones) {
    const options = { viewport, isPhone: true };

    test(`nothing is wider than ${viewport.width} px`, async () => {
      await suite.visit(options, async ({ page }) => {
        await cards(page).first().getByRole('img').first().waitFor();
        const objId = await objectOf(cards(page).first());
        assert.equal(await overflowPx(page), 0, '/candidates');
        const { filter } = suite.stage.cast;
        const paths = ['/filters', `/filters/${filter.id}`, '/groups', '/profile', '/sources'];
        for (const path of [...paths, `/source/${objId}`]) {
          await page.goto(path, { waitUntil: 'networkidle' });
          assert.equal(await overflowPx(page), 0, path);
        }
      });
    });

    test(`main actions are large enough for a thumb at ${viewport.width} px`, async () => {
      await suite.visit(options, async ({ page }) => {
        const card = cards(page).first();
        const bar = page.getByRole('toolbar', { name: 'Scanning' });
        await bar.waitFor();
        const targets = {
          save: card.getByRole('button', { name: 'Save', exact: true }),
          'choose groups': card.getByRole('button', { name: /^Choose groups/ }),
          previous: bar.getByRole('button', { name: 'Previous candidate' }),
          next: bar.getByRole('button', { name: 'Next candidate' }),
          'save in the bar': bar.getByRole('button', { name: /^Save/ }),
          pages: page.getByRole('button', { name: 'Pages' }),
          theme: page.getByRole('button', { name: 'Theme' }),
          view: page.getByRole('button', { name: 'View' }),
          refresh: page.getByRole('button', { name: 'Refresh' }),
          groups: page.getByRole('combobox', { name: 'Groups' }).locator('..'),
          passed: page.getByRole('combobox', { name: 'Passed' }).locator('..'),
        };
        const small: string[] = [];
        for (const [name, target] of Object.entries(targets)) {
          const box = await target.boundingBox();
          assert.ok(box, name);
          const isSmall = Math.min(box.width, box.height) < smallestTargetPx;
          if (isSmall) small.push(`${name}: ${box.width} × ${box.height}`);
        }
        assert.deepEqual(small, []);
      });
    });
  }

  test('a swipe goes on and back, and the thumb saves', async () => {
    const { stage } = suite;
    await suite.visit({ viewport: phones[0], isPhone: true }, async ({ page }) => {
      await cards(page).nth(2).waitFor();
      await swipe(page, 'left');
      const first = await nextActive(page, null);
      await swipe(page, 'left');
      const second = await nextActive(page, first);
      assert.notEqual(second, first);
      await swipe(page, 'right');
      assert.equal(await nextActive(page, second), first);

      const isDone = page.waitForResponse((answer) => answer.url().endsWith('/api/sources'));
      const bar = page.getByRole('toolbar', { name: 'Scanning' });
      await bar.getByRole('button', { name: /^Save/ }).click();
      assert.equal((await isDone).status(), 200);
      await bar.getByRole('button', { name: /^Saved/ }).waitFor();
      const { rows } = await stage.arrange((client) =>
        client.query('SELECT FROM fritz.sources WHERE obj_id = $1 AND active', [first]),
      );
      assert.equal(rows.length, 1);
    });
  });

  test('thirty candidates are decided on by swipes: saved, rejected, taken back', async () => {
    const { stage } = suite;
    await stage.ingest(stage.secondPart);
    await suite.visit({ viewport: phones[0], isPhone: true }, async ({ page }) => {
      await cards(page).nth(2).waitFor();
      await swipe(page, 'left');
      const [saved, rejected]: [string[], string[]] = [[], []];
      let objId = await nextActive(page, null);
      for (let i = 0; i < 30; i++) {
        const isSaved = (await activeCard(page).getByRole('button', { name: 'Saved' }).count()) > 0;
        if (i % 3 === 2 && !isSaved) {
          await swipe(page, 'left', true);
          rejected.push(objId);
        } else {
          await swipe(page, 'right', true);
          saved.push(objId);
        }
        objId = await nextActive(page, objId);
      }
      // The last rejection is taken back; it is the last decision that is.
      await swipe(page, 'left', true);
      await nextActive(page, objId);
      const bar = page.getByRole('toolbar', { name: 'Scanning' });
      await bar.getByRole('button', { name: 'More' }).click();
      await page.getByRole('button', { name: 'Undo', exact: true }).click();
      assert.equal(await nextActive(page, null).then(() => objectOf(activeCard(page))), objId);
      await bar.getByRole('button', { name: 'Reject', exact: true }).waitFor();
      await page.evaluate(untilAllSent);
      const count = async (sql: string, ids: readonly string[]) =>
        stage.arrange(async (client) => (await client.query(sql, [ids])).rows.length);
      const isSaved =
        'SELECT DISTINCT obj_id FROM fritz.sources WHERE active AND obj_id = ANY ($1)';
      const isRejected = `SELECT FROM fritz.listings
        WHERE list_name = 'rejected_candidates' AND obj_id = ANY ($1)`;
      assert.equal(await count(isSaved, saved), saved.length);
      assert.equal(await count(isRejected, rejected), rejected.length);
    });
  });

  test('two fingers zoom a plot and the stamps, one moves them', async () => {
    const { rows } = await suite.stage.arrange((client) =>
      client.query<{ id: string }>(
        `SELECT obj_id AS id FROM fritz.photometry WHERE origin = 'alert'
          GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1`,
      ),
    );
    const objId = rows[0]?.id ?? '';
    const path = `/source/${objId}`;
    await suite.visit({ path, viewport: phones[0], isPhone: true }, async ({ page }) => {
      const section = page.locator('#light-curve');
      const plot = section.locator('.u-over').first();
      await plot.scrollIntoViewIfNeeded();
      await pinch(page, plot);
      await section.getByRole('button', { name: 'All', exact: true }).click();

      await page.getByRole('button', { name: `Enlarge the new image of ${objId}` }).click();
      const dialog = page.getByRole('dialog');
      const stamp = dialog.locator('[data-scale]').first();
      await stamp.locator('canvas').waitFor();
      assert.equal(await stamp.getAttribute('data-scale'), '1');
      await pinch(page, stamp);
      await dialog.locator('[data-scale]:not([data-scale="1"])').first().waitFor();
      await stamp.dblclick();
      await dialog.locator('[data-scale="1"]').first().waitFor();
    });
  });

  test('targets of a night are marked in one tap, also without a connection', async () => {
    const { stage } = suite;
    const { runId, objIds } = await arrangeNight(stage);
    const path = `/runs/${runId}`;
    const marked = async () => {
      const { rows } = await stage.arrange((client) =>
        client.query<{ obj_id: string; status: string }>(
          'SELECT obj_id, status FROM fritz.assignments WHERE run_id = $1 ORDER BY obj_id',
          [runId],
        ),
      );
      return Object.fromEntries(rows.map(({ obj_id, status }) => [obj_id, status]));
    };
    await suite.visit({ path, viewport: phones[0], isPhone: true }, async ({ page, context }) => {
      const left = page.getByRole('list', { name: 'To observe' });
      await left.getByRole('listitem').first().waitFor();
      assert.equal(await left.getByRole('listitem').count(), objIds.length);
      assert.match(await left.innerText(), /-?\d+°.*30°/);
      assert.equal(await overflowPx(page), 0);
      const [first = '', second = ''] = objIds;
      const observed = page.getByRole('button', { name: `Observed: ${first}`, exact: true });
      assert.ok(((await observed.boundingBox())?.height ?? 0) >= smallestTargetPx);
      await page.waitForLoadState('networkidle');
      await context.setOffline(true);
      await page.getByTitle('Offline').waitFor();
      await observed.click();
      await page.getByRole('button', { name: `Not observed: ${second}`, exact: true }).click();
      const done = page.getByRole('list', { name: 'Done' });
      await done.getByText('not sent yet').nth(1).waitFor();
      assert.equal(await left.getByRole('listitem').count(), objIds.length - 2);
      assert.equal((await marked())[first], 'pending');
      await context.setOffline(false);
      await done.getByText('not sent yet').first().waitFor({ state: 'detached' });
      const log = page.getByRole('list', { name: 'Log' });
      await log.getByText(`${second} not observed`).waitFor();
      assert.deepEqual(
        [(await marked())[first], (await marked())[second]],
        ['complete', 'not observed'],
      );
      await page.getByRole('button', { name: `More of ${first}` }).click();
      await page.getByRole('img', { name: `Altitude of ${first}` }).waitFor();
      await page.getByRole('textbox', { name: 'Note' }).fill('Clouds from the west');
      await page.getByRole('button', { name: 'Write' }).click();
      await log.getByText('Clouds from the west').waitFor();
    });
  });

  test('a source is assigned to a run from its own page', async () => {
    const { stage } = suite;
    const { runId, objIds } = await arrangeNight(stage, 1);
    const others = await stage.arrange((client) =>
      client.query<{ id: string }>(
        `SELECT obj_id AS id FROM fritz.candidates WHERE obj_id <> $1 ORDER BY 1 LIMIT 1`,
        [objIds[0]],
      ),
    );
    const objId = others.rows[0]?.id ?? '';
    await suite.visit({ path: `/source/${objId}` }, async ({ page }) => {
      const section = page.locator('#observing');
      await section.scrollIntoViewIfNeeded();
      await section.getByRole('img', { name: `Altitude of ${objId}` }).waitFor();
      await section.getByRole('combobox', { name: 'Observing run' }).click();
      await page.getByRole('option').last().click();
      await section.getByRole('textbox', { name: 'For the observer' }).fill('Blind offset');
      await section.getByRole('button', { name: 'Assign' }).click();
      await section.getByText('Blind offset').waitFor();
      await section.getByRole('list', { name: 'Observing runs' }).getByRole('link').first().click();
      await page.waitForURL(`**/runs/${runId}`);
      await page.getByText('Blind offset').waitFor();
      await page.goto('/runs');
      await page
        .getByRole('link', { name: /ZTF on P48/ })
        .first()
        .waitFor();
    });
  });
});
