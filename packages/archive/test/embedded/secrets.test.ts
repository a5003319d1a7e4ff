import assert from 'node:assert/strict';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  derivePassword,
  ensureSecret,
  readSecret,
  scramVerifier,
} from '../../src/embedded/secrets.ts';
import { scratchFolder } from './scratch-folder.ts';

test('a folder gets one secret, readable by its owner alone', (t) => {
  const folder = scratchFolder(t);
  assert.equal(readSecret(folder), null);
  const secret = ensureSecret(folder);
  assert.match(secret, /^[0-9a-f]{64}$/);
  assert.equal(ensureSecret(folder), secret);
  assert.equal(statSync(join(folder, 'secrets.json')).mode & 0o777, 0o600);
  writeFileSync(join(folder, 'secrets.json'), '{');
  assert.throws(() => ensureSecret(folder), { code: 'secrets_missing' });
});

test('passwords are HMAC-SHA256 of the role name (RFC 4231, case 2)', () => {
  assert.equal(
    derivePassword('Jefe', 'what do ya want for nothing?'),
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  );
});

test('the verifier is that of RFC 7677 (user, pencil)', () => {
  // The example's client and server proofs follow from these keys.
  const verifier = scramVerifier('pencil', Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64'));
  assert.equal(
    verifier,
    'SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$' +
      'WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=',
  );
});
