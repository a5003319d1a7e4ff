/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCandidate, createTaxonomy } from '@fritz/testing';
import type { Locator, Page } from 'playwright-core';
import { browserSuite } from './suite.ts';
import { activeCard, cards, greyPng, objectOf, readPicture, untilAllSent } from './visit.ts';

/** Waits until `count` cards are there. */
async function waitForCards(page: Page, atLeast: number): Promise<void> {
  await cards(page)
    .nth(atLeast - 1)
    .waitFor();
}

function stamp(card: Locator, kind: 'new' | 'ref' | 'sub'): Locator {
  return card.locator(`canvas[aria-label^="${kind} image"]`);
}

function savedChip(card: Locator): Locator {
  return card.locator('.MuiChip-label', { hasText: 'Supernovae' });
}

async function press(page: Page, key: string, times: number): Promise<void> {
  for (let i = 0; i < times; i++) await page.keyboard.press(key);
}

async function chooseFrom(page: Page, label: string, option: string | RegExp): Promise<void> {
  await page.getByRole('combobox', { name: label }).click();
  await page.getByRole('option', { name: option }).click();
  await page.keyboard.press('Escape');
}

browserSuite('scanning', { first: 40, second: 60 }, (suite) => {
  async function savedGroups(objId: string): Promise<string[]> {
    const { rows } = await suite.stage.arrange((client) =>
      client.query<{ name: string }>(
        `SELECT g.name FROM fritz.sources s JOIN fritz.groups g ON g.id = s.group_id
         WHERE s.obj_id = $1 AND s.active ORDER BY 1`,
        [objId],
      ),
    );
    return rows.map(({ name }) => name);
  }

  test('shows cards with three cutouts and a light curve', async () => {
    await suite.visit({}, async ({ page }) => {
      const card = cards(page).first();
      const [science, reference, difference] = [
        await readPicture(stamp(card, 'new')),
        await readPicture(stamp(card, 'ref')),
        await readPicture(stamp(card, 'sub')),
      ];
      assert.ok(science.colorCount > 20, `${science.colorCount} colours in the new image`);
      assert.notEqual(science.digest, reference.digest);
      assert.notEqual(science.digest, difference.digest);
      const plot = card.getByRole('img', { name: /^Light curve of / });
      assert.match((await plot.getAttribute('aria-label')) ?? '', /[1-9]\d* detections?/);
      assert.ok((await readPicture(plot.locator('canvas'))).opaqueCount > 100);
    });
  });

  test('says how many there are, each once', async () => {
    await suite.visit({}, async ({ page }) => {
      await waitForCards(page, 2);
      const { rows } = await suite.stage.arrange((client) =>
        client.query<{ count: number }>(
          `SELECT count(DISTINCT obj_id)::int AS count FROM fritz.candidates
           WHERE passed_at > now() - interval '1 day'`,
        ),
      );
      const count = rows[0]?.count ?? 0;
      await page.getByRole('heading', { level: 1, name: `${count} candidates` }).waitFor();
      await page.getByText(`${count} of ${count}: that is all`).scrollIntoViewIfNeeded();
      const ids = await cards(page).evaluateAll((found) => found.map((card) => card.id));
      assert.equal(new Set(ids).size, count);
    });
  });

  test('walks with j and k, saves with s, undoes with u', async () => {
    await suite.visit({}, async ({ page }) => {
      await waitForCards(page, 4);
      await press(page, 'j', 3);
      const third = await objectOf(activeCard(page));
      await page.keyboard.press('j');
      assert.notEqual(await objectOf(activeCard(page)), third);
      await page.keyboard.press('k');
      assert.equal(await objectOf(activeCard(page)), third);

      const isDone = page.waitForResponse((answer) => answer.url().endsWith('/api/sources'));
      await page.keyboard.press('s');
      assert.equal((await isDone).status(), 200);
      await savedChip(activeCard(page)).waitFor();
      assert.deepEqual(await savedGroups(third), ['Supernovae']);

      const isUndone = page.waitForResponse((answer) =>
        answer.url().includes('/api/source_groups'),
      );
      await page.keyboard.press('u');
      assert.equal((await isUndone).status(), 200);
      await savedChip(activeCard(page)).waitFor({ state: 'detached' });
      assert.deepEqual(await savedGroups(third), []);
    });
  });

  test('still knows after a reload what was saved', async () => {
    await suite.visit({}, async ({ page }) => {
      await waitForCards(page, 5);
      const card = cards(page).nth(4);
      const objId = await objectOf(card);
      const isDone = page.waitForResponse((answer) => answer.url().endsWith('/api/sources'));
      await card.getByRole('button', { name: 'Save', exact: true }).click();
      assert.equal((await isDone).status(), 200);
      await page.reload();
      const again = page.locator(`#candidate-${objId}`);
      await again.scrollIntoViewIfNeeded();
      await savedChip(again).waitFor();
      await page.goto('/sources');
      await page.getByRole('link', { name: objId }).waitFor();
    });
  });

  test('says that a save failed, and saves on the second try', async () => {
    await suite.visit({}, async ({ page }) => {
      await waitForCards(page, 6);
      const card = cards(page).nth(5);
      const objId = await objectOf(card);
      await page.route('**/api/sources', (route) => route.fulfill({ status: 500, body: '{}' }), {
        times: 1,
      });
      await card.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByText(`${objId} was not saved`).waitFor();
      assert.equal(await savedChip(card).count(), 0);
      assert.deepEqual(await savedGroups(objId), []);

      const isDone = page.waitForResponse((answer) => answer.url().endsWith('/api/sources'));
      await page.getByRole('button', { name: 'Retry' }).click();
      assert.equal((await isDone).status(), 200);
      await savedChip(card).waitFor();
      assert.deepEqual(await savedGroups(objId), ['Supernovae']);
    });
  });

  test('keeps a save through a lost connection', async () => {
    await suite.visit({}, async ({ page, context }) => {
      await waitForCards(page, 7);
      const card = cards(page).nth(6);
      const objId = await objectOf(card);
      await readPicture(stamp(card, 'new'));
      await page.waitForLoadState('networkidle');
      await context.setOffline(true);
      await page.getByTitle('Offline').waitFor();
      await card.getByRole('button', { name: 'Save', exact: true }).click();
      await card.getByRole('button', { name: 'Unsent' }).waitFor();
      assert.deepEqual(await savedGroups(objId), []);
      const isDone = page.waitForResponse((answer) => answer.url().endsWith('/api/sources'));
      await context.setOffline(false);
      assert.equal((await isDone).status(), 200);
      await card.getByRole('button', { name: 'Saved' }).waitFor();
      assert.deepEqual(await savedGroups(objId), ['Supernovae']);
    });
  });

  test('filters by group and by time', async () => {
    const { cast, arrange } = suite.stage;
    const [old, other] = await arrange(async (client) => [
      await createCandidate(client, {
        filter: cast.filter,
        passedAt: new Date(Date.now() - 4 * 86_400_000),
      }),
      // Older than the night, so that other tests find the night's on top.
      await createCandidate(client, {
        filter: cast.otherFilter,
        passedAt: new Date(Date.now() - 20 * 3_600_000),
      }),
    ]);
    await suite.visit({}, async ({ page }) => {
      await page.locator(`#candidate-${other?.objId}`).waitFor();
      await chooseFrom(page, 'Groups', 'Variables');
      await page.getByRole('heading', { level: 1, name: '1 candidate' }).waitFor();
      await page.locator(`#candidate-${other?.objId}`).waitFor();
      await chooseFrom(page, 'Groups', 'Variables');

      assert.equal(await page.locator(`#candidate-${old?.objId}`).count(), 0);
      await chooseFrom(page, 'Passed', /7 d/);
      await page.getByText(/: that is all/).scrollIntoViewIfNeeded();
      await page.locator(`#candidate-${old?.objId}`).waitFor();
    });
  });

  test('draws the same image otherwise with another stretch or colour map', async () => {
    await suite.visit({}, async ({ page }) => {
      const canvas = stamp(cards(page).first(), 'new');
      const seen = [(await readPicture(canvas)).digest];
      for (const key of ['x', 'c']) {
        await page.keyboard.press(key);
        seen.push((await readPicture(canvas)).digest);
      }
      await page.getByRole('button', { name: 'View' }).click();
      await chooseFrom(page, 'Colours', 'hot');
      seen.push((await readPicture(canvas)).digest);
      assert.equal(new Set(seen).size, seen.length, seen.join(' '));
    });
  });

  test('comes back from an object to the card that was looked at', async () => {
    await suite.visit({}, async ({ page }) => {
      await waitForCards(page, 8);
      await press(page, 'j', 8);
      const looked = await objectOf(activeCard(page));
      await activeCard(page).getByRole('link', { name: looked }).click();
      await page.getByRole('heading', { level: 1, name: looked }).waitFor();
      assert.equal(await page.evaluate(() => window.scrollY), 0);
      await page.goBack();
      await activeCard(page).waitFor();
      assert.equal(await objectOf(activeCard(page)), looked);
      await page.waitForFunction(() => {
        const box = document.querySelector('[aria-current="true"]')?.getBoundingClientRect();
        return box !== undefined && box.top >= 0 && box.top < 300;
      });
    });
  });

  test('explains its keys, and leaves keys alone in a field', async () => {
    await suite.visit({}, async ({ page }) => {
      await waitForCards(page, 2);
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keys' }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'hidden' });
      await page.getByRole('combobox', { name: 'Passed' }).focus();
      await page.keyboard.press('j');
      assert.equal(await activeCard(page).count(), 0);
    });
  });

  test('looks within a sky map', async () => {
    const { url, cast } = suite.stage;
    const body = {
      ...{ dateobs: '2026-06-12T04:11:37', localization_name: 'GRB260612A' },
      skymap: { ra: 77.4, dec: -85, error: 1 },
    };
    const made = await fetch(`${url}/api/localization`, {
      method: 'POST',
      headers: {
        authorization: `token ${cast.scanner.token}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    });
    assert.equal(made.status, 200, await made.text());
    await suite.visit({}, async ({ page }) => {
      await waitForCards(page, 2);
      await page.keyboard.press('.');
      await page.getByRole('combobox', { name: 'Within the sky map' }).fill('grb26');
      await page.getByRole('option', { name: /^GRB260612A, 2026-06-12 04:11/ }).click();
      await page.getByRole('combobox', { name: 'How far' }).waitFor();
      const asked = page.waitForRequest((request) => request.url().includes('localizationName='));
      await page.getByRole('button', { name: 'Scan', exact: true }).click();
      const { searchParams } = new URL((await asked).url());
      assert.equal(searchParams.get('localizationCumprob'), '0.9');
      // ZTF does not see so far south.
      await page
        .getByText(/^No candidates/)
        .first()
        .waitFor();
    });
  });

  test('keeps conditions as a profile, and begins where the last scan ended', async () => {
    await suite.visit({}, async ({ page }) => {
      await waitForCards(page, 3);
      await page.keyboard.press('.');
      await page.getByRole('textbox', { name: 'Galactic latitude, |b| from (°)' }).fill('20');
      await page.getByRole('checkbox', { name: 'Hide what is classified' }).check();
      await page.getByRole('textbox', { name: 'Name of a profile' }).fill('Off the plane');
      await page.getByRole('button', { name: 'Keep as a profile' }).click();
      await page.getByRole('button', { name: 'Off the plane', exact: true }).waitFor();
      await page.getByRole('button', { name: 'Cancel' }).click();
      const { rows } = await suite.stage.arrange((client) =>
        client.query<{ profile: { name: string; groupIDs: number[]; fritz: object } }>(
          `SELECT preferences #> '{scanningProfiles,0}' AS profile FROM fritz.users WHERE id = $1`,
          [suite.stage.cast.scanner.id],
        ),
      );
      assert.equal(rows[0]?.profile.name, 'Off the plane');
      // The page asks by itself, too, for what is new under the conditions that were before.
      const answered = page.waitForResponse((answer) =>
        /\/api\/candidates\?.*minAbsGalacticLatitude=/.test(answer.url()),
      );
      await page.keyboard.press('1');
      const answer = await answered;
      const { searchParams } = new URL(answer.url());
      assert.equal(searchParams.get('minAbsGalacticLatitude'), '20');
      assert.equal(searchParams.get('hideClassified'), 'true');
      await page.getByRole('combobox', { name: 'Profile' }).getByText('Off the plane').waitFor();

      // From the last one on: all of it is scanned.
      const count: number = (await answer.json()).data.candidates.length;
      assert.ok(count > 0, 'some are off the plane');
      await page.waitForFunction(
        (all) => document.querySelectorAll('article[id^="candidate-"]').length === all,
        count,
      );
      await press(page, 'j', count);
      const isEnded = page.waitForResponse(
        (answer) =>
          answer.url().endsWith('/api/internal/profile') && answer.request().method() === 'PATCH',
      );
      await page.keyboard.press('j');
      assert.equal((await isEnded).status(), 200);
      await page.keyboard.press('r');
      await page.getByText(/^No candidates for .* since your last scan$/).waitFor();
      await page.evaluate(untilAllSent);
      const { rows: labels } = await suite.stage.arrange((client) =>
        client.query<{ count: number }>(
          'SELECT count(DISTINCT obj_id)::int AS count FROM fritz.source_labels',
        ),
      );
      assert.ok((labels[0]?.count ?? 0) >= count, 'who goes on has scanned it');
    });
  });

  test('keeps what is decided without a connection, through a reload, and does it once', async () => {
    await suite.visit({ hasShell: true }, async ({ page, context }) => {
      await waitForCards(page, 10);
      // The shell is kept, and the page is in its hands.
      await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
      await page.waitForLoadState('networkidle');
      await context.setOffline(true);
      await page.getByTitle('Offline').waitFor();

      await page.keyboard.press('j');
      const talkedAbout = await objectOf(activeCard(page));
      await page.keyboard.press('m');
      await page.getByRole('textbox', { name: 'Comment' }).fill('Looks young, said offline');
      await page.keyboard.press('Control+Enter');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      const { saved, rejected } = await decideOn(page, 19);
      await page.getByText('20 waiting to be sent').waitFor();

      await page.reload();
      await page.getByText('20 decisions wait to be sent').waitFor();
      assert.equal(await cards(page).count(), 0, 'nothing of the candidates is kept');

      await page.evaluate(loseFirstAnswer);
      await context.setOffline(false);
      await page.evaluate(untilAllSent);
      assert.equal(await page.evaluate(() => sessionStorage.getItem('lost')), '1');
      for (const objId of saved)
        assert.ok((await savedGroups(objId)).includes('Supernovae'), objId);
      assert.deepEqual(await listed('rejected_candidates'), rejected.toSorted());
      const { rows } = await suite.stage.arrange((client) =>
        client.query<{ subject_id: string }>(
          "SELECT subject_id FROM fritz.comments WHERE text = 'Looks young, said offline'",
        ),
      );
      assert.deepEqual(rows, [{ subject_id: talkedAbout }]);
      // What is rejected is hidden from now on, and can be shown.
      await page.reload();
      await waitForCards(page, 1);
      assert.equal(await page.locator(`#candidate-${rejected[0]}`).count(), 0);
      await page.keyboard.press('.');
      await chooseFrom(page, 'Rejected', 'Only those that I rejected');
    });
  });

  test('a candidate of another broker has the pictures that came with it, or says that none did', async () => {
    const { scanner, filter } = suite.stage.cast;
    const headers = { authorization: `token ${scanner.token}` };
    await suite.visit({ path: '/about' }, async ({ page, context }) => {
      const post = async (path: string, data: object) => {
        const answer = await context.request.post(path, { headers, data });
        assert.equal(answer.status(), 200, await answer.text());
      };
      for (const id of ['AT2026bare', 'AT2026pictured']) {
        const passed_at = new Date().toISOString().replace('Z', '');
        await post('/api/candidates', { id, ra: 10, dec: 20, filter_ids: [filter.id], passed_at });
      }
      for (const ttype of ['new', 'ref', 'sub']) {
        await post('/api/thumbnail', { obj_id: 'AT2026pictured', data: greyPng, ttype });
      }
      await page.goto('/candidates');
      const card = page.locator('#candidate-AT2026pictured');
      for (const kind of ['new', 'ref', 'sub']) {
        const picture = card.getByRole('img', { name: `${kind} image of AT2026pictured` });
        await picture.scrollIntoViewIfNeeded();
        await page.waitForFunction(
          (img) => img instanceof HTMLImageElement && img.naturalWidth === 16,
          await picture.elementHandle(),
        );
      }
      const bare = page.locator('#candidate-AT2026bare');
      await bare.scrollIntoViewIfNeeded();
      await bare.getByText(/^No cutouts: another broker posted it/).waitFor();
    });
  });

  test('thirty candidates are decided on by keys: saved, rejected, classified, taken back', async () => {
    const { stage } = suite;
    const { scanner, group } = stage.cast;
    await stage.ingest(stage.secondPart);
    await stage.arrange((client) =>
      createTaxonomy(client, {
        ...{ group, createdBy: scanner, name: 'Scanned' },
        hierarchy: { class: 'Time-domain Source', subclasses: [{ class: 'Ia' }] },
      }),
    );
    await suite.visit({}, async ({ page }) => {
      await waitForCards(page, 10);
      await page.keyboard.press('j');
      await activeCard(page).waitFor();
      const { saved, rejected } = await decideOn(page, 30);
      assert.equal(new Set([...saved, ...rejected]).size, 30);
      // The last rejection is taken back, and its candidate is classified.
      const last = rejected.pop() ?? '';
      const isBack = page.waitForFunction(
        (id) => document.querySelector('article[aria-current="true"]')?.ariaLabel === id,
        last,
      );
      await page.keyboard.press('u');
      await isBack;
      await page.keyboard.press('a');
      await page.getByRole('combobox', { name: 'Class' }).pressSequentially('ia');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await activeCard(page).getByText('Ia', { exact: true }).waitFor();
      await page.evaluate(untilAllSent);
      for (const objId of saved)
        assert.ok((await savedGroups(objId)).includes('Supernovae'), objId);
      const all = await listed('rejected_candidates');
      for (const objId of rejected) assert.ok(all.includes(objId), objId);
      assert.ok(!all.includes(last), 'what was taken back');
      const { rows } = await stage.arrange((client) =>
        client.query<{ obj_id: string }>(
          `SELECT obj_id FROM fritz.classifications WHERE class = 'Ia' AND withdrawn_at IS NULL`,
        ),
      );
      assert.deepEqual(rows, [{ obj_id: last }]);
    });
  });

  async function listed(name: string): Promise<string[]> {
    const { rows } = await suite.stage.arrange((client) =>
      client.query<{ obj_id: string }>(
        'SELECT obj_id FROM fritz.listings WHERE list_name = $1 ORDER BY obj_id',
        [name],
      ),
    );
    return rows.map(({ obj_id }) => obj_id);
  }
});

/** In the page: what the server answers to the first comment is lost on its way. */
function loseFirstAnswer(): void {
  const send = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const answer = await send(input, init);
    const isComment = init?.method === 'POST' && String(input).endsWith('/comments');
    if (!isComment || sessionStorage.getItem('lost') !== null) return answer;
    sessionStorage.setItem('lost', '1');
    throw new TypeError('Failed to fetch');
  };
}

/** Saves what is not saved yet, and rejects what is, one after another from the active card on. */
async function decideOn(page: Page, count: number) {
  const [saved, rejected]: [string[], string[]] = [[], []];
  for (let i = 0; i < count; i++) {
    const card = activeCard(page);
    const objId = await objectOf(card);
    const isOpen = await card.getByRole('button', { name: 'Save', exact: true }).count();
    if (isOpen > 0 && i % 2 === 0) {
      await page.keyboard.press('s');
      saved.push(objId);
      await page.keyboard.press('j');
    } else {
      await page.keyboard.press('d');
      rejected.push(objId);
    }
    if (i < count - 1) {
      await page.waitForFunction(
        (before) =>
          document.querySelector('article[aria-current="true"]')?.getAttribute('aria-label') !==
          before,
        objId,
      );
    }
  }
  return { saved, rejected };
}
