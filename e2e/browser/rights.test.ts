import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createGroup, createPhotometryPoint, createUser } from '@fritz/testing';
import { findViolations } from './axe.ts';
import { canaryFilterName } from './stage.ts';
import { browserSuite } from './suite.ts';
import { cards, objectOf } from './visit.ts';

/** What people are promised when rights are taken away, and what a busy machine adds. */
const soonMs = 2_000 + 1_500;

browserSuite('rights', { first: 10, second: 0 }, (suite) => {
  test('the candidate card and the object page tell who can see an object', async () => {
    await suite.visit({}, async ({ page }) => {
      const card = cards(page).first();
      const id = await objectOf(card);
      await card.getByRole('button', { name: `Choose groups for ${id}` }).click();
      await page.getByRole('menuitem', { name: 'Who can see this' }).click();
      const dialog = page.getByRole('dialog', { name: `Who can see ${id}` });
      await dialog.getByText(/In Supernovae/).waitFor();
      assert.match(await dialog.innerText(), /scanner/);
      // The stream's other reader sees the object by his stream, and is not named.
      assert.equal((await dialog.innerText()).includes('stranger'), false);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      await page.goto(`/source/${id}`);
      await page.getByRole('button', { name: 'Who can see this' }).click();
      await dialog.getByText(/people see it/).waitFor();
    });
  });

  test('a filter page tells who can see the filter, by keyboard alone', async () => {
    const { filter } = suite.stage.cast;
    await suite.visit({ path: `/filters/${filter.id}` }, async ({ page }) => {
      const button = page.getByRole('button', { name: 'Who can see this' });
      await button.focus();
      await page.keyboard.press('Enter');
      const dialog = page.getByRole('dialog');
      await dialog.getByText('Only you see it.').waitFor();
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
    });
  });

  test('the history tells what was done, before and after, and can be narrowed', async () => {
    const { cast } = suite.stage;
    await suite.visit({ path: `/filters/${cast.filter.id}` }, async ({ page }) => {
      await page.getByRole('switch').click();
      await page.getByText('Off', { exact: true }).waitFor();
      await page.goto('/groups');
      await page.getByRole('link', { name: 'Supernovae' }).click();
      await page.getByRole('link', { name: 'History' }).click();
      const list = page.getByRole('list', { name: 'Changes' });
      const first = list.getByRole('listitem').first();
      await first.getByText(/switched off the filter/).waitFor();
      await first.getByText('Before and after').click();
      assert.match(await first.innerText(), /active\s+true\s+false/);
      await page.getByRole('combobox', { name: 'What' }).click();
      await page.getByRole('option', { name: 'Photometry' }).click();
      await page.getByText('No such change').waitFor();
      const download = page.getByRole('link', { name: 'Download CSV' });
      assert.match((await download.getAttribute('href')) ?? '', /kind=photometry&groupID=\d+/);
    });
  });

  test('a stranger’s history has nothing of others', async () => {
    const { stranger, filter } = suite.stage.cast;
    await suite.stage.arrange(async (client) => {
      const { rows } = await client.query<{ id: string }>('SELECT id FROM fritz.objs LIMIT 1');
      const columns = { owner_id: stranger.id, origin: '' };
      await createPhotometryPoint(client, { objId: rows[0]?.id ?? '', columns });
    });
    await suite.visit({ user: stranger, path: '/history' }, async ({ page }) => {
      const list = page.getByRole('list', { name: 'Changes' });
      await list.getByText(/added a point to/).waitFor();
      assert.equal((await list.innerText()).includes('Supernovae'), false);
      await page.goto(`/history?kind=filter&group=${filter.groupId}`);
      await page.getByText('No such change').waitFor();
    });
  });

  test('sharing photometry says to whom before the button, and they see it then', async () => {
    const { scanner, stranger, stream } = suite.stage.cast;
    const { objId, pointId } = await suite.stage.arrange(async (client) => {
      const { rows } = await client.query<{ id: string }>(
        `SELECT id FROM fritz.objs WHERE id NOT IN (
           SELECT obj_id FROM fritz.photometry WHERE owner_id IS NOT NULL) LIMIT 1`,
      );
      const id = rows[0]?.id ?? '';
      const own = await client.query<{ id: number }>(
        'SELECT id FROM fritz.groups WHERE single_user_id = $1',
        [scanner.id],
      );
      const point = await createPhotometryPoint(client, {
        objId: id,
        group: { id: own.rows[0]?.id ?? 0 },
        columns: { owner_id: scanner.id, origin: 'spectrograph', mjd: 61_300 },
      });
      await createGroup(client, { name: 'Friends', members: [stranger], streams: [stream] });
      return { objId: id, pointId: point.id };
    });
    const seen = async () =>
      suite.stage.arrange(async (client) => {
        const { rows } = await client.query(
          `SELECT FROM fritz.photometry p JOIN fritz.audience_viewers v USING (audience_id)
            WHERE p.id = $1 AND v.user_id = $2`,
          [pointId, stranger.id],
        );
        return rows.length;
      });
    assert.equal(await seen(), 0);
    await suite.visit({ path: `/source/${objId}` }, async ({ page }) => {
      await page.getByRole('button', { name: 'Share', exact: true }).click();
      const dialog = page.getByRole('dialog', { name: `Share a point of ${objId}` });
      const share = dialog.getByRole('button', { name: 'Share', exact: true });
      assert.equal(await share.isDisabled(), true, 'nobody is chosen yet');
      await dialog.getByLabel('Share with').fill('Frie');
      await page.getByRole('option', { name: 'Friends' }).click();
      await dialog.getByText('The 1 member of Friends').waitFor();
      assert.deepEqual(await findViolations(page, 'all'), []);
      await share.click();
      await dialog.getByText('Shared: 1 of 1.').waitFor();
      assert.equal(await seen(), 1);
    });
    await suite.visit({ user: stranger, path: `/source/${objId}` }, async ({ page }) => {
      await page.getByRole('heading', { name: /Detections/ }).waitFor();
      const shares = page.getByRole('button', { name: 'Share', exact: true });
      assert.equal(await shares.count(), 0, 'what is another’s is not his to share');
    });
  });

  test('what one may see no more is gone from open pages within two seconds', async () => {
    const { filter, group, otherFilter, stream } = suite.stage.cast;
    const leaver = await suite.stage.arrange(async (client) => {
      const user = await createUser(client, { username: 'leaver' });
      await client.query('INSERT INTO fritz.stream_users VALUES ($1, $2)', [stream.id, user.id]);
      await client.query(
        `INSERT INTO fritz.group_users (group_id, user_id) VALUES ($1, $3), ($2, $3)`,
        [group.id, filter.groupId === group.id ? otherFilter.groupId : group.id, user.id],
      );
      return user;
    });
    await suite.visit({ user: leaver }, async ({ page, context }) => {
      await cards(page).first().waitFor();
      const second = await context.newPage();
      await second.goto(`/filters/${filter.id}`);
      await second.getByRole('heading', { name: canaryFilterName }).waitFor();
      for (const one of [page, second]) await one.getByTitle(/^Live:/).waitFor();
      await suite.stage.arrange((client) =>
        client.query('DELETE FROM fritz.group_users WHERE user_id = $1 AND group_id = $2', [
          leaver.id,
          group.id,
        ]),
      );
      await cards(page).first().waitFor({ state: 'detached', timeout: soonMs });
      await second
        .getByRole('heading', { name: canaryFilterName })
        .waitFor({ state: 'detached', timeout: soonMs });
      await page
        .getByText(/No candidates|Nothing/)
        .first()
        .waitFor();
      assert.equal((await second.innerText('body')).includes(canaryFilterName), false);
    });
  });

  test('axe finds nothing serious in the history and the dialog', async () => {
    const { filter } = suite.stage.cast;
    for (const path of ['/history', `/filters/${filter.id}`]) {
      await suite.visit({ path }, async ({ page }) => {
        if (path === '/history') await page.getByRole('list', { name: 'Changes' }).waitFor();
        else {
          await page.getByRole('button', { name: 'Who can see this' }).click();
          await page.getByText('Only you see it.').waitFor();
        }
        assert.deepEqual(await findViolations(page, 'all'), []);
      });
    }
  });

  test('on a phone nothing is cut off', async () => {
    const phone = { viewport: { width: 390, height: 844 }, isPhone: true } as const;
    for (const path of ['/history', `/filters/${suite.stage.cast.filter.id}`]) {
      await suite.visit({ ...phone, path }, async ({ page }) => {
        await page.getByRole('heading', { level: 1 }).waitFor();
        const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
        assert.equal(overflow, 0, path);
      });
    }
  });
});
