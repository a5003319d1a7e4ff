import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  createGroup,
  createStream,
  createTelescope,
  createUser,
  type FactoryClient,
  openMeteoForecast,
  smallJpeg,
  type TestUser,
} from '@fritz/testing';
import { findInThemes, findViolations } from './axe.ts';
import type { Stage } from './stage.ts';
import { browserSuite, type Suite } from './suite.ts';

const phone = { viewport: { width: 390, height: 844 }, isPhone: true } as const;

/** Who manages everything; made once. */
async function makeRoot({ arrange }: Stage): Promise<TestUser> {
  return arrange((client) => createUser(client, { roles: ['Super admin'] }));
}

/** A group of the scanner's with the stage's stream, and with others where they are named. */
function makeGroup(
  stage: Stage,
  name: string,
  options: { private?: boolean; others?: TestUser[] },
) {
  const { scanner, stream } = stage.cast;
  const members = [{ user: scanner, admin: true }, ...(options.others ?? [])];
  const isPrivate = options.private ?? false;
  return stage.arrange((client) =>
    createGroup(client, { name, members, streams: [stream], private: isPrivate }),
  );
}

async function rowCount(client: FactoryClient, table: 'group_users' | 'stream_users', id: number) {
  const column = table === 'group_users' ? 'group_id' : 'stream_id';
  const { rows } = await client.query(`SELECT FROM fritz.${table} WHERE ${column} = $1`, [id]);
  return rows.length;
}

