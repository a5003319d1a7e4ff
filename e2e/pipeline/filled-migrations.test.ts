import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { dumpSchema, migrateDown, migrateUp, migrationStatus, withClient } from '@fritz/archive';
import { simulateNight } from '@fritz/surveys';
import { createSource, createUser, packetList } from '@fritz/testing';
import { ArchiveBench, runBroker } from './archive-bench.ts';

/** What no migration may lose, whatever it does to the tables: alerts, stamps and light curves. */
const SCIENCE: Readonly<Record<string, string>> = {
  alerts: `SELECT count(*) || md5(string_agg(candid || object_id || magpsf || ra, '|' ORDER BY candid))
    FROM ztf_alerts`,
  stamps: `SELECT count(*) || md5(string_agg(candid || md5(science) || md5(template) || md5(difference),
    '|' ORDER BY candid)) FROM ztf_cutouts`,
  curves: `SELECT count(*) || md5(string_agg(object_id || programid || candid || md5(points), '|'
    ORDER BY object_id, programid, candid)) FROM ztf_light_curves`,
  photometry: `SELECT count(*) || md5(string_agg(obj_id || band || mjd || coalesce(flux_ujy, 0), '|'
    ORDER BY id)) FROM photometry`,
  candidates: `SELECT count(*) || md5(string_agg(obj_id || candid, '|' ORDER BY id)) FROM candidates`,
};
/** The migrations after which the tables above are there. */
const SCIENCE_SINCE = 5;

describe('migrations of a filled database', () => {
  let bench: ArchiveBench;

  before(async () => {
    bench = await ArchiveBench.open();
    const { groupId } = await bench.filter('all', [{ $match: { 'candidate.magpsf': { $gt: 0 } } }]);
    const night = simulateNight({ seed: 4, night: '20270301', alerts: 40, nights: 2 });
    const packets = [...night].map(({ bytes }) => bytes);
    await runBroker(bench.broker(), packetList(packets, 25));
    const { rows } = await bench.admin.query<{ id: string }>('SELECT id FROM objs LIMIT 3');
    const savedBy = await createUser(bench.admin);
    for (const { id } of rows) {
      await createSource(bench.admin, { objId: id, group: { id: groupId }, savedBy });
    }
  });
  after(() => bench.close());

  async function science(): Promise<Record<string, string>> {
    const found: Record<string, string> = {};
    for (const [name, query] of Object.entries(SCIENCE)) {
      const result = await bench.admin.query<{ it: string }>(`SELECT (${query}) AS it`);
      found[name] = result.rows[0]?.it ?? '';
    }
    return found;
  }

  test('each step goes down and up again, and loses nothing of the archive', async () => {
    const whole = await science();
    assert.match(whole.stamps ?? '', /^\d{2,}/);
    await withClient(bench.database.owner, async (owner) => {
      const last = (await migrationStatus(owner)).at(-1)?.number ?? 0;
      const schemas = new Map<number, string>();
      for (let number = last; number > SCIENCE_SINCE; number--) {
        schemas.set(number, await dumpSchema(owner));
        await migrateDown(owner, { to: number - 1 });
        assert.deepEqual(await science(), whole, `after ${number} went down`);
      }
      for (let number = SCIENCE_SINCE + 1; number <= last; number++) {
        await migrateUp(owner, { to: number });
        assert.equal(await dumpSchema(owner), schemas.get(number), `${number} down and up`);
        assert.deepEqual(await science(), whole, `after ${number} came up again`);
      }
    });
  });

  test('it goes down to nothing and up again', async () => {
    await withClient(bench.database.owner, async (owner) => {
      const before = await dumpSchema(owner);
      await migrateDown(owner, { to: 0 });
      await migrateUp(owner);
      assert.equal(await dumpSchema(owner), before);
    });
  });
});
