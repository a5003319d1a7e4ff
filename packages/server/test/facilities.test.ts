import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { TelescopeRow } from '@fritz/archive';
import { acls } from '@fritz/contract';
import { bandpassNames } from '@fritz/sky';
import { createPhotometryPoint, createUser, type TestUser } from '@fritz/testing';
import { presentNight } from '../src/features/telescopes/telescopes.presenter.ts';
import {
  arrangeWorld,
  call,
  fails,
  type Harness,
  send,
  startHarness,
  type World,
} from './harness.ts';

const hidden = new Set<string>(['System admin', 'Manage groups']);

let harness: Harness;
let world: World;
/** In the group, with every permission but those that show hidden groups. */
let manager: TestUser;

before(async () => {
  harness = await startHarness();
  world = await harness.arrange(arrangeWorld);
  manager = await harness.arrange(async (client) => {
    const user = await createUser(client, { acls: acls.filter((acl) => !hidden.has(acl)) });
    await client.query('INSERT INTO fritz.stream_users (stream_id, user_id) VALUES ($1, $2)', [
      world.stream.id,
      user.id,
    ]);
    await client.query('INSERT INTO fritz.group_users (group_id, user_id) VALUES ($1, $2)', [
      world.group.id,
      user.id,
    ]);
    return user;
  });
});
after(() => harness?.close());

async function makeTelescope(name: string, more: object = {}): Promise<number> {
  const body = { name, nickname: name, lat: 33.36, lon: -116.84, diameter: 1.5, ...more };
  return (await call(harness, 'createTelescope', { as: manager, body })).id;
}

async function makeInstrument(name: string, more: object = {}): Promise<number> {
  const telescope_id = await makeTelescope(`of ${name}`);
  const body = { name, type: 'imager', telescope_id, filters: ['sdssg', 'sdssr'], ...more };
  return (await call(harness, 'createInstrument', { as: manager, body })).id;
}

test('the telescopes and instruments that alerts come from are there', async () => {
  const instruments = await call(harness, 'listInstruments', { as: world.stranger });
  const named = new Map(instruments.map((one) => [one.name, one]));
  assert.equal(named.get('ZTF')?.telescope.nickname, 'P48');
  assert.deepEqual(named.get('ZTF')?.filters, ['ztfg', 'ztfr', 'ztfi']);
  assert.equal(named.get('LSST')?.telescope.name, 'Simonyi Survey Telescope');
  assert.ok(named.has('PGIR') && named.has('WNTR'));
});

test('telescopes tell whether it is night there, and when the next twilights are', () => {
  const place = { fixed_location: true, lat: 33.3563, lon: -116.865, elevation_m: 1700 };
  const row = (more: object) => ({ ...place, ...more }) as TelescopeRow;
  // Palomar: midnight is near 7:40 UTC in November, the night lasts some twelve hours.
  const night = presentNight(row({}), new Date('2026-11-22T07:40:00Z'));
  assert.equal(night.is_night_astronomical, true);
  assert.match(String(night.morning), /^2026-11-22T12:5/);
  assert.match(String(night.evening), /^2026-11-23T02:0/);
  const day = presentNight(row({ elevation_m: null }), new Date('2026-11-22T20:00:00Z'));
  assert.equal(day.is_night_astronomical, false);
  assert.ok(String(day.evening) < String(day.morning), 'the evening comes first');
  // At the South Pole the Sun neither rises nor sets then; in space there is no night.
  const now = new Date('2026-06-21T00:00:00Z');
  const none = { morning: false, evening: false };
  const polar = presentNight(row({ lat: -90, lon: 0 }), now);
  assert.deepEqual(polar, { is_night_astronomical: true, ...none });
  const space = presentNight(row({ fixed_location: false, lat: null, lon: null }), now);
  assert.deepEqual(space, { is_night_astronomical: false, ...none });
});

