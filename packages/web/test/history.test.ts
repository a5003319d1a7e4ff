import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { AuditEntry } from '../src/api/types.ts';
import {
  changedValues,
  describeActor,
  describeChange,
} from '../src/features/history/describe-change.ts';

const entry: AuditEntry = {
  id: '12',
  at: '2026-11-22T03:14:15.926',
  actor: { id: 1, username: 'ada' },
  key_id: null,
  role: 'fritz_app',
  action: 'insert',
  table: 'group_users',
  kind: 'group',
  subject_id: '7',
  subject: 'Supernovae',
  user: { id: 2, username: 'bob' },
  group: { id: 7, name: 'Supernovae' },
  before: null,
  after: { group_id: 7, user_id: 2, admin: true },
};

test('every audited table has its words', () => {
  const folder = new URL('../../archive/migrations/', import.meta.url);
  const tables = readdirSync(folder)
    .filter((name) => name.endsWith('.up.sql'))
    .flatMap((name) => [
      ...readFileSync(new URL(name, folder), 'utf8').matchAll(/^SELECT audit\('(\w+)'/gm),
    ])
    .map(([, table = '']) => table);
  assert.ok(tables.includes('photometry') && tables.length > 10);
  for (const table of tables) {
    const said = describeChange({ ...entry, table });
    assert.doesNotMatch(said, /^insert in|undefined|null/, table);
  }
});

test('a change of what hangs on a source, and of what stands for itself', () => {
  const noted = { ...entry, table: 'comments', kind: 'source', subject: 'ZTF18aabcvnq' } as const;
  assert.equal(describeChange(noted), 'added a comment to ZTF18aabcvnq');
  const ended = { ...noted, table: 'spectra', action: 'delete' } as const;
  assert.equal(describeChange(ended), 'deleted a spectrum of ZTF18aabcvnq');
  const made = { ...entry, table: 'telescopes', after: { name: 'Palomar 1.5m' } };
  assert.equal(describeChange(made), 'made the telescope Palomar 1.5m');
});

test('a change is a sentence', () => {
  const say = (change: Partial<AuditEntry>) => {
    const whole = { ...entry, ...change };
    return `${describeActor(whole)} ${describeChange(whole)}`;
  };
  assert.equal(say({}), 'ada took bob into Supernovae as an admin');
  assert.equal(
    say({ action: 'delete', user: { id: 1, username: 'ada' } }),
    'ada took himself out of Supernovae',
  );
  const login = { actor: null, table: 'access_keys', after: { kind: 'session' } };
  assert.equal(say(login), 'bob signed in');
  assert.equal(say({ ...login, role: 'fritz_owner' }), 'The command line signed in');
  const hidden = { id: 9, username: null };
  assert.equal(
    say({ actor: hidden, group: { id: 3, name: null } }),
    'user 9 took bob into group 3 as an admin',
  );
  const off = {
    table: 'filters',
    action: 'update',
    subject: 'Bright',
    after: { active: false },
  } as const;
  assert.equal(say(off), 'ada switched off the filter Bright');
  assert.equal(say({ table: 'something_new' }), 'ada insert in something_new');
});

test('an audience is its groups, as far as one sees them', () => {
  const change = { ...entry, before: { audience_id: 4 }, after: { audience_id: 5 } };
  const audiences = [
    { id: 4, groups: [] },
    {
      id: 5,
      groups: [
        { id: 7, name: 'Supernovae' },
        { id: 8, name: 'Variables' },
      ],
    },
  ];
  assert.deepEqual(changedValues(change, audiences), [
    { name: 'shared with', before: 'audience 4', after: 'Supernovae, Variables' },
  ]);
});
