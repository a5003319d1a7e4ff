import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { ensureSitewideGroup, withClient } from '@fritz/archive';
import { readAsciiSpectrum, readFitsSpectrum } from '@fritz/formats';
import { createGroup, createInstrument, createUser, type TestUser } from '@fritz/testing';
import {
  arrangeWorld,
  call,
  fails,
  type Harness,
  send,
  startHarness,
  type World,
} from './harness.ts';

const shared = process.env.FRITZ_SHARED ?? join(import.meta.dirname, '../../../../shared');
const folder = join(shared, 'data/marshal');
const without = existsSync(folder) ? false : `no real spectra in ${folder} (set FRITZ_SHARED)`;

let harness: Harness;
let world: World;
/** In the private group beside its member. */
let colleague: TestUser;
let instrument_id: number;

before(async () => {
  harness = await startHarness();
  world = await harness.arrange(arrangeWorld);
  colleague = await harness.arrange(async (client) => {
    const user = await createUser(client);
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
  const columns = { type: 'spectrograph', filters: [] };
  instrument_id = (await harness.arrange((client) => createInstrument(client, { columns }))).id;
});
after(() => harness?.close());

const points = { wavelengths: [4000, 4002.5, 4005], fluxes: [1e-16, null, -3.25e-17] };

function bodyOf(more: object = {}) {
  const observed_at = '2026-11-22T03:14:15.926';
  return { obj_id: world.objId, instrument_id, observed_at, ...points, ...more };
}

async function upload(more: object = {}, as: TestUser = world.member): Promise<number> {
  return (await call(harness, 'createSpectrum', { as, body: bodyOf(more) })).id;
}

const get = (id: number, as: TestUser = world.member) =>
  call(harness, 'getSpectrum', { as, params: { id } });

test('points can bring the file that they were read from', async () => {
  const original_file_string = '# OBSERVER: Ada\n4000 1e-16\n';
  const id = await upload({ original_file_string, original_file_filename: '/home/ada/night1.txt' });
  const one = await get(id);
  assert.deepEqual(
    [one.original_file_filename, one.original_file_string, one.wavelengths],
    ['night1.txt', original_file_string, points.wavelengths],
  );
});

test('a spectrum is stored with all that is said of it', async () => {
  const id = await upload({
    errors: [1e-17, 2e-17, null],
    units: 'erg/s/cm/cm/AA',
    type: 'host',
    label: 'night 1',
    origin: 'DRP 2.1',
    altdata: { EXPTIME: 600, nested: { ids: [12345678901234567890n] } },
    group_ids: [world.group.id],
    pi: [world.member.id],
    reduced_by: [colleague.id, world.member.id],
    external_reducer: 'R. Student',
  });
  const one = await get(id, colleague);
  assert.deepEqual([one.wavelengths, one.fluxes], [points.wavelengths, points.fluxes]);
  assert.deepEqual(one.errors, [1e-17, 2e-17, null]);
  assert.deepEqual([one.units, one.type, one.label], ['erg/s/cm/cm/AA', 'host', 'night 1']);
  assert.equal(one.observed_at, '2026-11-22T03:14:15.926');
  assert.ok(Math.abs(one.observed_at_mjd - 61_366.134_906) < 1e-6);
  assert.deepEqual(one.altdata?.nested, { ids: [12345678901234567890n] });
  assert.deepEqual(
    one.reducers.map((user) => user.id),
    [colleague.id, world.member.id],
  );
  assert.deepEqual([one.pis[0]?.id, one.observers.length], [world.member.id, 0]);
  assert.equal(one.external_reducer, 'R. Student');
  assert.equal(one.owner?.username, world.member.username);
  assert.equal(one.original_file_string, null);
  assert.deepEqual([one.followup_request_id, one.assignment_id], [null, null]);
  // The uploader's own group is among them, which others do not know of.
  assert.deepEqual(
    one.groups.map((group) => group.id),
    [world.group.id],
  );
  assert.equal((await get(id)).groups.length, 2);
  assert.deepEqual([one.can_change, (await get(id)).can_change], [false, true]);
});

test('only its groups see it; only its owner and admins change and delete it', async () => {
  const id = await upload({ group_ids: [world.group.id] });
  const hidden = await upload();
  const params = { id };
  await fails(harness, 'getSpectrum', 'not_found', { as: world.stranger, params });
  await fails(harness, 'getSpectrum', 'not_found', { as: colleague, params: { id: hidden } });
  await fails(harness, 'getSpectrumFile', 'not_found', { as: world.stranger, params });
  const change = { params, body: { label: 'x' } };
  await fails(harness, 'updateSpectrum', 'not_found', { as: world.stranger, ...change });
  await fails(harness, 'updateSpectrum', 'not_owner', { as: colleague, ...change });
  await fails(harness, 'updateSpectrum', 'permission_denied', { as: world.viewer, ...change });
  await fails(harness, 'deleteSpectrum', 'not_owner', { as: colleague, params });
  await call(harness, 'updateSpectrum', { as: world.admin, ...change });
  assert.equal((await get(id)).label, 'x');
  // An admin who is in none of its groups takes none of them away.
  await call(harness, 'updateSpectrum', {
    as: world.admin,
    params,
    body: { group_ids: [world.otherGroup.id] },
  });
  assert.equal((await get(id, world.stranger)).id, id);
  assert.equal((await get(id, colleague)).id, id);
  await call(harness, 'deleteSpectrum', { as: world.member, params });
  await fails(harness, 'getSpectrum', 'not_found', { as: world.member, params });
});

test('a group that one does not know of is none; `all` is everyone', async () => {
  const body = bodyOf({ group_ids: [world.otherGroup.id] });
  await fails(harness, 'createSpectrum', 'not_found', { as: world.member, body });
  await withClient(harness.database.owner, (owner) => ensureSitewideGroup(owner, 'Sitewide'));
  const id = await upload({ group_ids: 'all' });
  assert.equal((await get(id, world.stranger)).id, id);
  const { spectra } = await call(harness, 'getSourceSpectra', {
    as: world.stranger,
    params: { id: world.objId },
  });
  assert.deepEqual(
    spectra.map((one) => one.id).filter((one) => one === id),
    [id],
  );
  await call(harness, 'deleteSpectrum', { as: world.member, params: { id } });
});

test('what is named is changed, groups are added, people replaced', async () => {
  const id = await upload({ label: 'a', origin: 'b', pi: [world.member.id], external_pi: 'P' });
  const open = await harness.arrange((client) => createGroup(client, { members: [colleague] }));
  const change = (body: object) =>
    call(harness, 'updateSpectrum', { as: world.member, params: { id }, body });
  await change({ obj_id: world.objId, group_ids: [open.id], label: null });
  await change({ pi: [colleague.id], wavelengths: [1, 2], fluxes: [3, 4], errors: [5, 6] });
  const one = await get(id);
  assert.deepEqual([one.label, one.origin, one.external_pi], [null, 'b', 'P']);
  assert.deepEqual(
    [one.wavelengths, one.fluxes, one.errors],
    [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
  );
  assert.deepEqual(
    one.pis.map((user) => user.id),
    [colleague.id],
  );
  assert.ok(one.groups.some((group) => group.id === open.id));
  assert.equal((await get(id, colleague)).id, id);
});

test('sharing gives spectra to more groups', async () => {
  const id = await upload();
  const body = { groupIDs: [world.group.id], spectrumIDs: [id] };
  await fails(harness, 'shareData', 'not_found', { as: colleague, body });
  assert.equal((await call(harness, 'shareData', { as: world.member, body })).shared, 1);
  assert.equal((await call(harness, 'shareData', { as: world.member, body })).shared, 0);
  assert.equal((await get(id, colleague)).id, id);
  await fails(harness, 'shareData', 'not_owner', { as: colleague, body });
});

test('wrong input is told by its field, and nothing is stored', async () => {
  const count = async () => (await call(harness, 'listSpectra', { as: world.member })).length;
  const before = await count();
  const wrong: [object, string][] = [
    [{ fluxes: [1] }, 'fluxes'],
    [{ errors: [1] }, 'fluxes'],
    [{ wavelengths: [0, 1, 2] }, 'wavelengths'],
    [{ observed_at: '2026-02-31' }, 'observed_at'],
    [{ units: 'mJy' }, 'units'],
    [{ type: 'galaxy' }, 'type'],
    [{ external_pi: 'Somebody' }, 'external_pi'],
    [{ followup_request_id: 0 }, 'followup_request_id'],
    [{ assignment_id: 2 ** 31 }, 'assignment_id'],
    [{ altdata: { a: 'x\u0000' } }, 'altdata'],
  ];
  for (const [more, field] of wrong) {
    const error = await fails(harness, 'createSpectrum', 'invalid_request', {
      as: world.member,
      body: bodyOf(more),
    });
    assert.match(error.message, new RegExp(field));
  }
  const absent = [{ obj_id: 'nothing' }, { instrument_id: 999_999 }, { pi: [999_999] }];
  for (const more of absent) {
    await fails(harness, 'createSpectrum', 'not_found', { as: world.member, body: bodyOf(more) });
  }
  const query = { type: 'galaxy' };
  await fails(harness, 'listSpectra', 'invalid_request', { as: world.member, query });
  assert.equal(await count(), before);
});

test('spectra are searched', async () => {
  const other = await harness.arrange((client) => createInstrument(client));
  const early = await upload({ observed_at: '2020-01-02', label: 'early bird', origin: 'DRP' });
  const late = await upload({
    observed_at: '2021-01-02T10:00+02:00',
    instrument_id: other.id,
    type: 'host_center',
    group_ids: [world.group.id],
  });
  const found = async (query: Record<string, string | number | boolean>) => {
    const list = await call(harness, 'listSpectra', { as: world.member, query });
    return list.map(({ id }) => id).filter((id) => id === early || id === late);
  };
  assert.deepEqual(await found({}), [early, late]);
  assert.deepEqual(await found({ minimalPayload: true }), [early, late]);
  assert.deepEqual(await found({ observedBefore: '2020-06-01' }), [early]);
  assert.deepEqual(await found({ observedAfter: '2021-01-02T08:00' }), [late]);
  assert.deepEqual(await found({ objID: world.objId.slice(2) }), [early, late]);
  assert.deepEqual(await found({ objID: 'nothing%' }), []);
  assert.deepEqual(await found({ instrumentIDs: String(other.id) }), [late]);
  assert.deepEqual(await found({ groupIDs: `${world.group.id},999` }), [late]);
  assert.deepEqual(await found({ type: 'host_center,host' }), [late]);
  assert.deepEqual(await found({ label: 'no, bird' }), [early]);
  assert.deepEqual(await found({ origin: 'DRP', observedAfter: '2020-06-01' }), []);
  assert.deepEqual(await found({ followupRequestIDs: '1' }), []);
  const [head] = await call(harness, 'listSpectra', {
    as: world.member,
    query: { minimalPayload: true },
  });
  assert.ok(head && !('wavelengths' in head));

  const subject = { resource_type: 'spectra', resource_id: late };
  const body = { text: 'Broad H alpha', group_ids: [world.group.id] };
  await call(harness, 'createComment', { as: colleague, params: subject, body });
  await call(harness, 'createAnnotation', {
    as: colleague,
    params: subject,
    body: { origin: 'SNID', data: { z: 0.03 } },
  });
  assert.deepEqual(await found({ commentsFilter: 'alpha,beta' }), [late]);
  assert.deepEqual(await found({ commentsFilterAuthor: colleague.username }), [late]);
  assert.deepEqual(await found({ commentsFilter: 'alpha', commentsFilterAuthor: 'nobody' }), []);
  assert.deepEqual(await found({ commentsFilterBefore: '2020-01-01' }), []);
  const one = await get(late);
  assert.deepEqual([one.comments[0]?.text, one.annotations[0]?.origin], [body.text, 'SNID']);
  // Strangers see neither the spectrum nor what is said of it.
  await fails(harness, 'listComments', 'not_found', { as: world.stranger, params: subject });

  const range = {
    instrument_ids: String(other.id),
    min_date: '2021-01-01',
    max_date: '2021-02-01',
  };
  const inRange = await call(harness, 'getSpectrumRange', { as: world.member, query: range });
  assert.deepEqual(
    inRange.map(({ id }) => id),
    [late],
  );

  await call(harness, 'deleteSpectrum', { as: world.member, params: { id: late } });
  await harness.arrange(async (client) => {
    for (const table of ['comments', 'annotations']) {
      const { rowCount } = await client.query(
        `SELECT FROM fritz.${table} WHERE subject_type = 'spectra' AND subject_id = $1`,
        [String(late)],
      );
      assert.equal(rowCount, 0, `no ${table} are left`);
    }
  });
});

test('fluxes of a source’s spectra are normalized by their median', async () => {
  const id = await upload({ wavelengths: [1, 2, 3], fluxes: [-2, 4, 8] });
  const normalized = { as: world.member, params: { id: world.objId } };
  const { spectra } = await call(harness, 'getSourceSpectra', {
    ...normalized,
    query: { normalization: 'median' },
  });
  assert.deepEqual(spectra.find((one) => one.id === id)?.fluxes, [-0.5, 1, 2]);
  const query = { normalization: 'mean' };
  await fails(harness, 'getSourceSpectra', 'invalid_request', { ...normalized, query });
  await fails(harness, 'getSourceSpectra', 'not_found', {
    as: world.stranger,
    params: { id: 'no' },
  });
});

test('an ASCII file that is wrong is refused by its line', async () => {
  const ascii = '# OBJECT: x\n4000 1\n4001 one\n';
  const file = { obj_id: world.objId, instrument_id, observed_at: '2026-11-22', filename: 'a' };
  for (const name of ['createAsciiSpectrum', 'parseAsciiSpectrum'] as const) {
    const body = name === 'parseAsciiSpectrum' ? { ascii } : { ...file, ascii };
    const response = await send(harness, name, { as: world.member, body });
    assert.equal(response.statusCode, 400);
    const { message, data } = JSON.parse(response.body);
    assert.deepEqual([data.code, data.line], ['bad_spectrum_file', 3]);
    assert.match(message, /line 3/);
  }
  const fits = Buffer.from('SIMPLE  =                    T').toString('base64');
  await fails(harness, 'parseFitsSpectrum', 'bad_spectrum_file', {
    as: world.member,
    body: { fits },
  });
  const garbled = { fits: '***' };
  await fails(harness, 'parseFitsSpectrum', 'invalid_request', { as: world.member, body: garbled });
  const twice = { ascii: '4000 1\n', wave_column: 1 };
  await fails(harness, 'parseAsciiSpectrum', 'invalid_request', { as: world.member, body: twice });
});

test('the old name of the path is an alias', async () => {
  const headers = { authorization: `token ${world.member.token}` };
  const list = await harness.server.inject({ url: '/api/spectrum?minimalPayload=true', headers });
  assert.equal(list.statusCode, 200);
  const id = await upload();
  const one = await harness.server.inject({ url: `/api/spectrum/${id}`, headers });
  assert.equal(JSON.parse(one.body).data.id, id);
});

test('synthetic photometry is stored for the spectrum’s groups, once', async () => {
  const wavelengths = Array.from({ length: 600 }, (_, i) => 3000 + 10 * i);
  const flat = { wavelengths, fluxes: wavelengths.map(() => 1e-4), units: 'Jy' };
  const id = await upload({
    ...flat,
    errors: wavelengths.map(() => 1e-5),
    group_ids: [world.group.id],
  });
  const make = (filters: string[], of = id) => ({
    as: world.member,
    params: { id: of },
    body: { filters },
  });
  const { ids } = await call(harness, 'makeSyntheticPhotometry', make(['ztfg', 'bessellv']));
  assert.equal(ids.length, 2);
  const again = await call(harness, 'makeSyntheticPhotometry', make(['ztfg', 'bessellv']));
  assert.deepEqual(again.ids, ids);
  const point = await call(harness, 'getPhotometryPoint', {
    as: colleague,
    params: { id: ids[0] ?? 0 },
    query: { format: 'flux' },
  });
  assert.ok('flux' in point && Math.abs((point.flux ?? 0) / 100 - 1) < 1e-9);
  assert.equal(point.origin, `synthphot:${id}`);

  await fails(harness, 'makeSyntheticPhotometry', 'invalid_request', make(['standard::u']));
  await fails(harness, 'makeSyntheticPhotometry', 'invalid_request', make(['no such band']));
  const uncovered = make(['2massj']);
  const error = await fails(harness, 'makeSyntheticPhotometry', 'invalid_request', uncovered);
  assert.match(error.message, /covers 0 % of 2massj/);
  const unknown = await upload({ ...flat, units: null });
  await fails(harness, 'makeSyntheticPhotometry', 'conflict', make(['ztfg'], unknown));
  const bare = await upload(flat);
  await call(harness, 'makeSyntheticPhotometry', make(['ztfr'], bare));
});

test('spectra of many sources come with what their phases are counted from', async () => {
  const id = await upload({ group_ids: [world.group.id] });
  const ask = (body: object, as: TestUser = world.member) =>
    call(harness, 'bulkSpectra', { as, body });
  const all = await ask({ obj_ids: `${world.objId}, nothing` });
  const { spectra } = await call(harness, 'getSourceSpectra', {
    as: world.member,
    params: { id: world.objId },
  });
  assert.equal(all.spectra.length, spectra.length);
  assert.ok(spectra.some((one) => one.id === id));
  assert.equal(all.sources[0]?.id, world.objId);
  assert.ok((all.sources[0]?.first_detected_mjd ?? 0) > 50_000);
  assert.equal(all.truncated, false);
  assert.equal((await ask({ group_id: world.group.id })).sources.length, 1);
  assert.equal((await ask({ classifications: ['AGN'] })).sources.length, 0);
  assert.deepEqual((await ask({}, world.stranger)).spectra, []);
});

describe('real spectra', { skip: without }, () => {
  const text = (name: string) => readFileSync(join(folder, name), 'utf8');
  const near = (found: readonly (number | null)[], given: readonly (number | null)[]) => {
    assert.equal(found.length, given.length);
    for (const [i, value] of found.entries()) {
      const expected = given[i] ?? Number.NaN;
      assert.ok(Math.abs((value ?? Number.NaN) - expected) <= 1e-9 * Math.abs(expected));
    }
  };

  const files: [name: string, fluxerr: number | null][] = [
    ['ZTF20abpuxna_20200915_Keck1_v1.ascii', 3],
    ['spec1.csv', null],
    ['spec2.csv', null],
    ['ZTF21aaqjmps_spec.csv', null],
  ];
  for (const [filename, fluxerr] of files) {
    test(`${filename} goes in and comes out`, async () => {
      const as = world.member;
      const ascii = text(filename);
      const rows = ascii
        .split('\n')
        .filter((line) => /^\s*[\d.]/.test(line))
        .map((line) =>
          line
            .trim()
            .split(/[\s,]+/)
            .map(Number),
        );
      const body = {
        obj_id: world.objId,
        instrument_id,
        observed_at: '2020-09-15T09:37:01',
        filename: `/home/someone/${filename}`,
        ascii,
        fluxerr_column: fluxerr,
        units: 'erg/s/cm/cm/AA',
      };
      const { id } = await call(harness, 'createAsciiSpectrum', { as, body });
      const one = await get(id);
      near(
        one.wavelengths,
        rows.map(([wave = 0]) => wave),
      );
      near(
        one.fluxes,
        rows.map(([, flux = 0]) => flux),
      );
      assert.equal(one.original_file_filename, filename);
      assert.equal(one.original_file_string, ascii);
      if (fluxerr !== null) {
        near(
          one.errors ?? [],
          rows.map((row) => row[fluxerr] ?? 0),
        );
        assert.equal(one.altdata?.TELESCOP, 'Keck I');
      }
      const params = { id };
      const file = (format: string) =>
        send(harness, 'getSpectrumFile', { as, params, query: { format } });
      assert.equal((await file('original')).body, ascii);
      const fits = await readFitsSpectrum((await file('fits')).rawPayload);
      assert.deepEqual([fits.wavelengths, fits.fluxes], [one.wavelengths, one.fluxes]);
      assert.deepEqual(fits.errors, one.errors);
      const csv = readAsciiSpectrum((await file('csv')).body, {
        wave: 0,
        flux: 1,
        fluxerr: fluxerr === null ? null : 2,
      });
      assert.deepEqual([csv.fluxes, csv.errors], [one.fluxes, one.errors]);

      const bytes = (await file('fits')).rawPayload.toString('base64');
      const again = await call(harness, 'createFitsSpectrum', {
        as,
        body: {
          obj_id: world.objId,
          instrument_id,
          observed_at: '2020-09-15',
          filename: 'x.fits',
          fits: bytes,
        },
      });
      const stored = await get(again.id);
      assert.deepEqual([stored.fluxes, stored.errors], [one.fluxes, one.errors]);
      assert.equal(stored.units, 'erg/s/cm/cm/AA');
      assert.equal(stored.original_file_string, null);
    });
  }

  test('a preview stores nothing', async () => {
    const body = { ascii: text('ZTF20abpuxna_20200915_Keck1_v1.ascii') };
    const preview = await call(harness, 'parseAsciiSpectrum', { as: world.member, body });
    assert.equal(preview.altdata?.OBJECT, 'ZTF20abpuxna');
    assert.ok(preview.wavelengths.length > 5000);
    assert.equal(preview.errors, null);
  });
});
