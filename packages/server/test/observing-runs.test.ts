import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createSession, withClient } from '@fritz/archive';
import { createInstrument, createTelescope, createUser, insertRow } from '@fritz/testing';
import { arrangeWorld, call, fails, type Harness, startHarness, type World } from './harness.ts';

/** In the night of 1 December at Palomar. */
let now = new Date('2026-12-02T06:00:00Z');
let harness: Harness;
let world: World;
let instrument_id: number;

before(async () => {
  harness = await startHarness({ now: () => now });
  world = await harness.arrange(arrangeWorld);
  const made = await harness.arrange((client) => createInstrument(client));
  instrument_id = made.id;
  await place(world.objId, 45, 30);
});
after(() => harness.close());

function place(objId: string, ra: number, dec: number) {
  return harness.arrange((client) =>
    client.query('UPDATE fritz.objs SET ra = $2, dec = $3 WHERE id = $1', [objId, ra, dec]),
  );
}

async function makeObj(id: string, ra: number, dec: number): Promise<string> {
  const body = { id, ra, dec, group_ids: [world.group.id] };
  await call(harness, 'saveSource', { as: world.member, body });
  return id;
}

async function makeRun(more: object = {}): Promise<number> {
  const body = {
    ...{ instrument_id, pi: 'Hale', observers: 'Ada', calendar_date: '2026-12-01' },
    ...{ group_id: world.group.id, ...more },
  };
  return (await call(harness, 'createObservingRun', { as: world.member, body })).id;
}

async function assign(run_id: number, obj_id: string, more: object = {}): Promise<number> {
  const body = { run_id, obj_id, priority: '5', ...more };
  const { id } = await call(harness, 'createAssignment', { as: world.member, body });
  assert.ok(id !== undefined);
  return id;
}

const run = (id: number, as = world.member, query = {}) =>
  call(harness, 'getObservingRun', { as, params: { id }, query });

test('a run is made, changed and deleted by its owner, as SkyPortal’s clients do', async () => {
  const id = await makeRun();
  const made = await run(id);
  assert.deepEqual(
    [made.pi, made.observers, made.calendar_date, made.duration, made.group?.id],
    ['Hale', 'Ada', '2026-12-01', 1, world.group.id],
  );
  assert.equal(made.instrument.telescope.lat, 33.36);
  // The Sun rises over Palomar at about 14:37 UTC.
  assert.match(made.run_end_utc, /^2026-12-02T14:3/);
  const params = { id };
  const body = { observers: 'Grace', calendar_date: '2026-12-02', duration: 2 };
  await call(harness, 'updateObservingRun', { as: world.member, params, body });
  const changed = await run(id);
  assert.deepEqual([changed.pi, changed.observers, changed.duration], ['Hale', 'Grace', 2]);
  assert.match(changed.run_end_utc, /^2026-12-04T14:40/);
  await fails(harness, 'updateObservingRun', 'permission_denied', {
    as: world.viewer,
    ...{ params, body },
  });
  await fails(harness, 'getObservingRun', 'not_found', { as: world.stranger, params });
  await call(harness, 'deleteObservingRun', { as: world.member, params });
  await fails(harness, 'getObservingRun', 'not_found', { as: world.member, params });
});

test('wrong runs are refused, with the field that is wrong', async () => {
  const refused = (more: object, code: Parameters<typeof fails>[2]) =>
    fails(harness, 'createObservingRun', code, {
      as: world.member,
      body: { instrument_id, calendar_date: '2026-12-01', ...more },
    });
  await refused({ calendar_date: '2026-02-31' }, 'invalid_request');
  await refused({ duration: 0 }, 'invalid_request');
  await refused({ instrument_id: 999_999 }, 'not_found');
  await refused({ group_id: world.otherGroup.id }, 'not_found');
});

test('a run of nobody’s group is for everyone', async () => {
  const id = await makeRun({ group_id: null });
  assert.equal((await run(id, world.stranger)).group, null);
  const listed = await call(harness, 'listObservingRuns', { as: world.stranger });
  assert.deepEqual(
    listed.map((one) => one.id),
    [id],
  );
  await call(harness, 'deleteObservingRun', { as: world.member, params: { id } });
});

