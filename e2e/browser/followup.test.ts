/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import {
  createInstrument,
  createTaxonomy,
  createTelescope,
  createUser,
  type TestUser,
} from '@fritz/testing';
import type { Page } from 'playwright-core';
import { findViolations } from './axe.ts';
import type { Stage } from './stage.ts';
import { browserSuite } from './suite.ts';

const phone = { width: 390, height: 844 };
const mailTo = 'scanner@example.org';

/** SEDM at Palomar with hours of the group's, and the account that it calls back by. */
interface Facility {
  readonly objectId: string;
  readonly instrumentId: number;
  readonly listener: TestUser;
  /** Says something to the API as somebody. */
  say(who: TestUser, path: string, body: object): Promise<void>;
}

async function arrangeFacility({ url, cast, sedm, arrange }: Stage): Promise<Facility> {
  const { scanner, stream, group } = cast;
  const made = await arrange(async (client) => {
    const telescope = await createTelescope(client, { name: 'Palomar 1.5 m', nickname: 'P60' });
    const instrument = await createInstrument(client, {
      columns: {
        ...{ name: 'SEDM', type: 'imaging spectrograph', telescope_id: telescope.id },
        ...{ api_classname: 'SEDMAPI', listener_classname: 'SEDMListener' },
      },
    });
    const root = await createUser(client, { username: 'root', roles: ['Super admin'] });
    const listener = await createUser(client, {
      username: 'sedm',
      acls: ['Post from SEDMListener'],
    });
    const both = [listener.id, stream.id];
    await client.query('INSERT INTO fritz.stream_users (user_id, stream_id) VALUES ($1, $2)', both);
    await client.query('INSERT INTO fritz.group_users (user_id, group_id) VALUES ($1, $2)', [
      listener.id,
      group.id,
    ]);
    // What stands high at Palomar.
    const { rows } = await client.query<{ id: string }>(
      `SELECT o.id FROM fritz.objs o JOIN fritz.candidates c ON c.obj_id = o.id
        ORDER BY abs(o.dec - 33), o.id LIMIT 1`,
    );
    return { instrumentId: instrument.id, root, listener, objectId: rows[0]?.id ?? '' };
  });
  const say: Facility['say'] = async (who, path, body) => {
    const answer = await fetch(`${url}/api/${path}`, {
      method: 'POST',
      headers: { authorization: `token ${who.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    assert.equal(answer.status, 200, await answer.text());
  };
  await say(made.root, 'allocation', {
    ...{ group_id: group.id, instrument_id: made.instrumentId, hours_allocated: 10 },
    _altdata: { endpoint: sedm?.url },
  });
  await say(scanner, 'sources', { id: made.objectId, group_ids: [group.id] });
  return { ...made, say };
}

/** What is pictured for who wants to look. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.FRITZ_PICTURES;
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: false });
}

async function goTo(page: Page, title: string) {
  const link = page.getByRole('navigation', { name: 'On this page' }).getByText(title);
  await link.click();
  const section = page.locator((await link.getAttribute('href')) ?? '');
  await section.getByRole('heading', { name: title }).waitFor();
  return section;
}

const spectrum = Array.from(
  { length: 120 },
  (_one, at) => `${4000 + 45 * at} ${(1.2 + Math.sin(at / 9) / 4).toFixed(4)}e-16`,
).join('\n');

browserSuite('follow-up', { first: 12, second: 8, hasMail: true, hasFacility: true }, (suite) => {
  let arranged: Promise<Facility> | null = null;
  const facility = () => {
    arranged ??= arrangeFacility(suite.stage);
    return arranged;
  };

  test('what one is told, and how, is said in the profile', async () => {
    await suite.visit({ path: '/profile' }, async ({ page }) => {
      await page.getByLabel('E-mail', { exact: true }).fill(mailTo);
      await page.getByRole('button', { name: 'Save profile' }).click();
      await page.getByText('Saved', { exact: true }).last().waitFor();
      const requests = page.getByRole('group', { name: /^What becomes of follow-up requests/ });
      const byMail = requests.getByRole('switch', { name: 'By mail, too' });
      await byMail.click();
      await page.reload();
      await requests.waitFor();
      assert.equal(await byMail.isChecked(), true);
      await page.getByRole('button', { name: 'Try it' }).click();
      const mail = await suite.stage.smtp?.nextMail();
      assert.deepEqual(mail?.to, [mailTo]);
      assert.match(mail?.text ?? '', /This is how you are told[\s\S]*\/profile/);
      await picture(page, 'profile');
    });
  });

  test('a spectrum is asked for, observed and on the page, and who asked is told', async () => {
    const { objectId, instrumentId, listener, say } = await facility();
    const { sedm, smtp } = suite.stage;
    await suite.visit({ path: `/source/${objectId}` }, async ({ page }) => {
      await page.getByTitle(/^Live/).waitFor();
      const bell = page.getByRole('button', { name: /^Notifications/ });
      await bell.click();
      await page.getByText('This is how you are told of things').waitFor();
      await page.getByRole('button', { name: 'Forget all' }).click();
      await page.getByText('Nothing yet.').waitFor();
      await page.keyboard.press('Escape');

      const section = await goTo(page, 'Follow-up');
      await section.getByRole('button', { name: 'Ask for an observation' }).click();
      const form = section.getByRole('form', { name: `Ask for an observation of ${objectId}` });
      await form.getByLabel('Priority').fill('4');
      await form.getByRole('button', { name: 'Check' }).click();
      await form.getByText(/Takes 1\.08 h of 10\.00 h that are left/).waitFor();
      await picture(page, 'form');
      await form.getByRole('button', { name: 'Ask for it' }).click();
      const line = section
        .getByRole('list', { name: 'Follow-up requests' })
        .getByRole('listitem')
        .first();
      // The server sends it by itself, and the page learns of it.
      await line.getByText('submitted', { exact: true }).first().waitFor();
      const told = sedm?.queue[0];
      assert.deepEqual([told?.sourcename, told?.Followup, told?.priority], [objectId, 'IFU', 4]);
      const followup_request_id = told?.requestid;
      for (const new_status of ['Accepted', 'Observed']) {
        await say(listener, 'facility', { followup_request_id, new_status });
        await line.getByText(new_status.toLowerCase(), { exact: true }).first().waitFor();
      }
      const spectra = await goTo(page, 'Spectra');
      await say(listener, 'spectra/ascii', {
        ...{ obj_id: objectId, instrument_id: instrumentId, followup_request_id },
        ...{ ascii: spectrum, filename: 'sedm.txt', observed_at: '2026-06-14T05:06:07' },
      });
      await spectra.getByText(/SEDM/).first().waitFor();
      await picture(page, 'spectrum');
      await goTo(page, 'Follow-up');
      await line.getByText('completed', { exact: true }).first().waitFor();
      await line.getByText(/1\.08 h booked/).waitFor();

      await page.getByRole('button', { name: 'Notifications: 4 not seen' }).click();
      const list = page.getByRole('list', { name: 'Notifications' });
      await list.getByRole('link').nth(3).waitFor();
      const texts = await list.getByRole('link').allInnerTexts();
      assert.deepEqual(
        texts.map((text) => text.split(': ').slice(1).join(': ')),
        ['completed: a spectrum arrived', 'Observed', 'Accepted', 'submitted'],
      );
      await picture(page, 'bell');
      assert.deepEqual(await findViolations(page, 'all'), []);
      await page.getByRole('button', { name: 'All seen' }).click();
      await page.getByText('not seen yet').first().waitFor({ state: 'detached' });
      // Beneath the list the bell is hidden from who hears the page.
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Notifications', exact: true }).waitFor();
      const subjects = [];
      for (let at = 0; at < 4; at++) {
        subjects.push((await smtp?.nextMail())?.headers.get('subject'));
      }
      assert.ok(subjects.some((subject) => subject?.includes('completed: a spectrum arrived')));

      await page.goto('/followup');
      const hours = page.getByRole('list', { name: 'Allocations' }).getByRole('listitem');
      await hours.filter({ hasText: /1\.08 h booked.*8\.92 h of 10\.00 h left/ }).waitFor();
      assert.deepEqual(await findViolations(page, 'all'), []);
      await picture(page, 'requests');
    });
    await suite.visit(
      { path: `/source/${objectId}`, viewport: phone, isPhone: true },
      async ({ page }) => {
        await page.getByRole('button', { name: /^Notifications/ }).click();
        await page.getByRole('list', { name: 'Notifications' }).waitFor();
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(width <= phone.width, `${width} px wide`);
        await picture(page, 'bell-phone');
        await page.keyboard.press('Escape');
        await page.goto('/followup');
        await page.getByRole('list', { name: 'Follow-up requests' }).waitFor();
        await picture(page, 'requests-phone');
      },
    );
  });

  test('a filter asks by itself: its rule is set, tried out and told of on its page', async () => {
    await facility();
    const { filter } = suite.stage.cast;
    await suite.visit({ path: `/filters/${filter.id}` }, async ({ page }) => {
      await page.getByTitle(/^Live/).waitFor();
      const panel = page.getByRole('region', { name: 'Follow-up by itself' });
      await panel.getByText('It asks for nothing by itself.').waitFor();
      await panel.getByRole('button', { name: 'Set a rule' }).click();
      const form = panel.getByRole('form', { name: 'Follow-up by itself' });
      await form.getByLabel('Priority').fill('2');
      await form.getByLabel('Said on the source’s page').fill('The filter asked');
      await form.getByRole('button', { name: 'Try it' }).click();
      const would = form.getByRole('list', { name: 'What it would do' });
      await would.getByText('would ask').first().waitFor();
      assert.deepEqual(await findViolations(page, 'all'), []);
      await form.scrollIntoViewIfNeeded();
      await picture(page, 'rule-form');
      await form.getByRole('button', { name: 'Save the rule' }).click();
      await panel.getByText('With the rights of scanner').waitFor();
      await suite.stage.ingest(suite.stage.secondPart);
      const did = panel.getByRole('list', { name: 'What it did' });
      await did.getByText('asked', { exact: true }).first().waitFor();
      await panel.scrollIntoViewIfNeeded();
      await picture(page, 'rule-log');
      await panel.getByRole('button', { name: 'Switch off' }).click();
      await panel.getByText('Switched off.').waitFor();
    });
  });

  test('a rule of a class is set on the page, and asks as soon as somebody gives the class', async () => {
    const { objectId, say } = await facility();
    const { arrange, cast } = suite.stage;
    const { scanner, group } = cast;
    const { taxonomyId, otherId } = await arrange(async (client) => {
      const hierarchy = { class: 'Time-domain Source', subclasses: [{ class: 'Ia' }] };
      const taxonomy = await createTaxonomy(client, {
        ...{ group, createdBy: scanner, name: 'Sitewide', hierarchy },
      });
      const { rows } = await client.query<{ id: string }>(
        `SELECT o.id FROM fritz.objs o JOIN fritz.candidates c ON c.obj_id = o.id
          WHERE o.id <> $1
            AND NOT EXISTS (SELECT FROM fritz.followup_requests r WHERE r.obj_id = o.id)
          ORDER BY abs(o.dec - 33), o.id LIMIT 1`,
        [objectId],
      );
      return { taxonomyId: taxonomy.id, otherId: rows[0]?.id ?? '' };
    });
    await say(scanner, 'sources', { id: otherId, group_ids: [group.id] });
    await suite.visit({ path: '/followup' }, async ({ page }) => {
      await page.getByTitle(/^Live/).waitFor();
      const panel = page.getByRole('region', { name: /^Asked for by itself/ });
      await panel.getByText('There is no such rule.').waitFor();
      await panel.getByRole('button', { name: 'New rule' }).click();
      const form = panel.getByRole('form', { name: 'New rule of a class' });
      await form.getByLabel('Name of the rule').fill('Ia at once');
      await form.getByRole('textbox', { name: 'Class', exact: true }).fill('Ia');
      await form.getByLabel('From this probability on').fill('0.8');
      await form.getByLabel('Priority').fill('5');
      assert.deepEqual(await findViolations(page, 'all'), []);
      await picture(page, 'class-rule');
      await form.getByRole('button', { name: 'Save the rule' }).click();
      const rule = panel.getByRole('list', { name: 'Rules of classes' }).getByRole('listitem');
      await rule.getByText('Ia (from 0.8)').waitFor();
      await rule.getByRole('button', { name: 'What Ia at once did' }).click();
      await rule.getByText('It did nothing yet.').waitFor();
      const classify = (probability: number) =>
        say(scanner, 'classification', {
          ...{ obj_id: otherId, classification: 'Ia', taxonomy_id: taxonomyId, probability },
          group_ids: [group.id],
        });
      await classify(0.3);
      await classify(0.9);
      const did = rule.getByRole('list', { name: 'What it did' });
      await did.getByText('asked', { exact: true }).waitFor();
      assert.equal(await did.getByRole('link', { name: otherId }).count(), 1);
      await page.goto(`/source/${otherId}`);
      const section = await goTo(page, 'Follow-up');
      const requests = section.getByRole('list', { name: 'Follow-up requests' });
      await requests.getByText('submitted', { exact: true }).first().waitFor();
      const asked = suite.stage.sedm?.queue.filter(({ sourcename }) => sourcename === otherId);
      assert.deepEqual(
        asked?.map(({ priority }) => priority),
        [5],
      );
    });
  });

  test('what a query gave, and what a group has, are fetched as files', async () => {
    await suite.visit({ path: '/queries' }, async ({ page }) => {
      const fetched = async (click: () => Promise<void>) => {
        const [file] = await Promise.all([page.waitForEvent('download'), click()]);
        return readFile(await file.path());
      };
      await page
        .getByRole('textbox', { name: 'Query' })
        .fill(
          '{"query_type": "find", "query": {"catalog": "ZTF_alerts", "filter": {}, "projection": {"_id": 0, "objectId": 1, "candid": 1}}}',
        );
      await page.getByLabel('Name').fill('All of it');
      await page.getByRole('button', { name: 'Run as a job' }).click();
      const jobs = page.getByRole('list', { name: 'Jobs' });
      await jobs.getByText(/^(12|20) documents, /).waitFor();
      const get = (words: string) =>
        fetched(() => jobs.getByRole('link', { name: `${words} of All of it` }).click());
      const lines = String(await get('JSON lines'))
        .trim()
        .split('\n');
      const csv = String(await get('CSV'))
        .trim()
        .split(/\r?\n/);
      const candid = /"candid": ?(\d{16,})/.exec(lines[0] ?? '')?.[1] ?? '';
      assert.deepEqual(csv[0]?.split(',').toSorted(), ['candid', 'objectId']);
      assert.equal(csv.length, lines.length + 1);
      assert.ok(
        csv.some((row) => row.split(',').includes(candid)),
        'to its last digit',
      );
      const parquet = await get('Parquet');
      assert.equal(parquet.subarray(0, 4).toString(), 'PAR1');
      assert.equal(parquet.subarray(-4).toString(), 'PAR1');

      const { group } = suite.stage.cast;
      const { objectId } = await facility();
      await page.goto(`/groups/${group.id}`);
      for (const [name, pattern] of [
        ['Sources, CSV', new RegExp(`^(obj_)?id,[\\s\\S]*${objectId}`)],
        ['Light curves, Parquet', /^PAR1/],
      ] as const) {
        await page.getByRole('button', { name: 'Export' }).click();
        const file = await fetched(() => page.getByRole('menuitem', { name, exact: true }).click());
        assert.match(file.toString('latin1'), pattern, name);
        await page.getByRole('menu').waitFor({ state: 'detached' });
      }
    });
  });
});