test('a telescope is made, changed, found and deleted', async () => {
  const id = await makeTelescope('La Palma', { lon: 342.117, elevation: 2396, skycam_link: '' });
  const query = { latitudeMin: 33, latitudeMax: 34, longitudeMin: -18, longitudeMax: -17 };
  const found = await call(harness, 'listTelescopes', { as: world.stranger, query });
  assert.deepEqual(
    found.map((one) => one.name),
    ['La Palma'],
  );
  assert.ok(Math.abs((found[0]?.lon ?? 0) + 17.883) < 1e-9);
  assert.equal(found[0]?.skycam_link, null);
  await call(harness, 'updateTelescope', {
    as: manager,
    params: { id },
    body: { id, robotic: true },
  });
  const one = await call(harness, 'getTelescope', { as: world.stranger, params: { id } });
  assert.deepEqual([one.robotic, one.diameter, one.elevation], [true, 1.5, 2396]);
  await call(harness, 'deleteTelescope', { as: manager, params: { id } });
  await fails(harness, 'getTelescope', 'not_found', { as: manager, params: { id } });
});

test('a telescope has a place on the Earth, or none', async () => {
  const make = (more: object) => ({
    as: manager,
    body: { name: 'Nowhere', nickname: 'N', diameter: 1, ...more },
  });
  const bad = [{ lat: 117.964, lon: 40 }, { lat: 3 }, { fixed_location: true }, { diameter: -1 }];
  for (const more of bad) await fails(harness, 'createTelescope', 'invalid_request', make(more));
  await call(harness, 'createTelescope', make({ fixed_location: false }));
  await fails(harness, 'createTelescope', 'already_exists', make({ fixed_location: false }));
  await fails(harness, 'createTelescope', 'permission_denied', {
    ...make({}),
    as: world.member,
  });
});

test('a telescope with instruments stays', async () => {
  const instrument = await makeInstrument('Kept');
  const { telescope_id: id } = await call(harness, 'getInstrument', {
    as: manager,
    params: { id: instrument },
  });
  await fails(harness, 'deleteTelescope', 'conflict', { as: manager, params: { id } });
  await call(harness, 'deleteInstrument', { as: manager, params: { id: instrument } });
  await call(harness, 'deleteTelescope', { as: manager, params: { id } });
});

test('an instrument with photometry stays, and keeps its name', async () => {
  const id = await makeInstrument('Sees');
  await harness.arrange((client) =>
    createPhotometryPoint(client, {
      objId: world.objId,
      group: world.otherGroup,
      columns: { instrument: 'Sees' },
    }),
  );
  const params = { id };
  await fails(harness, 'deleteInstrument', 'conflict', { as: manager, params });
  const renamed = { as: manager, params, body: { name: 'Saw' } };
  await fails(harness, 'updateInstrument', 'conflict', renamed);
  const more = { as: manager, params, body: { name: 'Sees', band: 'radio' } };
  await call(harness, 'updateInstrument', more);
  const { name, band } = await call(harness, 'getInstrument', { as: manager, params });
  assert.deepEqual([name, band], ['Sees', 'radio']);
});

test('an instrument has filters that are bands, and sensitivities of them', async () => {
  const id = await makeInstrument('SEDM', {
    sensitivity_data:
      "{'sdssg': {'limiting_magnitude': 20.5, 'magsys': 'ab', 'exposure_time': 30}}",
    api_classname: 'SEDMAPI',
    listener_classname: '',
  });
  const params = { id };
  const made = await call(harness, 'getInstrument', { as: world.stranger, params });
  assert.deepEqual(made.sensitivity_data, {
    sdssg: { limiting_magnitude: 20.5, magsys: 'ab', exposure_time: 30 },
  });
  assert.deepEqual([made.api_classname, made.listener_classname], ['SEDMAPI', null]);
  const bad = [
    { filters: ['sdssg', 'sdssx'] },
    { filters: ['sdssr'] },
    { sensitivity_data: { ztfg: {} } },
    { sensitivity_data: '[1' },
    { telescope_id: 999_999 },
    { api_classname: 'NOAPI' },
    { type: 'camera' },
  ];
  for (const body of bad) {
    await fails(harness, 'updateInstrument', 'invalid_request', { as: manager, params, body });
  }
  await call(harness, 'updateInstrument', { as: manager, params, body: { filters: ['sdssg'] } });
  const after = await call(harness, 'getInstrument', { as: manager, params });
  assert.deepEqual([after.filters, after.name], [['sdssg'], 'SEDM']);
  await fails(harness, 'updateInstrument', 'permission_denied', {
    as: world.member,
    params,
    body: { band: 'x' },
  });
});

