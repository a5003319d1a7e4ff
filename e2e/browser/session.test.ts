import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canaryFilterName } from './stage.ts';
import { browserSuite } from './suite.ts';
import { cards } from './visit.ts';

browserSuite('sessions', { first: 8, second: 0 }, (suite) => {
  test('who is not logged in sees the log-in page, whatever the address', async () => {
    await suite.visit({ user: null, path: '/filters' }, async ({ page }) => {
      await page.getByRole('heading', { name: 'Log in' }).waitFor();
      assert.equal(await page.getByRole('navigation').count(), 0);
      await page.getByLabel('Token').fill('not-a-token');
      await page.getByRole('button', { name: 'Log in' }).click();
      await page.getByText('This token is not known').waitFor();
      await page.getByLabel('Token').fill(` ${suite.stage.cast.scanner.token} `);
      await page.getByRole('button', { name: 'Log in' }).click();
      await page.getByRole('heading', { name: 'Filters' }).waitFor();
    });
  });

  test('a link logs in once; used again, it says so kindly', async () => {
    const path = await suite.stage.makeLoginPath(suite.stage.cast.scanner);
    await suite.visit({ user: null, path }, async ({ page, context }) => {
      await page.getByRole('heading', { name: 'Dashboard', level: 1 }).waitFor();
      assert.equal(new URL(page.url()).pathname, '/');
      const cookies = await context.cookies();
      assert.deepEqual(
        cookies.map(({ httpOnly, sameSite }) => ({ httpOnly, sameSite })),
        [{ httpOnly: true, sameSite: 'Lax' }],
      );
    });
    await suite.visit({ user: null, path }, async ({ page }) => {
      await page.getByRole('heading', { name: 'This login link cannot be used' }).waitFor();
      await page.getByRole('link', { name: 'log in with a token' }).click();
      await page.getByRole('heading', { name: 'Log in' }).waitFor();
    });
  });

  test('a profile is changed by its owner, and a refusal stands beside its field', async () => {
    await suite.visit({ path: '/profile' }, async ({ page }) => {
      const save = page.getByRole('button', { name: 'Save profile' });
      assert.equal(await save.isDisabled(), true, 'nothing is changed yet');
      await page.getByLabel('Username').fill('stranger');
      await save.click();
      await page.getByText('There is one already.').waitFor();
      await page.getByLabel('Username').fill('scanner');
      await page.getByLabel('E-mail').fill('no address');
      await save.click();
      const email = page.locator('[aria-invalid="true"]');
      await email.waitFor();
      assert.equal(await email.inputValue(), 'no address');
      await page.getByRole('button', { name: 'Undo' }).click();
      await page.getByLabel('First name').fill('Sofia');
      await page.getByLabel('Affiliations').fill('An observatory\nA university');
      await save.click();
      await page.getByText('Saved', { exact: true }).last().waitFor();
      await page.getByRole('heading', { level: 1, name: 'Sofia' }).waitFor();
      await page.reload();
      assert.equal(
        await page.getByLabel('Affiliations').inputValue(),
        'An observatory\nA university',
      );
    });
  });

  test('logging out ends the session, here and on the server', async () => {
    await suite.visit({ path: '/profile' }, async ({ page, context }) => {
      const cookies = await context.cookies();
      await page.getByRole('button', { name: 'Log out', exact: true }).click();
      await page.getByRole('heading', { name: 'Log in' }).waitFor();
      await context.addCookies(cookies);
      const answer = await context.request.get('/api/internal/profile');
      assert.equal(answer.status(), 401);
    });
  });

  test('a session that ends elsewhere leads to the log-in page, and back', async () => {
    // Candidates ask by themselves for what comes next, and may learn of it first.
    await suite.visit({ path: '/about' }, async ({ page, context }) => {
      const link = page.getByRole('link', { name: 'Groups', exact: true });
      await link.waitFor();
      await page.waitForLoadState('networkidle');
      await context.clearCookies();
      // At once: what else the page asks for may tell it first, and then the link is gone.
      await link.dispatchEvent('click');
      await page.getByRole('heading', { name: 'Your session has ended' }).waitFor();
      await page.getByLabel('Token').fill(suite.stage.cast.scanner.token);
      await page.getByRole('button', { name: 'Log in' }).click();
      await page.getByRole('heading', { name: 'Groups' }).waitFor();
    });
  });

  test('a stranger sees no candidate and never the name of the filter', async () => {
    const { stranger, filter, group } = suite.stage.cast;
    await suite.visit({ user: stranger, path: '/profile' }, async ({ page }) => {
      const told: Promise<string>[] = [];
      page.on('response', (answer) => told.push(answer.text().catch(() => '')));
      page.on('websocket', (socket) => {
        socket.on('framereceived', ({ payload }) => told.push(Promise.resolve(String(payload))));
      });
      const seen: string[] = [];
      const addresses = [
        '/candidates',
        '/filters',
        '/groups',
        '/sources',
        `/filters/${filter.id}`,
        `/candidates?filterIDs=${filter.id}&groupIDs=${group.id}`,
        '/api/internal/stream',
        `/api/candidates?filterIDs=${filter.id}`,
        `/api/groups/${group.id}`,
      ];
      for (const address of addresses) {
        await page.goto(address, { waitUntil: 'networkidle' });
        seen.push(await page.locator('body').innerText());
        assert.equal(await cards(page).count(), 0, address);
      }
      await page.goto('/candidates');
      await page.getByRole('heading', { name: /^No candidates for your groups/ }).waitFor();
      const all = [...seen, ...(await Promise.all(told))].join('\n');
      assert.ok(told.length > 20, 'answers were looked at');
      assert.equal(all.includes(canaryFilterName), false);
      assert.equal(all.includes('Supernovae'), false);
    });
  });
});
