import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { openParquetParts } from '@fritz/archive';
import { createAlert, createInstrument, createSpectrum } from '@fritz/testing';
import {
  arrangeWorld,
  call,
  fails,
  type Harness,
  send,
  startHarness,
  type World,
} from './harness.ts';

let harness: Harness;
let world: World;
before(async () => {
  harness = await startHarness();
  world = await harness.arrange(arrangeWorld);
  await harness.arrange(async (client) => {
    const { objId, member: owner, group } = world;
    const instrument = await createInstrument(client);
    await createSpectrum(client, { objId, owner, group, instrument });
  });
});
after(() => harness?.close());

/** The files of a tar, by their names. */
function filesOf(archive: Buffer): Map<string, string> {
  const files = new Map<string, string>();
  for (let at = 0; archive[at] !== 0; ) {
    const text = (from: number, to: number) =>
      archive.toString('utf8', at + from, at + to).replace(/\0.*$/s, '');
    const size = Number.parseInt(text(124, 136), 8);
    files.set(text(0, 100), archive.toString('utf8', at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}

test('everything of a source comes as one archive', async () => {
  const { objId: id } = world;
  const response = await send(harness, 'exportSource', { as: world.member, params: { id } });
  assert.equal(response.statusCode, 200, response.body);
  assert.equal(response.headers['content-disposition'], `attachment; filename="${id}.tar.gz"`);
  const files = filesOf(gunzipSync(response.rawPayload));
  const names = [...files.keys()].map((name) => name.replace(/\d+\.csv$/, 'N.csv'));
  for (const name of [
    'source.json',
    'photometry.csv',
    'spectra/N.csv',
    'annotations.json',
    'followup_requests.json',
  ]) {
    assert.ok(names.includes(`${id}/${name}`), `${name} in ${names.join(', ')}`);
  }
  assert.equal(JSON.parse(files.get(`${id}/source.json`) ?? '{}').id, id);
  assert.match(files.get(`${id}/photometry.csv`) ?? '', /^id,obj_id,mjd,.*\r\n\d+,/);
  const listed = spawnSync('tar', ['-tzf', '-'], { input: response.rawPayload, encoding: 'utf8' });
  if (listed.error === undefined) assert.equal(listed.stdout.split('\n').length - 1, files.size);
});

test('not of what one does not see', async () => {
  const params = { id: world.objId };
  await fails(harness, 'exportSource', 'not_found', { as: world.stranger, params });
});

test('the sources of a group come as tables, and the light curves of them all', async () => {
  const { objId, group, member, stranger } = world;
  const read = async (query: Record<string, string>, as = member) => {
    const response = await send(harness, 'exportGroup', { as, params: { id: group.id }, query });
    assert.equal(response.statusCode, 200, response.body);
    return response;
  };
  const linesOf = (text: string) => text.trimEnd().split('\r\n');
  const known = await call(harness, 'getPhotometry', {
    ...{ as: member, params: { id: objId }, query: { format: 'both' } },
  });
  const [head, ...points] = linesOf((await read({})).body);
  assert.match(head ?? '', /^obj_id,mjd,exptime,filter,mag,magerr,/);
  const own = points.filter((line) => line.startsWith(`${objId},`)).map((line) => line.split(','));
  assert.deepEqual(
    own.map(([, mjd, , filter]) => [Number(mjd), filter]),
    known.map(({ mjd, filter }) => [mjd, filter]).toSorted(([a], [b]) => Number(a) - Number(b)),
  );
  const [sources, ...rows] = linesOf((await read({ content: 'sources' })).body);
  assert.match(sources ?? '', /^id,ra,dec,redshift,classification/);
  assert.ok(rows.some((line) => line.startsWith(`${objId},`)));
  const [tns, ...found] = linesOf((await read({ content: 'sources', file_format: 'tns' })).body);
  assert.match(
    tns ?? '',
    /^ID,Name,RA,DEC,Obj\. Type,.*,Disc\. Internal Name,.*,Ext\. catalog\/s$/,
  );
  assert.ok(found.some((line) => line.split(',')[12] === objId));
  assert.match(found[0] ?? '', /^,[^,]*,\d\d:\d\d:\d\d\.\d{3},[+-]\d\d:\d\d:\d\d\.\d\d,/);

  const parquet = (await read({ file_format: 'parquet' })).rawPayload;
  const bytes = Uint8Array.from(parquet).buffer;
  const slice = async (from: number, to?: number) => bytes.slice(from, to);
  const { table } = await openParquetParts({ byteLength: bytes.byteLength, slice }, async () => {});
  assert.equal(table.rowCount, points.length);
  // Who sees no source of the group gets none, and tns is no table of points.
  const as = member;
  const params = { id: group.id };
  await fails(harness, 'exportGroup', 'not_found', { as: stranger, params });
  await fails(harness, 'exportGroup', 'invalid_request', {
    as,
    params,
    query: { file_format: 'tns' },
  });
});

test('a night comes as a HATS collection, of what one sees', async () => {
  // Of a night that nothing else here is of.
  const candids = [3_300_500_000_000_015_011n, 3_300_500_000_000_015_012n] as const;
  const night = '20260114';
  await harness.arrange(async (client) => {
    for (const [i, candid] of candids.entries()) {
      await createAlert(client, { objectId: `ZTF26nite${i}`, candid, programId: i + 1 });
    }
  });
  const params = { content: 'alerts', night } as const;
  const read = async (as: { token: string }) => {
    const response = await send(harness, 'exportNight', { as, params });
    assert.equal(response.statusCode, 200, response.body);
    const files = filesOf(response.rawPayload);
    const csv = [...files].find(([name]) => name.endsWith('alerts/hats.properties'))?.[1] ?? '';
    assert.ok(files.has(`ztf_${night}/collection.properties`), [...files.keys()].join(' '));
    return /hats_nrows=(\d+)/.exec(csv)?.[1];
  };
  assert.equal(await read(world.member), '2');
  const as = world.member;
  const empty = { ...params, night: '20200101' };
  await fails(harness, 'exportNight', 'not_found', { as, params: empty });
  const none = { ...params, night: '20261341' };
  await fails(harness, 'exportNight', 'invalid_request', { as, params: none });
  // The stranger's streams have neither programme.
  await fails(harness, 'exportNight', 'not_found', { as: world.stranger, params });
});
