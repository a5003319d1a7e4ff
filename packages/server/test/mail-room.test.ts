import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import {
  NO_TEST_CERTIFICATE,
  type TestSmtp,
  type TestSmtpOptions,
  testCertificate,
  testSmtp,
} from '@fritz/testing';
import Fastify from 'fastify';
import { type MailPatience, MailRoom, type MailSettings } from '../src/mail/mail-room.ts';

const { log } = Fastify();
const from = 'Fritz <fritz@example.org>';
const mail = { to: 'ada@example.org', subject: 'Ärger mit 🔭', text: 'Grüße,\nzwei Zeilen\n' };

async function arrange(t: TestContext, options: TestSmtpOptions = {}): Promise<TestSmtp> {
  const smtp = await testSmtp(options);
  t.after(() => smtp.close());
  return smtp;
}

/** Sends the mail: null, or why it could not be sent. */
async function post(
  { host, port }: { host: string; port: number },
  more: Partial<MailSettings> = {},
  patience?: MailPatience,
): Promise<string | null> {
  const settings: MailSettings = { host, port, user: null, password: null, from, tls: 'none' };
  const room = new MailRoom({ ...settings, ...more }, log, patience);
  const failure = await new Promise<string | null>((resolve) => {
    room.post(mail, async (reason) => resolve(reason));
  });
  await room.settle();
  return failure;
}

test('a mail arrives as it was written', async (t) => {
  const smtp = await arrange(t);
  assert.equal(await post(smtp), null);
  const [got] = smtp.mails;
  assert.deepEqual([got?.from, got?.to, got?.text], ['fritz@example.org', [mail.to], mail.text]);
  assert.equal(got?.headers.get('from'), from);
});

test('the login is given where it is asked for, and a wrong one is told', async (t) => {
  const smtp = await arrange(t, { login: { user: 'fritz', password: 'secret' } });
  assert.equal(await post(smtp, { user: 'fritz', password: 'secret' }), null);
  const failure = await post(smtp, { user: 'fritz', password: 'wrong-password' });
  assert.match(failure ?? '', /refused our login: 535/);
  assert.doesNotMatch(failure ?? '', /wrong-password/);
});

test('over TLS to a server that we trust, and to no other', async (t) => {
  const tls = await testCertificate();
  if (tls === null) return t.skip(NO_TEST_CERTIFICATE);
  const smtp = await arrange(t, { tls });
  assert.equal(await post(smtp, { tls: 'starttls', ca: tls.cert }), null);
  assert.match((await post(smtp, { tls: 'starttls' })) ?? '', /certificate|trust|reached/);
  assert.equal(smtp.mails.length, 1);
});

test('a server without TLS gets nothing that was to be secure', async (t) => {
  const smtp = await arrange(t);
  assert.match((await post(smtp, { tls: 'starttls' })) ?? '', /secure|STARTTLS|refused/i);
  assert.equal(smtp.mails.length, 0);
});

test('an address that is refused, a server that is not there, one that says nothing', async (t) => {
  const refusing = await arrange(t, { refuses: [mail.to] });
  assert.match((await post(refusing)) ?? '', /refused the address: 550/);
  const silent = await arrange(t, { silent: true });
  const hurry = { stepMs: 10_000, mailMs: 200 };
  assert.match((await post(silent, {}, hurry)) ?? '', /took longer than 0.2 s/);
  assert.match((await post(silent, {}, { stepMs: 200, mailMs: 10_000 })) ?? '', /in time|respond/i);
  const gone = await testSmtp();
  await gone.close();
  assert.match((await post(gone)) ?? '', /cannot be reached/);
});
