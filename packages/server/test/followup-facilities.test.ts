import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  type FaultBox,
  faultBox,
  type TestAtlas,
  type TestLco,
  type TestZtfForced,
  testAtlas,
  testLco,
  testSmtp,
  testZtfForced,
  ztfUserpass,
} from '@fritz/testing';
import { CredentialSafe } from '../src/credentials/credential-safe.ts';
import { FollowupSender } from '../src/jobs/followup-sender.ts';
import { MailRoom } from '../src/mail/mail-room.ts';
import { AddressGuard } from '../src/outbound/address-guard.ts';
import { askFor, type FollowupStage, followupStage, sedmPayload } from './followup-stage.ts';
import { call, fails, type Harness, send, startHarness } from './harness.ts';

let harness: Harness;
let stage: FollowupStage;
let lco: TestLco;
let atlas: TestAtlas;
let ztf: TestZtfForced;
let plain: FaultBox;
/** What the plain facility answers. */
let answer = { status: 200, text: 'ok' };

before(async () => {
  harness = await startHarness();
  stage = await followupStage(harness);
  lco = await testLco();
  atlas = await testAtlas();
  ztf = await testZtfForced();
  plain = await faultBox(() => answer);
});
after(async () => {
  await stage?.close();
  for (const box of [lco, atlas, ztf, plain]) await box?.close();
  await harness.close();
});

const get = (id: number) =>
  call(harness, 'getFollowupRequest', { as: stage.world.member, params: { id } });
const stateOf = async (id: number) => (await get(id)).state;

const { start_date, end_date } = sedmPayload;
const lcoPayload = {
  ...{ observation_mode: 'NORMAL', exposure_time: 120, exposure_counts: 2, priority: 1 },
  ...{ maximum_airmass: 2, minimum_lunar_distance: 30, start_date, end_date },
};
const lcoCredentials = () => ({
  ...{ API_TOKEN: 'lco-token', PROPOSAL_ID: 'LCO2026B-001', endpoint: lco.url },
  archive_endpoint: lco.url,
});

test('LCO is told what each of its instruments needs, and whatever goes wrong is there once', async () => {
  const asks: readonly (readonly [string, object, string[]])[] = [
    ['SINISTROAPI', { observation_choices: ['gp', 'rp'] }, ['EXPOSE', 'EXPOSE']],
    ['MUSCATAPI', {}, ['EXPOSE']],
    ['FLOYDSAPI', {}, ['LAMP_FLAT', 'ARC', 'SPECTRUM', 'ARC', 'LAMP_FLAT']],
  ];
  for (const [api, more, types] of asks) {
    const { allocationId } = await stage.allocate(api, lcoCredentials());
    for (const fault of [null, 'late', 'garbage', 'error'] as const) {
      let calls = 0;
      // The second call is the one that it is taken by.
      lco.fault = () => (++calls === 2 ? fault : null);
      const id = await askFor(stage, allocationId, { ...lcoPayload, ...more });
      await stage.settle();
      lco.fault = () => null;
      const shown = await get(id);
      // It is polled by then.
      assert.equal(shown.state, 'accepted', `${api} ${fault}`);
      const groups = lco.groups.filter((group) => String(group.id) === shown.facility_ref);
      assert.equal(groups.length, 1);
      const [group] = groups;
      assert.equal(lco.groups.filter((one) => one.name === group?.name).length, 1, `${fault}`);
      assert.deepEqual(
        group?.requests[0]?.configurations.map(({ type }) => type),
        types,
      );
      assert.equal(group?.proposal, 'LCO2026B-001');
    }
  }
});

test('a request is not given up while it may still be observed', async () => {
  const { allocationId } = await stage.allocate('MUSCATAPI', lcoCredentials());
  const later = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);
  const id = await askFor(stage, allocationId, { ...lcoPayload, end_date: later });
  await stage.settle();
  const change = (text: string) => harness.arrange((client) => client.query(text, [id]));
  await change(
    `UPDATE fritz.followup_jobs SET begun_at = now() - interval '8 days' WHERE request_id = $1`,
  );
  await stage.settle();
  assert.equal(await stateOf(id), 'accepted');
  await change(
    `UPDATE fritz.followup_requests SET payload = payload || '{"end_date": "2020-01-01"}' WHERE id = $1`,
  );
  await stage.settle();
  assert.equal(await stateOf(id), 'failed');
});