test('targets have their times that night; what never rises is alone without', async () => {
  const id = await makeRun();
  const far = await makeObj('far-south', 60, -80);
  const polar = await makeObj('always-up', 200, 88);
  for (const one of [world.objId, far, polar]) await assign(id, one);
  const { assignments, ephemeris, night } = await run(id);
  assert.equal(night, 1);
  assert.deepEqual(
    assignments.map((one) => one.obj_id),
    [world.objId, far, polar],
  );
  const [high, never, always] = assignments;
  assert.ok(high && never && always && ephemeris);
  assert.match(high.set_time_utc, /^2026-12-02T10:51/);
  assert.ok((high.observability?.highest_deg ?? 0) > 86);
  assert.ok((high.observability?.dark_hours ?? 0) > 8);
  assert.deepEqual([never.rise_time_utc, never.set_time_utc], ['', '']);
  assert.equal(never.observability?.best_airmass, null);
  assert.deepEqual(
    [always.rise_time_utc, always.set_time_utc],
    [ephemeris.sunset_utc, ephemeris.sunrise_utc],
  );
  assert.ok(String(ephemeris.sunset_refracted_utc) > String(ephemeris.sunset_utc));
  assert.deepEqual(high.accessible_group_names.length, 1);

  const airmass = await call(harness, 'getAssignmentAirmass', {
    as: world.member,
    params: { id: high.id },
  });
  assert.equal(airmass.length, 50);
  assert.equal(airmass[0]?.time, ephemeris.sunset_unix_ms);
  assert.ok(airmass.some((one) => one.airmass !== null && one.airmass < 1.01));
  const curves = await call(harness, 'getRunAirmass', { as: world.member, params: { id } });
  assert.equal(curves.targets.length, 3);
  assert.equal(curves.times.length, curves.targets[0]?.airmass.length);
  assert.ok(curves.targets.find((one) => one.obj_id === far)?.airmass.every((one) => one === null));
});

test('an object is assigned once, by who sees it and the run', async () => {
  const id = await makeRun();
  const first = await assign(id, world.objId, { comment: 'Before it fades' });
  await fails(harness, 'createAssignment', 'already_exists', {
    as: world.member,
    body: { run_id: id, obj_id: world.objId, priority: 1 },
  });
  const others = [await makeObj('bulk-1', 10, 10), await makeObj('bulk-2', 20, 10)];
  const { ids } = await call(harness, 'createAssignment', {
    as: world.member,
    body: { run_id: id, obj_ids: [world.objId, ...others], priority: 2 },
  });
  assert.equal(ids?.length, 2);
  const shown = await call(harness, 'getAssignment', { as: world.viewer, params: { id: first } });
  assert.deepEqual(
    [shown.priority, shown.status, shown.comment, shown.run?.id],
    ['5', 'pending', 'Before it fades', id],
  );
  await fails(harness, 'createAssignment', 'not_found', {
    as: world.stranger,
    body: { run_id: id, obj_id: world.objId },
  });
  await fails(harness, 'createAssignment', 'not_found', {
    as: world.member,
    body: { run_id: id, obj_id: 'nothing' },
  });
  await fails(harness, 'createAssignment', 'permission_denied', {
    as: world.viewer,
    body: { run_id: id, obj_id: world.objId },
  });
  const source = await call(harness, 'getSource', {
    as: world.member,
    params: { id: world.objId },
  });
  assert.ok(source.assignments?.some((one) => one.id === first));
});

test('targets are marked, and the log tells by whom and when, also of what a phone tells later', async () => {
  const id = await makeRun();
  const target = await assign(id, world.objId);
  const mark = (body: object) =>
    call(harness, 'updateAssignment', { as: world.member, params: { id: target }, body });
  await mark({ status: 'complete', marked_at: '2026-11-30T05:30:00Z' });
  const [done] = (await run(id)).assignments;
  assert.deepEqual([done?.status, done?.marked_at], ['complete', '2026-11-30T05:30:00.000']);
  await mark({ status: 'pending' });
  await mark({ comment: 'Twice as long' });
  const note = { note: 'Clouds', at: '2026-11-30T04:00:00Z' };
  await call(harness, 'addObservingLog', { as: world.member, params: { id }, body: note });
  const log = await call(harness, 'listObservingLog', { as: world.viewer, params: { id } });
  assert.deepEqual(
    log.map((one) => [one.status, one.note, one.obj_id, one.author]),
    [
      [null, 'Clouds', null, world.member.username],
      ['complete', null, world.objId, world.member.username],
      ['pending', null, world.objId, world.member.username],
    ],
  );
  await fails(harness, 'addObservingLog', 'permission_denied', {
    ...{ as: world.viewer, params: { id }, body: note },
  });
  const body = { current_status: 'pending', new_status: 'not observed' };
  await fails(harness, 'deleteObservingRun', 'conflict', { as: world.member, params: { id } });
  const marked = await call(harness, 'markNotObserved', { as: world.member, params: { id }, body });
  assert.equal(marked.changed, 1);
  assert.equal((await run(id)).number_pending, 0);
});

