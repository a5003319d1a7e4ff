import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createAllocation, createInstrument, insertRow } from '@fritz/testing';
import { arrangeWorld, call, fails, type Harness, startHarness, type World } from './harness.ts';

let harness: Harness;
let world: World;
let instrument_id: number;
/** A request of the member's for the object. */
let request: number;
/** Assignments of it to two runs. */
let assignments: number[];
before(async () => {
  harness = await startHarness();
  world = await harness.arrange(arrangeWorld);
  const columns = { type: 'imaging spectrograph', filters: ['ztfg'] };
  instrument_id = (await harness.arrange((client) => createInstrument(client, { columns }))).id;
  request = await harness.arrange(async (client) => {
    const instrument = { id: instrument_id };
    const { id } = await createAllocation(client, { group: world.group, instrument });
    const row = {
      ...{ obj_id: world.objId, edition: 0, allocation_id: id, payload: '{}' },
      requester_id: world.member.id,
    };
    return (await insertRow<{ id: number }>(client, 'followup_requests', row, 'id')).id;
  });
  assignments = await harness.arrange(async (client) => {
    const made: number[] = [];
    for (const ends_at of ['2026-11-23', '2026-11-24']) {
      const columns = {
        instrument_id,
        calendar_date: '2026-11-22',
        owner_id: world.member.id,
        ends_at,
      };
      const run = await insertRow<{ id: number }>(client, 'observing_runs', columns, 'id');
      const row = {
        ...{ run_id: run.id, obj_id: world.objId, edition: 0, priority: 3 },
        requester_id: world.member.id,
      };
      made.push((await insertRow<{ id: number }>(client, 'assignments', row, 'id')).id);
    }
    return made;
  });
});
after(() => harness.close());

const get = (id: number) => call(harness, 'getSpectrum', { as: world.member, params: { id } });

async function upload(more: object): Promise<number> {
  const body = {
    ...{ obj_id: world.objId, instrument_id, observed_at: '2026-11-22T03:14:15' },
    ...{ wavelengths: [4000, 5000], fluxes: [1, 2], ...more },
  };
  return (await call(harness, 'createSpectrum', { as: world.member, body })).id;
}

test('what a spectrum was asked for by is kept, and searched by; what nobody asked for is refused', async () => {
  const id = await upload({ followup_request_id: request, assignment_id: null });
  const other = await upload({ assignment_id: assignments[0] });
  await fails(harness, 'createSpectrum', 'not_found', {
    as: world.member,
    body: {
      ...{ obj_id: world.objId, instrument_id, observed_at: '2026-11-22T03:14:15' },
      ...{ wavelengths: [4000, 5000], fluxes: [1, 2], followup_request_id: 999_999 },
    },
  });
  assert.deepEqual(
    [(await get(id)).followup_request_id, (await get(id)).assignment_id],
    [request, null],
  );
  const found = async (query: Record<string, string>) =>
    (await call(harness, 'listSpectra', { as: world.member, query })).map((one) => one.id);
  assert.deepEqual(await found({ followupRequestIDs: `999999,${request}` }), [id]);
  assert.deepEqual(await found({ assignmentIDs: String(assignments[0]) }), [other]);
  const body = { followup_request_id: null, assignment_id: assignments[1] };
  await call(harness, 'updateSpectrum', { as: world.member, params: { id }, body });
  const changed = await get(id);
  assert.deepEqual([changed.followup_request_id, changed.assignment_id], [null, assignments[1]]);
});

const points = (more: object) => ({
  body: { obj_id: world.objId, instrument_id, filter: 'ztfg', magsys: 'ab', ...more },
});

test('what points were asked for by is looked up, and kept through changes', async () => {
  const as = world.member;
  const limits = { mag: null, magerr: null, limiting_mag: 20.5 };
  const { ids } = await call(harness, 'putPhotometry', {
    as,
    ...points({
      ...{
        mjd: [58_001, 58_002],
        mag: [19, null],
        magerr: [0.1, null],
        limiting_mag: [null, 20.5],
      },
      ...{ assignment_id: '12', followup_request_id: [request, null] },
    }),
  });
  const [first = 0n, second = 0n] = ids;
  const asked = async (id: bigint) => {
    const { followup_request_id, assignment_id, limiting_mag } = await call(
      harness,
      'getPhotometryPoint',
      {
        ...{ as, params: { id } },
      },
    );
    return [followup_request_id, assignment_id, limiting_mag];
  };
  const [askedBy, assignment, limit] = await asked(first);
  assert.deepEqual([askedBy, assignment], [request, 12]);
  // Without one of its own it is five times the error of its flux.
  const errorUjy = ((0.1 * Math.log(10)) / 2.5) * 10 ** (-0.4 * (19 - 23.9));
  const expected = 23.9 - 2.5 * Math.log10(5 * errorUjy);
  assert.ok(Math.abs((limit ?? 0) - expected) < 1e-9, String(limit));
  assert.deepEqual(await asked(second), [undefined, 12, 20.5]);
  const change = { mag: 18.5, magerr: 0.2, magsys: 'ab' };
  await call(harness, 'updatePhotometryPoint', { as, params: { id: first }, body: change });
  assert.deepEqual((await asked(first)).slice(0, 2), [request, 12]);
  const wrong = await fails(harness, 'postPhotometry', 'invalid_rows', {
    as,
    ...points({ ...limits, mjd: 58_003, assignment_id: 1.5 }),
  });
  assert.match(JSON.stringify(wrong.data), /assignment_id/);
});