test('what LCO would refuse is not sent, what it cancelled or observed is known, what it has is taken back', async () => {
  const { allocationId } = await stage.allocate('MUSCATAPI', lcoCredentials());
  const before = lco.groups.length;
  lco.errors = { requests: ['the target is not visible'] };
  const refused = await askFor(stage, allocationId, lcoPayload);
  await stage.settle();
  assert.equal(await stateOf(refused), 'rejected');
  assert.match((await get(refused)).status, /not visible/);
  assert.equal(lco.groups.length, before);
  lco.errors = null;
  const [done, back] = [
    await askFor(stage, allocationId, lcoPayload),
    await askFor(stage, allocationId, lcoPayload),
  ];
  await stage.settle();
  const ref = (await get(done)).facility_ref;
  const group = lco.groups.find((one) => String(one.id) === ref);
  assert.ok(group);
  group.state = 'COMPLETED';
  await call(harness, 'deleteFollowupRequest', { as: stage.world.member, params: { id: back } });
  await stage.settle();
  assert.deepEqual([await stateOf(done), await stateOf(back)], ['observed', 'cancelled']);
  await fails(harness, 'updateFollowupRequest', 'conflict', {
    as: stage.world.member,
    params: { id: done },
    body: { payload: { priority: 2 } },
  });

  // Reduced a while later: the archive's frames are listed under the request, when somebody asks at once.
  const frame = (name: string, RLEVEL: number) => ({
    ...{ REQNUM: group.requests[0]?.id ?? 0, RLEVEL, filename: `${name}.fits.fz` },
    ...{
      url: `https://archive.example.org/${name}`,
      DATE_OBS: '2026-11-30T01:02:03',
      FILTER: 'gp',
    },
  });
  lco.frames.push(frame('raw', 0), frame('b-e91', 91), frame('a-e91', 91));
  const again = { as: stage.world.member, params: { id: done } };
  await call(harness, 'getPhotometryRequest', again);
  await stage.settle();
  const reduced = await get(done);
  assert.deepEqual([reduced.state, reduced.status], ['completed', 'completed: 2 frames']);
  assert.deepEqual(
    reduced.products.map(({ name, band, level }) => [name, band, level]),
    [
      ['a-e91.fits.fz', 'gp', '91'],
      ['b-e91.fits.fz', 'gp', '91'],
    ],
  );
  const south = await stage.allocate('SPECTRALAPI', lcoCredentials(), {
    instrument: { configuration_data: '{"declination_max": -80}' },
  });
  const body = {
    obj_id: stage.world.objId,
    allocation_id: south.allocationId,
    payload: { ...lcoPayload, observation_choices: ['gp'] },
  };
  await fails(harness, 'createFollowupRequest', 'followup_refused', {
    as: stage.world.member,
    body,
  });
});

const atlasTable = `###MJD          m      dm   uJy   duJy F err chi/N     RA       Dec        x        y     maj  min   phi  apfit mag5sig Sky   Obs
59226.235875  16.177  0.012  1228   15 c  0  54.64 342.45960  51.26340  7768.79  7767.00 2.53 2.39 -63.4 -0.375 19.58 21.54 01a59226o0051c
59228.242600  21.157  0.017    -4   20 o  1   7.87 342.45960  51.26340  2179.59  9252.78 3.41 3.09 -51.0 -0.396 19.28 21.28 02a59228o0102c
`;

async function pointsOf(id: number) {
  const { rows } = await harness.arrange((client) =>
    client.query<{ band: string; flux_ujy: number; altdata: Record<string, unknown> }>(
      `SELECT band, flux_ujy, altdata FROM fritz.photometry
        WHERE (given->>'followup_request_id')::int = $1 ORDER BY mjd`,
      [id],
    ),
  );
  return rows;
}

