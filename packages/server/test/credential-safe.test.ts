import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CredentialSafe, UnsealError } from '../src/credentials/credential-safe.ts';

test('what is sealed opens with its key, at its place, unharmed, and tells nothing else', () => {
  const safe = new CredentialSafe('one secret');
  const text = '{"password": "grüß Gott"}';
  const sealed = safe.seal('allocation:1', text);
  assert.equal(safe.open('allocation:1', sealed), text);
  assert.notDeepEqual(safe.seal('allocation:1', text), sealed);
  assert.ok(!sealed.toString('latin1').includes('password'));
  assert.throws(() => safe.open('allocation:2', sealed), UnsealError);
  assert.throws(() => new CredentialSafe('another').open('allocation:1', sealed), UnsealError);
  for (const harmed of [sealed.subarray(1), sealed.subarray(0, 20), Buffer.alloc(0)]) {
    assert.throws(() => safe.open('allocation:1', harmed), UnsealError);
  }
});
