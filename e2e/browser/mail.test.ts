import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createUser } from '@fritz/testing';
import { refusedAddress } from './stage.ts';
import { browserSuite } from './suite.ts';

browserSuite('invitations by mail', { first: 2, second: 0, hasMail: true }, (suite) => {
  test('a mail is sent; one that is refused says why, and its link goes by hand', async () => {
    const { arrange, smtp } = suite.stage;
    const root = await arrange((client) => createUser(client, { roles: ['Super admin'] }));
    await suite.visit({ user: root, path: '/invitations' }, async ({ page }) => {
      const email = page.getByRole('textbox', { name: 'E-mail', exact: true });
      const send = page.getByRole('button', { name: 'Send invitation' });
      const list = page.getByRole('list', { name: 'Invitations' });
      const row = (address: string) => list.getByRole('listitem').filter({ hasText: address });

      await page.getByText(/The mail has a link that works once/).waitFor();
      await email.fill('ada@example.org');
      await send.click();
      const mail = await smtp?.nextMail();
      assert.deepEqual(mail?.to, ['ada@example.org']);
      await row('ada@example.org')
        .getByText(/^sent /)
        .waitFor();

      await email.fill(refusedAddress);
      await send.click();
      await row(refusedAddress)
        .getByText(/^not sent .*refused the address/)
        .waitFor();
      await page.getByRole('button', { name: `New link: ${refusedAddress}` }).click();
      const link = await row(refusedAddress)
        .getByText(/\/invitation\?token=/)
        .innerText();
      await row(refusedAddress)
        .getByText(/^link passed on by hand/)
        .waitFor();
      await suite.visit({ user: null, path: link }, async ({ page: guest }) => {
        await guest.getByRole('heading', { name: 'You are invited' }).waitFor();
      });

      await page.getByRole('button', { name: 'Send again: ada@example.org' }).click();
      const again = await smtp?.nextMail();
      assert.deepEqual(again?.to, ['ada@example.org']);
      assert.notEqual(again?.text, mail?.text);
    });
  });
});