test('ATLAS is queued, polled, and its photometry stored with its flags under the request', async () => {
  const credentials = { api_token: 'atlas-token', endpoint: atlas.url };
  const { allocationId } = await stage.allocate('ATLASAPI', credentials, {
    instrument: { filters: ['atlasc', 'atlaso'] },
  });
  const payload = { start_date: '2021-01-01', end_date: '2021-02-01' };
  atlas.throttles = true;
  const id = await askFor(stage, allocationId, payload, { request_type: 'forced_photometry' });
  await stage.sender.round();
  assert.match((await get(id)).status, /^not sent yet: throttled/);
  atlas.throttles = false;
  let isFirst = true;
  atlas.fault = ({ method }) => {
    const isLate = method === 'POST' && isFirst;
    if (isLate) isFirst = false;
    return isLate ? 'late' : null;
  };
  await stage.settle();
  assert.equal(atlas.tasks.length, 1);
  assert.equal(await stateOf(id), 'submitted');
  atlas.finish(atlasTable);
  await stage.settle();
  const done = await get(id);
  assert.deepEqual([done.state, done.status], ['completed', 'completed: 2 points']);
  const points = await pointsOf(id);
  assert.deepEqual(
    points.map(({ band, flux_ujy, altdata }) => [band, flux_ujy, altdata.flag, altdata.chi_per_n]),
    [
      ['atlasc', 1228, 0, 54.64],
      ['atlaso', -4, 1, 7.87],
    ],
  );
  assert.equal(done.hours_booked, 0);
  await fails(harness, 'createFollowupRequest', 'followup_refused', {
    as: stage.world.member,
    body: { obj_id: stage.world.objId, allocation_id: allocationId, payload },
  });
});

const ztfLightCurve = `# Requested input R.A. = 1 degrees
# Order of columns below:
index, field, ccdid, qid, filter, pid, infobitssci, sciinpseeing, scibckgnd, scisigpix, zpdiff, jd, forcediffimflux, forcediffimfluxunc, forcediffimsnr, forcediffimchisq, procstatus
 0 600 1 2 ZTF_g 1 0 1.8 200 6.1 26.2 2459226.73 310.5 12.5 24.8 1.1 0
 1 600 1 2 ZTF_r 2 33554432 4.8 200 30.1 26.2 2459227.73 -20.5 10.5 -1.9 1.3 0
 2 600 1 2 ZTF_r 2 0 1.8 200 6.1 26.2 2459228.73 null null null null 255
`;

test('ZTF is queued at IPAC, found again by place and dates, and its photometry stored with its flags', async () => {
  const credentials = {
    ...{ ipac_email: 'ztf', ipac_userpass: ztfUserpass, endpoint: ztf.url },
    ...{ ipac_http_user: 'ztf', ipac_http_password: 'ztf-secret' },
  };
  const { allocationId } = await stage.allocate('ZTFAPI', credentials);
  let isFirst = true;
  ztf.fault = () => {
    const fault = isFirst ? 'broken' : null;
    isFirst = false;
    return fault;
  };
  const payload = { start_date: '2021-01-01', end_date: '2021-02-01' };
  const id = await askFor(stage, allocationId, payload, { request_type: 'forced_photometry' });
  await stage.settle();
  assert.equal(ztf.jobs.length, 1);
  assert.equal(await stateOf(id), 'submitted');
  ztf.finish(ztfLightCurve);
  await stage.settle();
  assert.equal(await stateOf(id), 'completed');
  const points = await pointsOf(id);
  assert.deepEqual(
    points.map(({ band, altdata }) => [band, altdata.is_bad]),
    [
      ['ztfg', false],
      ['ztfr', true],
    ],
  );
  // 310.5 units at a zero point of 26.2.
  assert.ok(Math.abs((points[0]?.flux_ujy ?? 0) - 310.5 * 10 ** (-0.4 * (26.2 - 23.9))) < 1e-3);
  assert.doesNotMatch(
    JSON.stringify(
      (await get(id)).transactions?.map(({ request, response }) => [request, response]),
    ),
    /ztf-secret/,
  );
});

