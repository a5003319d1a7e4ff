import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { createUser } from '@fritz/testing';
import type { Page } from 'playwright-core';
import type { Stage } from './stage.ts';
import { browserSuite } from './suite.ts';

/** The path of an invitation to the stage's first group, by somebody who may invite. */
async function invite({ arrange, cast }: Stage): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await arrange(async (client) => {
    const admin = await createUser(client, { roles: ['Super admin'] });
    const { rows } = await client.query(
      `INSERT INTO fritz.invitations (token_hash, email, role_id, invited_by, expires_at)
       VALUES ($1, 'gwen@example.org', 'Full user', $2, now() + interval '1 day') RETURNING id`,
      [createHash('sha256').update(token).digest(), admin.id],
    );
    await client.query(
      'INSERT INTO fritz.invitation_groups (invitation_id, group_id) VALUES ($1, $2)',
      [rows[0]?.id, cast.group.id],
    );
  });
  return `/invitation?token=${token}`;
}

/** Logs in on the provider's own page. */
async function confirmAt(page: Page, account: string): Promise<void> {
  await page.getByRole('heading', { name: 'Who are you?' }).waitFor();
  await page.getByLabel('Account').fill(account);
  await page.getByRole('button', { name: 'Log in' }).click();
}

const logIn = { name: 'Log in with the Observatory' };

browserSuite('logging in at a provider', { first: 8, second: 0, hasProvider: true }, (suite) => {
  test('an invited person comes in, is seen where he is logged in, and logs out everywhere', async () => {
    const path = await invite(suite.stage);
    await suite.visit({ user: null, path }, async ({ page, context }) => {
      await page.getByRole('heading', { name: 'You are invited' }).waitFor();
      await page.getByText('Supernovae').waitFor();
      await page.getByRole('link', { name: 'Accept with the Observatory' }).click();
      await confirmAt(page, 'guest-1');
      await page.getByRole('heading', { name: 'Dashboard', level: 1 }).waitFor();
      assert.equal(new URL(page.url()).pathname, '/');
      const cookies = await context.cookies();
      const session = cookies.find(({ name }) => name === 'fritz_session');
      assert.deepEqual([session?.httpOnly, session?.sameSite], [true, 'Lax']);

      await page.goto('/profile');
      await page.getByRole('heading', { name: 'Gwen Guest' }).waitFor();
      await page.getByText('the Observatory · gwen@example.org').waitFor();

      // Another browser of the same person, who comes back to the page that he wanted.
      await suite.visit({ user: null, path: '/groups' }, async ({ page: other }) => {
        await other.getByRole('link', logIn).click();
        await confirmAt(other, 'guest-1');
        await other.getByRole('heading', { name: 'Groups', exact: true }).waitFor();

        await page.reload();
        const everywhere = page.getByRole('button', { name: 'Log out everywhere else' });
        await everywhere.click();
        await page.getByRole('button', { name: 'Really log out everywhere else' }).click();
        await page.getByText('One session was ended').waitFor();
        // Nobody touches the other browser: its websocket is closed.
        await other.getByRole('heading', { name: 'Your session has ended' }).waitFor();
      });

      await page.getByRole('button', { name: 'Log out', exact: true }).click();
      await page.getByRole('heading', { name: 'Log in' }).waitFor();
      const stale = await context.request.get('/api/internal/profile', {
        headers: { cookie: `fritz_session=${session?.value}` },
      });
      assert.equal(stale.status(), 401);
    });

    await suite.visit({ user: null, path }, async ({ page }) => {
      await page.getByRole('heading', { name: 'This invitation cannot be used' }).waitFor();
      await page.getByText('ask for a new one').waitFor();
    });
  });

  test('who is not known, or refuses, is told so and is not in', async () => {
    await suite.visit({ user: null, path: '/sources' }, async ({ page, context }) => {
      await page.getByRole('link', logIn).click();
      await confirmAt(page, 'guest-2');
      await page.getByRole('heading', { name: 'You could not be signed in' }).waitFor();
      await page.getByText('ask for an invitation').waitFor();
      await context.clearCookies();
      await page.getByRole('link', { name: 'Try the Observatory again' }).click();
      await page.getByRole('button', { name: 'Refuse' }).click();
      await page.getByText('You did not allow the Observatory').waitFor();
      await page.getByRole('link', { name: 'Other ways to sign in' }).click();
      await page.getByRole('heading', { name: 'Log in' }).waitFor();
      const cookies = await context.cookies();
      assert.equal(
        cookies.some(({ name }) => name === 'fritz_session'),
        false,
      );
    });
  });

  test('a further account is linked in the profile, and unlinked', async () => {
    await suite.visit({ path: '/profile' }, async ({ page }) => {
      await page.getByRole('button', { name: 'Link the Observatory' }).click();
      await confirmAt(page, 'guest-2');
      await page.getByText('the Observatory · gwen@example.org').waitFor();
      assert.equal(new URL(page.url()).pathname, '/profile');
      await page.getByRole('button', { name: /^Unlink the Observatory/ }).click();
      await page.getByRole('button', { name: /^Really unlink the Observatory/ }).click();
      await page.getByText('the Observatory · gwen@example.org').waitFor({ state: 'detached' });
    });
  });

  test('one who has an account accepts an invitation with it', async () => {
    const { stranger } = suite.stage.cast;
    const path = await invite(suite.stage);
    await suite.visit({ user: stranger, path }, async ({ page }) => {
      await page.getByRole('button', { name: 'Accept as stranger' }).click();
      await page.getByText('You are in.', { exact: true }).waitFor();
      await page.getByRole('link', { name: 'Go to the candidates' }).click();
      await page.goto('/groups');
      await page.getByText('Supernovae').first().waitFor();
    });
  });
});