test('a spectrum of an assignment proves that it was observed', async () => {
  const id = await makeRun();
  const assignment_id = await assign(id, world.objId);
  const other = await assign(id, await makeObj('other-target', 11, 11));
  const columns = { type: 'spectrograph', filters: [] };
  const spectrograph = await harness.arrange((client) => createInstrument(client, { columns }));
  const body = {
    ...{ obj_id: world.objId, instrument_id: spectrograph.id, observed_at: '2026-11-30T03:14:15' },
    ...{ wavelengths: [4000, 5000], fluxes: [1, 2] },
  };
  await fails(harness, 'createSpectrum', 'invalid_request', {
    as: world.member,
    body: { ...body, assignment_id: other },
  });
  await fails(harness, 'createSpectrum', 'not_found', {
    as: world.member,
    body: { ...body, assignment_id: 999_999 },
  });
  await call(harness, 'createSpectrum', { as: world.member, body: { ...body, assignment_id } });
  const { assignments } = await run(id);
  const statuses = new Map(assignments.map((one) => [one.id, [one.status, one.marked_at]]));
  assert.deepEqual(statuses.get(assignment_id), ['complete', '2026-11-30T03:14:15.000']);
  assert.deepEqual(statuses.get(other), ['pending', null]);
});

test('the nights of a longer run follow each other', async () => {
  const id = await makeRun({ duration: 3 });
  assert.equal((await run(id)).night, 1);
  now = new Date('2026-12-03T20:30:00Z');
  const third = await run(id);
  assert.equal(third.night, 3);
  assert.match(String(third.ephemeris?.sunset_utc), /^2026-12-04T00:/);
  assert.match(
    String((await run(id, world.member, { night: 2 })).ephemeris?.sunset_utc),
    /^2026-12-03/,
  );
  now = new Date('2026-12-02T06:00:00Z');
});

test('the night, airmass and hours of a telescope, and of what has no place', async () => {
  const params = { telescope_id: (await telescopeOf()).id };
  const { sunset_utc, sunrise_utc, ...more } = await call(harness, 'getEphemeris', {
    ...{ as: world.viewer, params, query: { time: '2026-12-02T06:00:00' } },
  });
  assert.match(String(sunset_utc), /^2026-12-02T00:35/);
  assert.match(String(sunrise_utc), /^2026-12-02T14:3/);
  assert.equal(more.utc_offset_hours, -8);
  const of = { ...params, obj_id: world.objId };
  const curve = await call(harness, 'getObjAirmass', { as: world.member, params: of });
  assert.equal(curve.length, 50);
  const hours = await call(harness, 'getHoursBelowAirmass', { as: world.member, params: of });
  assert.equal(hours.length, 52);
  const most = Math.max(...hours.map((one) => one.hours_below));
  assert.ok(most > 9 && most < 14, `${most}`);
  const list = await call(harness, 'listObservability', {
    as: world.member,
    query: { objIDs: `${world.objId},far-south,nothing`, telescopeID: params.telescope_id },
  });
  assert.deepEqual(list.targets.map((one) => one.obj_id).sort(), [world.objId, 'far-south'].sort());
  const space = await harness.arrange((client) =>
    createTelescope(client, { fixed_location: false, lat: null, lon: null, elevation_m: null }),
  );
  await fails(harness, 'getEphemeris', 'conflict', {
    as: world.member,
    params: { telescope_id: space.id },
  });
  const all = await call(harness, 'listEphemerides', {
    as: world.member,
    query: { telescopeIds: `${space.id},${params.telescope_id}` },
  });
  assert.equal(all[space.id], null);
  assert.equal(all[params.telescope_id]?.kind, 'night');
});

async function telescopeOf() {
  const made = await run(await makeRun());
  return made.instrument.telescope;
}