function testInvitations(suite: Suite): void {
  test('an admin invites: he reads what the invited will see, passes the link on, withdraws it', async () => {
    const root = await makeRoot(suite.stage);
    let link = '';
    await suite.visit({ user: root }, async ({ page }) => {
      await page.getByRole('link', { name: 'People' }).click();
      await page.getByRole('link', { name: 'Invitations' }).click();
      const email = page.getByRole('textbox', { name: 'E-mail', exact: true });
      const button = page.getByRole('button', { name: 'Make invitation link' });
      await page.getByRole('combobox', { name: 'Add a group' }).fill('supern');
      await page.getByRole('option', { name: 'Supernovae' }).click();
      await email.fill('not an address');
      const told = page.getByRole('note', { name: /will see$/ });
      await told.getByText(/Supernovae: sees the group's filter/).waitFor();
      assert.match(await told.innerText(), /ZTF Public, which is ZTF programme 1 \(public\)/);
      assert.match(await told.innerText(), /save, comment, classify and upload data/);
      await button.click();
      await page.getByText('This does not look like an e-mail address.').waitFor();

      await email.fill('Grace@example.org');
      await button.click();
      link = await page.getByText(/\/invitation\?token=/).innerText();
      const list = page.getByRole('list', { name: 'Invitations' });
      await list.getByText('link passed on by hand').waitFor();
    });
    await suite.visit({ user: null, path: link }, async ({ page }) => {
      await page.getByRole('heading', { name: 'You are invited' }).waitFor();
      await page.getByText('Supernovae').waitFor();
    });
    await suite.visit({ user: root, path: '/invitations' }, async ({ page }) => {
      await page.getByRole('button', { name: /^Withdraw the invitation of grace/i }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Withdraw' }).click();
      await page.getByText('No invitation waits for its answer.').waitFor();
      await page.getByLabel('accepted and withdrawn ones, too').check();
      await page.getByText('withdrawn', { exact: true }).waitFor();
    });
    await suite.visit({ user: null, path: link }, async ({ page }) => {
      await page.getByRole('heading', { name: 'This invitation cannot be used' }).waitFor();
    });
  });
}

function testGroups(suite: Suite): void {
  test('somebody asks to join, an admin sees that he waits and accepts, and he is in', async () => {
    const { stranger } = suite.stage.cast;
    const group = await makeGroup(suite.stage, 'Open house', {});
    await suite.visit({ user: stranger, path: '/groups' }, async ({ page }) => {
      await page.getByRole('button', { name: 'Ask to join Open house' }).click();
      await page.getByText('asked, not answered yet').waitFor();
      await page.getByRole('button', { name: 'Withdraw the request to join Open house' }).click();
      await page.getByRole('button', { name: 'Ask to join Open house' }).click();
      await page.getByText('asked, not answered yet').waitFor();

      await suite.visit({ path: '/candidates' }, async ({ page: other }) => {
        const badge = other.getByRole('img', { name: '1 request to join waits' });
        await badge.first().waitFor();
        await other.getByRole('link', { name: 'Groups' }).click();
        await other.getByRole('link', { name: 'Open house' }).click();
        await other.getByRole('button', { name: 'Accept stranger' }).click();
        const members = other.getByRole('list', { name: 'Members of Open house' });
        await members.getByText('stranger').waitFor();
        await badge.first().waitFor({ state: 'detached' });
      });
      await page.reload();
      const mine = page.getByRole('list', { name: 'My groups' });
      await mine.getByRole('link', { name: 'Open house' }).click();
      await page.getByRole('button', { name: 'Leave' }).waitFor();
    });
    assert.equal(await suite.stage.arrange((c) => rowCount(c, 'group_users', group.id)), 2);
  });

  test('an admin takes rights away, and the other sees it', async () => {
    const { stranger } = suite.stage.cast;
    const group = await makeGroup(suite.stage, 'Closed circle', {
      private: true,
      others: [stranger],
    });
    const path = `/groups/${group.id}`;
    await suite.visit({ user: stranger, path }, async ({ page }) => {
      await page.getByRole('heading', { name: 'Closed circle' }).waitFor();
      await suite.visit({ path }, async ({ page: admin }) => {
        const saves = admin.getByRole('switch', { name: 'stranger: Saves' });
        assert.equal(await saves.isChecked(), true);
        await saves.click();
        await admin.waitForFunction(() => {
          const box = document.querySelector('[aria-label="stranger: Saves"]');
          return box instanceof HTMLInputElement && !box.disabled;
        });
        assert.equal(await saves.isChecked(), false);
        await page.reload();
        await page.getByText('may not save').waitFor();

        // The last admin stays one.
        assert.equal(
          await admin.getByRole('switch', { name: 'scanner: Admin' }).isDisabled(),
          true,
        );
        await admin.getByRole('button', { name: 'Remove stranger' }).click();
        const question = admin.getByRole('alertdialog');
        await question.getByText(/stranger stops seeing, at once: the group's filters/).waitFor();
        await question.getByRole('button', { name: 'Remove' }).click();
        await question.waitFor({ state: 'detached' });
      });
      await page.getByRole('link', { name: 'Groups' }).first().click();
      await page.getByRole('heading', { name: 'Groups', level: 1 }).waitFor();
      await page.getByRole('link', { name: 'Closed circle' }).waitFor({ state: 'detached' });
      await page.goto(path);
      await page.getByRole('heading', { name: 'There is no such group' }).waitFor();
    });
  });

  test('a name that is taken is told beside the field, and a group is deleted', async () => {
    const group = await makeGroup(suite.stage, 'Short-lived', {});
    await suite.visit({ path: `/groups/${group.id}` }, async ({ page }) => {
      const name = page.getByRole('textbox', { name: 'Name', exact: true });
      await name.fill('Supernovae');
      await page.getByRole('button', { name: 'Save settings' }).click();
      await page.getByText('There is a group “Supernovae” already.').waitFor();
      assert.equal(await name.getAttribute('aria-invalid'), 'true');
      await name.fill('Shorter-lived');
      await page.getByRole('checkbox', { name: 'Private: only members know of it' }).check();
      await page.getByText(/^Only members know of the group/).waitFor();
      await page.getByRole('button', { name: 'Save settings' }).click();
      await page.getByRole('heading', { name: 'Shorter-lived' }).waitFor();
      await page.getByRole('button', { name: 'Delete group' }).click();
      await page.getByRole('button', { name: 'Delete Shorter-lived' }).click();
      await page.getByRole('heading', { name: 'Groups', level: 1 }).waitFor();
      await page.getByRole('link', { name: 'Shorter-lived' }).waitFor({ state: 'detached' });
    });
  });
}

function testUsers(suite: Suite): void {
  test('who manages users gives what he has, no more, and ends an account', async () => {
    const { arrange } = suite.stage;
    const manager = await arrange((c) => createUser(c, { roles: ['Group admin'] }));
    const leaver = await arrange((c) => createUser(c, { username: 'leaver' }));
    await suite.visit({ user: leaver, path: '/profile' }, async ({ page: theirs }) => {
      await theirs.getByRole('heading', { name: 'leaver' }).waitFor();
      await suite.visit({ user: manager, path: '/users' }, async ({ page }) => {
        await page.getByRole('searchbox', { name: 'Name or username' }).fill('leav');
        await page.getByText('1 user', { exact: true }).waitFor();
        await page.getByRole('link', { name: 'leaver' }).click();
        const roles = page.getByRole('group', { name: 'Roles' });
        assert.equal(await roles.getByRole('switch', { name: 'Super admin' }).isDisabled(), true);
        await roles.getByText(/not yours to give/).waitFor();
        await roles.getByRole('switch', { name: 'View only' }).click();
        await page
          .getByText(/by the role Full user/)
          .first()
          .waitFor({ state: 'attached' });
        await page.getByLabel('Account ends (UTC)').fill('2001-01-01');
        await page.getByRole('button', { name: 'Save account' }).click();
        await page.getByText('is in the past').waitFor();
        await page.getByRole('button', { name: 'Deactivate' }).click();
        const question = page.getByRole('alertdialog');
        await question.getByText(/logged out everywhere at once/).waitFor();
        await question.getByRole('button', { name: 'Deactivate' }).click();
        await page.getByText('cannot log in').waitFor();
      });
      await theirs.reload();
      await theirs.getByLabel('Token').waitFor();
    });
  });

  test('a System admin is changed by his like alone, and others do not find the pages', async () => {
    const root = await makeRoot(suite.stage);
    const manager = await suite.stage.arrange((c) => createUser(c, { roles: ['Group admin'] }));
    await suite.visit({ user: manager, path: `/users/${root.id}` }, async ({ page }) => {
      await page.getByRole('group', { name: 'Roles' }).waitFor();
      await page
        .getByText(/Only a System admin changes the account/)
        .first()
        .waitFor();
      assert.equal(await page.getByRole('button', { name: 'Deactivate' }).count(), 0);
      assert.equal(await page.getByRole('switch', { disabled: false }).count(), 0);
      await page.goto('/streams');
      await page.getByRole('heading', { name: 'This page is not for you' }).waitFor();
    });
    await suite.visit({ path: '/users' }, async ({ page }) => {
      await page.getByRole('heading', { name: 'This page is not for you' }).waitFor();
      assert.equal(await page.getByRole('link', { name: 'People' }).count(), 0);
    });
  });
}

function testStreams(suite: Suite): void {
  test('a stream is made, given to somebody, widened and taken away', async () => {
    const root = await makeRoot(suite.stage);
    const { stranger } = suite.stage.cast;
    await suite.visit({ user: root, path: '/streams' }, async ({ page }) => {
      await page.getByRole('button', { name: 'New stream' }).click();
      await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Ours');
      await page.getByLabel('Programmes').fill('2');
      await page.getByText(/Nobody reads it but those whom a System admin lets in/).waitFor();
      await page.getByRole('button', { name: 'Make stream' }).click();
      await page.getByRole('heading', { name: 'Ours' }).waitFor();
      await page.getByRole('combobox', { name: 'Let somebody read it' }).fill('stranger');
      await page.getByRole('option', { name: 'stranger' }).click();
      await page.getByText(/stranger will see all alerts of ZTF programme 2/).waitFor();
      await page.getByRole('button', { name: 'Let stranger read it' }).click();
      const readers = page.getByRole('list', { name: 'Readers of Ours' });
      await readers.getByRole('link', { name: 'stranger' }).waitFor();
      await page.getByLabel('Programmes').fill('2, 3');
      await page.getByText('Opens ZTF programme 3 (Caltech) to its 1 reader at once.').waitFor();
      await page.getByRole('button', { name: 'Save stream' }).click();
      await page.getByText('Saved', { exact: true }).first().waitFor();
      await page.getByRole('button', { name: 'Take away the stream from stranger' }).click();
      await page.getByRole('button', { name: 'Take it away' }).click();
      await page.getByText('Nobody reads it.').waitFor();
    });
    const { rows } = await suite.stage.arrange((client) =>
      client.query('SELECT program_ids, auto_join FROM fritz.streams WHERE name = $1', ['Ours']),
    );
    assert.deepEqual(rows, [{ program_ids: [2, 3], auto_join: false }]);
    // The stream that his groups read stays.
    await makeGroup(suite.stage, 'Readers', { others: [stranger] });
    const path = `/streams/${suite.stage.cast.stream.id}`;
    await suite.visit({ user: root, path }, async ({ page }) => {
      await page.getByRole('button', { name: 'Take away the stream from stranger' }).click();
      await page.getByRole('button', { name: 'Take it away' }).click();
      await page.getByRole('alert').filter({ hasText: '“Readers”' }).waitFor();
    });
  });
}

function testInstallation(suite: Suite): void {
  test('pictures of surveys are off until an admin switches them on, and come from this server alone', async () => {
    const { stage } = suite;
    const root = await makeRoot(stage);
    stage.outside?.says.set('/picture', { body: smallJpeg });
    await suite.visit({}, async ({ page }) => {
      const hosts = new Set<string>();
      page.on('request', (request) => hosts.add(new URL(request.url()).origin));
      await page.reload();
      await page.getByRole('article').first().getByRole('img').first().waitFor();
      const pictures = page.getByRole('group', { name: /in other surveys$/ });
      assert.equal(await pictures.count(), 0);
      assert.equal(stage.outside?.asked.length, 0, 'nobody was told of a place');

      await suite.visit({ user: root, path: '/installation' }, async ({ page: admin }) => {
        await admin.getByText(/which places are looked at/).waitFor();
        await admin.getByRole('switch', { name: 'Off' }).click();
        await admin.getByRole('switch', { name: 'On for everybody' }).waitFor();
      });
      await page.reload();
      const picture = pictures
        .first()
        .getByRole('link', { name: /in PS1$/ })
        .locator('img');
      await picture.waitFor();
      assert.match((await picture.getAttribute('src')) ?? '', /^\/api\/internal\/objs\//);
      await pictures.first().getByText('SDSS none').waitFor();
      assert.deepEqual([...hosts], [stage.url]);
    });
  });

  test('the dashboard tells of the weather at the telescope that was chosen', async () => {
    const { stage } = suite;
    const hour = Math.floor(Date.now() / 3_600_000) * 3600;
    const body = JSON.stringify(openMeteoForecast(hour));
    stage.outside?.says.set('/forecast', { type: 'application/json', body });
    await stage.arrange((client) => createTelescope(client, { name: 'On the hill' }));
    await suite.visit({ path: '/' }, async ({ page }) => {
      const forecast = page.getByRole('region', { name: 'Forecast' });
      const row = forecast.getByRole('row').nth(1);
      await row.getByText('10 °C').waitFor();
      assert.match(await row.innerText(), /0 %\s+0 %\s+4 m\/s\s+40 %/);
      await forecast.getByText(/^127\.0\.0\.1, \d\d:\d\d UTC/).waitFor();
      assert.deepEqual(await findViolations(page, 'all'), []);
    });
  });
}

/** Every page, with a word that stands there when it has come. */
async function listPages({
  arrange,
  cast,
}: Stage): Promise<readonly (readonly [string, string])[]> {
  const stream = await arrange((client) => createStream(client, { users: [cast.scanner] }));
  return [
    ['/groups', 'Other groups'],
    [`/groups/${cast.group.id}`, 'Settings'],
    ['/users', 'Users'],
    [`/users/${cast.stranger.id}`, 'What this user may do'],
    ['/invitations', 'Invite somebody'],
    ['/streams', 'Streams'],
    [`/streams/${stream.id}`, 'Settings'],
    ['/installation', 'Installation'],
  ];
}

function testLooks(suite: Suite): void {
  test('axe finds nothing serious in any theme', async () => {
    const root = await makeRoot(suite.stage);
    const pages = await listPages(suite.stage);
    await suite.visit({ user: root, path: '/groups' }, async ({ page }) => {
      for (const [path, heading] of pages) {
        await page.goto(path, { waitUntil: 'networkidle' });
        await page.getByRole('heading', { name: heading, exact: true }).waitFor();
        assert.deepEqual(await findInThemes(page), [], path);
      }
    });
  });

  test('axe finds nothing serious in the dialogs', async () => {
    const root = await makeRoot(suite.stage);
    const group = `/groups/${suite.stage.cast.group.id}`;
    const dialogs = [
      ['/groups', 'New group'],
      ['/users', 'Make account'],
      ['/streams', 'New stream'],
      [group, 'Add from other groups'],
      [group, 'Delete group'],
    ] as const;
    await suite.visit({ user: root, path: '/groups' }, async ({ page }) => {
      for (const [path, name] of dialogs) {
        await page.goto(path);
        await page.getByRole('button', { name }).click();
        const dialog = page.getByRole('dialog').or(page.getByRole('alertdialog'));
        await dialog.waitFor();
        assert.deepEqual(await findViolations(page, 'all'), [], name);
        await page.keyboard.press('Escape');
        await dialog.waitFor({ state: 'detached' });
      }
    });
  });

  test('on a phone nothing is cut off', async () => {
    const root = await makeRoot(suite.stage);
    const pages = await listPages(suite.stage);
    await suite.visit({ ...phone, user: root, path: '/groups' }, async ({ page }) => {
      for (const [path, heading] of pages) {
        await page.goto(path);
        await page.getByRole('heading', { name: heading, exact: true }).waitFor();
        const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
        assert.equal(overflow, 0, path);
      }
    });
  });
}

browserSuite('people and rights', { first: 12, second: 0, hasOutside: true }, (suite) => {
  testInstallation(suite);
  testInvitations(suite);
  testGroups(suite);
  testUsers(suite);
  testStreams(suite);
  testLooks(suite);
});
