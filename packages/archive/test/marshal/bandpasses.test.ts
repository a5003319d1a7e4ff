import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { withClient } from '@fritz/archive';
import { bandpassNames } from '@fritz/sky';
import { type TestDatabase, testDatabase } from '@fritz/testing';

let database: TestDatabase;
before(async () => {
  database = await testDatabase();
});
after(() => database?.drop());

test('the database knows the bands that the code knows', async () => {
  const { rows } = await withClient(database.owner, (owner) =>
    owner.query<{ name: string }>('SELECT name FROM fritz.bandpasses'),
  );
  assert.deepEqual(rows.map(({ name }) => name).sort(), [...bandpassNames].sort());
});

test('an instrument has only such bands as filters', async () => {
  const filters = (list: string) =>
    withClient(database.owner, (owner) =>
      owner.query(`UPDATE fritz.instruments SET filters = $1 WHERE name = 'ZTF'`, [list]),
    );
  await assert.rejects(filters('{ztfg,ztfz}'), { constraint: 'instruments_filters_known' });
  await assert.rejects(filters('{ztfg,NULL}'), { code: '23514' });
  await filters('{ztfg,ztfr,ztfi}');
});