test('somebody at a telescope is written to, and says himself what became of it', async () => {
  const smtp = await testSmtp();
  const { host, port } = smtp;
  const settings = { host, port, user: null, password: null, from: 'fritz@example.org' } as const;
  const mail = new MailRoom({ ...settings, tls: 'none' }, { warn: () => {} });
  const writing = new FollowupSender({
    ...{ archive: stage.archive, workKey: stage.workKey, mail, log: { warn: () => {} } },
    guard: new AddressGuard([]),
    credentials: new CredentialSafe('a secret of the tests'),
  });
  try {
    const { world } = stage;
    const { allocationId } = await stage.allocate('EMAILAPI', { email: 'observer@example.org' });
    const payload = { priority: 3, start_date, end_date, message: 'Please, tonight' };
    const id = await askFor(stage, allocationId, payload);
    await writing.round();
    assert.equal(await stateOf(id), 'submitted');
    const letter = await smtp.nextMail();
    assert.deepEqual(letter.to, ['observer@example.org']);
    assert.equal(letter.headers.get('subject'), `Please observe: ${world.objId}`);
    assert.match(letter.text, /Please, tonight/);
    // Without a mail server it was not sent, and says so.
    const unsent = await askFor(stage, allocationId, payload);
    await stage.settle();
    assert.equal(await stateOf(unsent), 'failed');
    assert.match((await get(unsent)).status, /no mail server/);
    await call(harness, 'updateFollowupRequest', {
      as: world.member,
      params: { id },
      body: { status: 'observed' },
    });
    assert.equal(await stateOf(id), 'observed');
    await fails(harness, 'getPhotometryRequest', 'conflict', { as: world.member, params: { id } });
  } finally {
    writing.close();
    await mail.settle();
    await smtp.close();
  }
});

test('people in a channel are told, and say themselves what became of it', async () => {
  const { world } = stage;
  const credentials = {
    ...{ slack_workspace: 'T0001', slack_channel: 'B0001', slack_token: 'slacktoken' },
    endpoint: plain.url,
  };
  const { allocationId } = await stage.allocate('SLACKAPI', credentials);
  const payload = { priority: 3, start_date, end_date, observation_choices: ['ztfg'] };
  answer = { status: 200, text: 'ok' };
  const id = await askFor(stage, allocationId, payload);
  await stage.settle();
  assert.equal(await stateOf(id), 'submitted');
  const told = plain.calls.at(-1);
  assert.equal(told?.path, '/T0001/B0001/slacktoken');
  assert.match(JSON.parse(told?.body ?? '{}').text, new RegExp(`Please observe: ${world.objId}`));
  for (const [status, state] of [
    ['observed', 'observed'],
    ['completed', 'completed'],
  ] as const) {
    await call(harness, 'updateFollowupRequest', {
      as: world.member,
      params: { id },
      body: { status },
    });
    assert.equal(await stateOf(id), state);
  }
  await fails(harness, 'updateFollowupRequest', 'conflict', {
    as: world.member,
    params: { id },
    body: { status: 'submitted' },
  });
});