test('a grid of fields has outlines on the sky', async () => {
  const id = await makeInstrument('Wide', {
    field_fov_type: 'rectangle',
    field_fov_attributes: [2, 1],
    field_data: { ID: [1, 2], RA: [359.5, 10], Dec: [0, 60] },
  });
  const params = { id };
  const query = { includeGeoJSON: true, includeRegion: true };
  const made = await call(harness, 'getInstrument', { as: world.stranger, params, query });
  assert.equal(made.number_of_fields, 2);
  assert.match(made.region ?? '', /box\(0,0,2,1,0\)/);
  const corners = made.fields?.map(
    ({ contour }) => JSON.parse(JSON.stringify(contour)).features[0].geometry.coordinates[0],
  );
  const [west, south] = corners?.[0]?.[0] ?? [];
  assert.ok(Math.abs(west - 358.5) < 1e-4 && Math.abs(south + 0.5) < 1e-4);
  // At 60° a degree of right ascension is half as wide.
  const [high, low] = [corners?.[1]?.[0] ?? [], corners?.[1]?.[2] ?? []];
  assert.ok(Math.abs(high[0] - 8.03) < 0.05 && Math.abs(low[0] - 12.03) < 0.05, `${high} ${low}`);
  const csv = ',ID,RA,Dec\n0,7.0,1,2\n';
  const body = { field_data: csv, field_region: 'icrs\npolygon(0,0,1,0,1,1) # text={x}' };
  await call(harness, 'updateInstrument', { as: manager, params, body });
  const summary = await call(harness, 'getInstrument', {
    as: manager,
    params,
    query: { includeGeoJSONSummary: true },
  });
  assert.deepEqual(
    summary.fields?.map(({ field_id, ra, dec }) => [field_id, ra, dec]),
    [[7, 1, 2]],
  );
  for (const wrong of [
    { field_data: csv },
    { field_region: 'nothing' },
    { field_region: 'circle(0,0,1)', field_fov_type: 'circle', field_fov_attributes: 1 },
    { field_fov_type: 'circle' },
    { field_region: 'circle(0,0,1)', field_data: 'ID,RA\n1,2' },
    { field_region: 'circle(0,0,1)', field_data: { ID: [1], RA: ['x'], Dec: [0] } },
  ]) {
    await fails(harness, 'updateInstrument', 'invalid_request', {
      as: manager,
      params,
      body: wrong,
    });
  }
  await call(harness, 'deleteInstrumentFields', { as: manager, params });
  assert.equal((await call(harness, 'getInstrument', { as: manager, params })).number_of_fields, 0);
});

test('an instrument’s status and logs', async () => {
  const params = { id: await makeInstrument('Logged') };
  const status = { dome: 'closed' };
  await call(harness, 'updateInstrumentStatus', { as: manager, params, body: { status } });
  const { status: shown, last_status_update } = await call(harness, 'getInstrument', {
    as: world.stranger,
    params,
  });
  assert.deepEqual(shown, status);
  assert.ok(last_status_update);
  const span = { start_date: '2026-11-22T00:00:00', end_date: '2026-11-23T00:00:00' };
  const add = (logs: unknown) =>
    call(harness, 'addInstrumentLog', { as: manager, params, body: { ...span, logs } });
  const first = await add({ logs: [1] });
  assert.equal((await add({ logs: [2] })).id, first.id);
  const query = { startDate: '2026-11-22T12:00:00', endDate: '2026-11-25T00:00:00' };
  const logs = await call(harness, 'getInstrumentLogs', { as: world.stranger, params, query });
  assert.deepEqual(
    logs.map(({ log }) => log),
    [{ logs: [2] }],
  );
  await fails(harness, 'addInstrumentLog', 'invalid_request', {
    as: manager,
    params,
    body: { start_date: '2026-11-23', end_date: '2026-11-22', logs: [] },
  });
});