async function openSession(user: { id: number }): Promise<{ token: string }> {
  const expiresAt = new Date(Date.now() + 3_600_000);
  const token = await withClient(harness.database.owner, (client) =>
    createSession(client, { userId: user.id, name: 'test', expiresAt }),
  );
  return { token };
}

test('a calendar has the nights of one’s runs, for whoever has its address', async () => {
  const id = await makeRun({
    duration: 2,
    pi: 'Hale; Ada, and one whose name is so long that its line must go on in the next',
    observers: 'Grace\rBEGIN:VALARM',
  });
  await fails(harness, 'createCalendar', 'session_too_narrow', { as: world.member });
  const [member, stranger] = [await openSession(world.member), await openSession(world.stranger)];
  const { url } = await call(harness, 'createCalendar', { as: member });
  const get = (address: string) =>
    harness.server.inject({ method: 'GET', url: new URL(address).pathname });
  const file = await get(url);
  assert.equal(file.headers['content-type'], 'text/calendar; charset=utf-8');
  const lines = file.body.split('\r\n');
  assert.equal(lines[0], 'BEGIN:VCALENDAR');
  assert.ok(lines.every((line) => Buffer.byteLength(line) <= 75));
  // No line of somebody's own begins in it.
  assert.doesNotMatch(file.body, /\r(?!\n)/);
  const unfolded = file.body.replaceAll('\r\n ', '');
  assert.match(unfolded, new RegExp(`UID:observing-run-${id}-2@`));
  assert.match(unfolded, /DTSTART:20261202T0035\d\dZ\r\nDTEND:20261202T143\d{3}Z/);
  assert.match(unfolded, /DESCRIPTION:PI Hale\\; Ada\\, and/);
  const other = await call(harness, 'createCalendar', { as: stranger });
  assert.doesNotMatch((await get(other.url)).body, new RegExp(`run-${id}-`));
  // A new address ends the old one; and one that is ended is none.
  await call(harness, 'createCalendar', { as: member });
  assert.equal((await get(url)).statusCode, 404);
  assert.ok((await call(harness, 'getCalendar', { as: world.member })).created_at !== null);
  await call(harness, 'deleteCalendar', { as: world.member });
  assert.equal((await call(harness, 'getCalendar', { as: world.member })).created_at, null);
});

test('runs of another marshal become runs here, under their ids where these are free', async () => {
  const lone = await harness.arrange((client) => createUser(client));
  const origin = 'https://old.example.org';
  const keep = (kind: string, origin_id: string, document: object, here: object) =>
    harness.arrange((client) =>
      insertRow(
        client,
        'migrated_documents',
        { origin, kind, origin_id, document: JSON.stringify(document), here: JSON.stringify(here) },
        'origin_id',
      ),
    );
  const taken = await makeRun();
  const here = { instrument_id, group_id: world.group.id, owner_id: lone.id };
  const document = { pi: 'Ada', observers: null, calendar_date: '2025-03-01', duration: null };
  await keep('observing_run', '4000', { ...document, group_id: 7 }, here);
  await keep('observing_run', String(taken), { ...document, group_id: 7 }, here);
  await keep('observing_run', '4001', { ...document, group_id: 8 }, { instrument_id });
  const target = { run_id: 4000, obj_id: world.objId, priority: '4', status: 'complete' };
  await keep('assignment', '5000', { ...target, comment: 'c' }, { requester_id: world.member.id });
  await keep('assignment', '5001', { ...target, obj_id: 'unknown' }, {});
  const adopt = () =>
    withClient(harness.database.owner, async (client) => {
      const { rows } = await client.query('SELECT fritz.adopt_run_documents() AS made');
      return rows[0].made;
    });
  assert.equal(await adopt(), 3);
  assert.equal(await adopt(), 0);
  const adopted = await run(4000);
  assert.deepEqual([adopted.pi, adopted.owner_id, adopted.duration], ['Ada', lone.id, 1]);
  assert.deepEqual(
    adopted.assignments.map((one) => [one.id, one.priority, one.status, one.comment]),
    [[5000, '4', 'complete', 'c']],
  );
  const pis = (await call(harness, 'listObservingRuns', { as: world.member })).filter(
    (one) => one.owner_id === lone.id,
  );
  assert.equal(pis.length, 2);
  // Numbers that follow do not meet those that were brought over.
  assert.ok((await makeRun()) > 4000);
});