test('Gemini is told a template each, and what it may have taken is never told again', async () => {
  const credentials = {
    ...{ user_email: 'a@example.org', user_key: 'gemini-key', programid: 'GN-2026B-Q-1' },
    ...{ template_ids: ['12', '13'], endpoint: `${plain.url}/too` },
  };
  const { allocationId } = await stage.allocate('GEMINIAPI', credentials);
  const payload = {
    ...{ template_ids: '12,13', l_exptime: 300, l_elmin: 1, l_elmax: 1.6 },
    ...{ start_date: `${start_date} 00:00:00`, end_date: `${end_date} 00:00:00` },
  };
  answer = { status: 200, text: 'GN-2026B-Q-1-77' };
  const before = plain.calls.length;
  const id = await askFor(stage, allocationId, payload);
  await stage.settle();
  assert.equal(await stateOf(id), 'submitted');
  assert.equal(plain.calls.length, before + 2);
  const query = plain.calls.at(-1)?.query;
  assert.deepEqual(
    ['prog', 'obsnum', 'exptime', 'elevationType'].map((name) => query?.get(name)),
    ['GN-2026B-Q-1', '13', '300', 'airmass'],
  );
  assert.match(query?.get('ra') ?? '', /^\d\d:\d\d:\d\d\.\d{3}$/);
  assert.doesNotMatch(
    JSON.stringify((await get(id)).transactions?.map((one) => one.request)),
    /gemini-key/,
  );
  plain.fault = () => 'late';
  const lost = await askFor(stage, allocationId, payload);
  await stage.settle();
  plain.fault = () => null;
  const after = plain.calls.length;
  await stage.settle();
  assert.equal(await stateOf(lost), 'unknown');
  assert.equal(plain.calls.length, after);
  const body = {
    obj_id: stage.world.objId,
    allocation_id: allocationId,
    payload: { ...payload, template_ids: '99' },
  };
  const { message } = await fails(harness, 'createFollowupRequest', 'followup_refused', {
    as: stage.world.member,
    body,
  });
  assert.match(message, /may be 12, 13, and no 99/);
});

test('what an instrument is asked for has an order for the night, and what is assigned already is left', async () => {
  const { world } = stage;
  const as = world.member;
  const { allocationId, instrumentId } = await stage.allocate('SEDMAPI', { endpoint: plain.url });
  // Overhead at midnight of the first of December at Palomar, and below it at that time.
  await harness.arrange((client) =>
    client.query(`UPDATE fritz.objs SET ra = 75, dec = 33 WHERE id = $1`, [world.objId]),
  );
  const payload = { ...sedmPayload, start_date: '2090-11-30', end_date: '2090-12-03' };
  for (const priority of [1, 4]) await askFor(stage, allocationId, { ...payload, priority });
  const params = { instrument_id: instrumentId };
  const query = { observationStartDate: '2090-12-01T02:00:00' };
  const csv = await send(harness, 'getFollowupSchedule', { as, params, query });
  assert.equal(csv.statusCode, 200, csv.body);
  const [head, ...lines] = csv.body.trim().split('\r\n');
  assert.match(head ?? '', /^target,request_id,start_time_utc,end_time_utc,duration_minutes/);
  const rows = lines.map((line) => line.split(','));
  assert.deepEqual(
    rows.map((cells) => [cells[4], cells[8]]),
    [
      ['65', '4'],
      ['65', '1'],
    ],
  );
  // One after the other, in the dark, high enough.
  const times = rows.flatMap((cells) => [cells[2] ?? '', cells[3] ?? '']);
  assert.deepEqual(times, times.toSorted());
  assert.ok(times.every((time) => time > '2090-12-01T01' && time < '2090-12-01T15'));
  assert.ok(rows.every((cells) => Number(cells[7]) <= 2.8));
  const pdf = await send(harness, 'getFollowupSchedule', {
    as,
    params,
    query: { ...query, output_format: 'pdf' },
  });
  assert.equal(pdf.headers['content-type'], 'application/pdf');
  assert.match(pdf.body, /^%PDF/);

  const run = await call(harness, 'createObservingRun', {
    as,
    body: { instrument_id: instrumentId, calendar_date: '2090-12-03', group_id: world.group.id },
  });
  await call(harness, 'createAssignment', { as, body: { run_id: run.id, obj_id: world.objId } });
  const { ignored, message } = await call(harness, 'createFollowupRequest', {
    as,
    body: {
      ...{ obj_id: world.objId, allocation_id: allocationId, payload },
      not_if_assignment_exists: 1,
    },
  });
  assert.equal(ignored, true);
  assert.match(message ?? '', /assigned to an observing run/);
});