test('an allocation is its group’s, its credentials its managers’', async () => {
  const instrument_id = await makeInstrument('Robot', { api_classname: 'SEDMAPI' });
  const group_id = world.group.id;
  const body = {
    group_id,
    instrument_id,
    hours_allocated: 12.5,
    pi: 'Annie J. Cannon',
    proposal_id: '2026B-001',
    start_date: '2026-08-01',
    end_date: '2027-01-31',
    types: ['triggered', 'forced_photometry'],
    default_share_group_ids: [group_id],
    allocation_admin_ids: [world.member.id],
    _altdata: '{"api_token": "hush-hush", "user": "annie"}',
  };
  const { id } = await call(harness, 'createAllocation', { as: manager, body });
  const params = { id };
  const mine = await call(harness, 'getAllocation', { as: manager, params });
  assert.deepEqual(mine.altdata, { api_token: 'hush-hush', user: 'annie' });
  assert.deepEqual(mine.validity_ranges, [
    { start_date: '2026-08-01T00:00:00.000', end_date: '2027-01-31T00:00:00.000' },
  ]);
  assert.deepEqual([mine.can_manage, mine.instrument.name], [true, 'Robot']);
  const members = await send(harness, 'getAllocation', { as: world.member, params });
  assert.doesNotMatch(members.body, /hush|altdata/);
  const seen = await call(harness, 'getAllocation', { as: world.member, params });
  assert.deepEqual([seen.has_credentials, seen.can_manage], [true, false]);
  assert.deepEqual(
    seen.allocation_users.map((user) => user.id),
    [world.member.id],
  );
  await fails(harness, 'getAllocation', 'not_found', { as: world.stranger, params });
  const query = { instrument_id };
  assert.deepEqual(await call(harness, 'listAllocations', { as: world.stranger, query }), []);
  const [listed] = await call(harness, 'listAllocations', { as: world.member, query });
  assert.equal(listed?.group.id, group_id);
  const kept = await harness.arrange((client) =>
    client.query<{ sealed: Buffer }>('SELECT sealed FROM fritz.allocation_credentials'),
  );
  assert.doesNotMatch(kept.rows[0]?.sealed.toString('latin1') ?? '', /hush|annie/);
  const log = await harness.arrange((client) =>
    client.query<{ text: string }>(
      'SELECT string_agg(l::text, $1) AS text FROM fritz.audit_log l',
      ['|'],
    ),
  );
  assert.doesNotMatch(log.rows[0]?.text ?? '', /hush/);

  const change = (more: object) =>
    call(harness, 'updateAllocation', { as: manager, params, body: more });
  await change({ hours_allocated: 20, _altdata: { api_token: 'new' } });
  const changed = await call(harness, 'getAllocation', { as: manager, params });
  assert.deepEqual(changed.altdata, { api_token: 'new', user: 'annie' });
  assert.deepEqual([changed.hours_allocated, changed.pi], [20, 'Annie J. Cannon']);
  await change({ _altdata: { api_token: 'only' }, replaceAltdata: true });
  const replaced = await call(harness, 'getAllocation', { as: manager, params });
  assert.deepEqual(replaced.altdata, { api_token: 'only' });
  const stale = { 'if-match': changed.modified };
  const late = { as: manager, params, body: { hours_allocated: 30 }, headers: stale };
  const { data: both } = await fails(harness, 'updateAllocation', 'changed_meanwhile', late);
  assert.deepEqual([both.current, both.yours], [replaced, { hours_allocated: 30 }]);
  await change({ _altdata: null });
  const without = await call(harness, 'getAllocation', { as: manager, params });
  assert.deepEqual([without.altdata, without.has_credentials], [{}, false]);

  const report = await send(harness, 'getAllocationReport', {
    as: world.member,
    params: { instrument_id },
    query: { output_format: 'csv' },
  });
  assert.match(report.body, /Annie J\. Cannon,2026B-001,20,0,0\r\n/);
  const pdf = await send(harness, 'getAllocationReport', {
    as: world.stranger,
    params: { instrument_id },
  });
  assert.match(pdf.body, /^%PDF-1\.4[\s\S]*%%EOF\n$/);
  assert.doesNotMatch(pdf.body, /Cannon/);
  await fails(harness, 'deleteInstrument', 'conflict', {
    as: manager,
    params: { id: instrument_id },
  });
  await fails(harness, 'deleteAllocation', 'permission_denied', { as: world.member, params });
  await call(harness, 'deleteAllocation', { as: manager, params });
  await fails(harness, 'getAllocation', 'not_found', { as: manager, params });
});

test('an allocation is made of what its maker knows, for a group of his', async () => {
  const instrument_id = await makeInstrument('Other robot');
  const sound = { group_id: world.group.id, instrument_id, hours_allocated: 1 };
  const bad = [
    { group_id: world.otherGroup.id },
    { instrument_id: 999_999 },
    { default_share_group_ids: [world.otherGroup.id] },
    { allocation_admin_ids: [world.stranger.id] },
    { start_date: '2026-02-30', end_date: '2026-03-30' },
    { validity_ranges: [{ start_date: '2026-05-02', end_date: '2026-05-01' }] },
    { _altdata: 'no JSON' },
    { hours_allocated: -1 },
    { types: ['dreaming'] },
  ];
  for (const more of bad) {
    const body = { ...sound, ...more };
    await fails(harness, 'createAllocation', 'invalid_request', { as: manager, body });
  }
  const none = await call(harness, 'listAllocations', { as: manager, query: { instrument_id } });
  assert.deepEqual(none, [], 'nothing was half made');
  await fails(harness, 'createAllocation', 'permission_denied', { as: world.member, body: sound });
});

test('words, and what there is', async () => {
  const words = await call(harness, 'getEnumTypes', { as: world.stranger });
  assert.deepEqual(words.ALLOWED_BANDPASSES, bandpassNames);
  assert.ok(words.ALLOWED_API_CLASSNAMES.includes('SEDMAPI'));
  const stats = await call(harness, 'getDbStats', { as: world.admin });
  assert.equal(stats['Number of candidates'], 1);
  assert.ok(stats['Number of telescopes'] >= 4 && stats['Oldest candidate creation datetime']);
  const info = await call(harness, 'getDbInfo', { as: world.stranger });
  assert.equal(info.source_table_empty, true);
  assert.match(info.postgres_version, /^\d+/);
  const config = await call(harness, 'getConfig', { as: world.stranger });
  assert.deepEqual([config.invitationsEnabled, config.cosmology], [true, 'Planck18']);
});

test('that nothing used an instrument is told without a look at all photometry', async () => {
  const looked = await harness.arrange(async (client) => {
    await client.query('BEGIN');
    try {
      await client.query(`SET LOCAL session_replication_role = replica;
        INSERT INTO fritz.photometry (obj_id, instrument, origin, band, mjd, flux_ujy, fluxerr_ujy,
            audience_id)
          SELECT 'Many', 'ZTF', '', 'ztfg', 60000 + i, 1, 1, 1 FROM generate_series(1, 20000) i;
        ANALYZE fritz.photometry;
        SET LOCAL session_replication_role = DEFAULT;
        INSERT INTO fritz.instruments (name, type, telescope_id)
          SELECT 'Never used', 'imager', min(id) FROM fritz.telescopes;
        DELETE FROM fritz.instruments WHERE name = 'Never used'`);
      const { rows } = await client.query(
        `SELECT seq_scan::int AS scans, idx_scan::int AS looks FROM pg_stat_xact_user_tables
          WHERE relid = 'fritz.photometry'::regclass`,
      );
      return rows[0];
    } finally {
      await client.query('ROLLBACK');
    }
  });
  assert.equal(looked.scans, 0);
  assert.ok(looked.looks > 0);
});
