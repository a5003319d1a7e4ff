import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { BrokerDatabase, PgAlertStore, PgFilterLibrary } from '@fritz/archive';
import { runPipeline } from '@fritz/pipeline';
import { simulateNight, ZtfAdapter } from '@fritz/surveys';
import { packetList } from '@fritz/testing';
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
const kinds = { bogus: 0, asteroid: 0 };
const night = [...simulateNight({ seed: 4, night: '20261018', alerts: 90, kinds })];
const nextNight = [...simulateNight({ seed: 4, night: '20261019', alerts: 15, kinds })];

before(async () => {
  harness = await startHarness();
  world = await harness.arrange(arrangeWorld);
  await ingest([...night, ...nextNight].map(({ bytes }) => bytes));
});
after(() => harness.close());

async function ingest(packets: readonly Uint8Array[]): Promise<void> {
  const database = new BrokerDatabase(harness.database.broker);
  const adapter = new ZtfAdapter();
  const store = new PgAlertStore(database, adapter);
  const filters = new PgFilterLibrary(database, adapter);
  try {
    await runPipeline(packetList(packets), { adapter, store, filters, consumer: 'test' });
  } finally {
    await filters.close();
    await database.close();
  }
}

async function newFilter(): Promise<number> {
  const body = { name: 'Young', group_id: world.group.id, stream_id: world.stream.id };
  return (await call(harness, 'createFilter', { as: world.member, body })).id;
}

/** Alerts of the night that the stream, of programmes 1 and 2, gives. */
const seen = night.filter(({ programId }) => programId !== 3);
const few = [{ $match: { 'candidate.magpsf': { $lt: 12 } } }];
const all = [{ $match: { 'candidate.magpsf': { $gt: 0 } } }];

test('a version that passes too much is refused with the count, unless its author insists', async () => {
  const params = { id: await newFilter() };
  const as = world.member;
  const refused = await fails(harness, 'createFilterVersion', 'passes_too_much', {
    as,
    params,
    body: { pipeline: all },
  });
  const figures = { night: '20261018', alerts: seen.length, evaluated: seen.length };
  const { night, search, alerts, evaluated, passed, failed, limit } = refused.data;
  assert.equal(search, 'found');
  assert.deepEqual({ night, alerts, evaluated }, figures);
  assert.deepEqual([passed, failed, limit], [seen.length, 0, 0.05]);
  assert.match(refused.message, new RegExp(`passes ${seen.length} of ${seen.length} alerts`));
  assert.equal((await call(harness, 'getFilterVersions', { as, params })).fv.length, 0);

  const changelog = 'Look at everything for once';
  const saved = await call(harness, 'createFilterVersion', {
    as,
    params,
    body: { pipeline: all, insist: true, changelog },
  });
  const [version] = saved.fv;
  assert.equal(version?.changelog, changelog);
  assert.equal(version?.author, world.member.username);
  assert.equal(version?.reference?.insisted, true);
  assert.equal(version?.reference?.passed, seen.length);

  const better = await call(harness, 'createFilterVersion', {
    as,
    params,
    body: { pipeline: few },
  });
  assert.equal(better.fv[0]?.reference?.insisted, false);
  assert.equal(better.active_fid, better.fv[0]?.fid);
  assert.equal(better.fv.length, 2);
});

test('a version that fails on the night is refused with the failure', async () => {
  const params = { id: await newFilter() };
  const pipeline = [{ $project: { a: { $divide: ['$candidate.magpsf', { $literal: 0 }] } } }];
  const refused = await fails(harness, 'createFilterVersion', 'fails_too_much', {
    as: world.member,
    params,
    body: { pipeline },
  });
  assert.equal(refused.data.failed, seen.length);
});

test('a field that alerts do not have is an error with a suggestion', async () => {
  const params = { id: await newFilter() };
  const pipeline = [{ $match: { 'candidate.magpfs': { $lt: 18 } } }];
  const refused = await fails(harness, 'createFilterVersion', 'invalid_pipeline', {
    as: world.member,
    params,
    body: { pipeline },
  });
  assert.match(String(refused.data.hint), /candidate\.magpsf/);
});

test('one rolls back at once, and the audit log tells who', async () => {
  const params = { id: await newFilter() };
  const as = world.member;
  const first = await call(harness, 'createFilterVersion', { as, params, body: { pipeline: few } });
  const second = await call(harness, 'createFilterVersion', {
    as,
    params,
    body: { pipeline: few, changelog: 'The same again' },
  });
  assert.notEqual(first.active_fid, second.active_fid);
  const back = { active_fid: first.active_fid };
  const third = await call(harness, 'updateFilterVersions', { as, params, body: back });
  assert.equal(third.active_fid, first.active_fid);
  assert.equal(third.active, true);
  const { entries } = await call(harness, 'listAudit', {
    as: world.member,
    query: { kind: 'filter', numPerPage: 3 },
  });
  assert.ok(entries.some(({ table }) => table === 'filters'));
});

test('progress comes in lines, and the answer is the last one', async () => {
  const params = { id: await newFilter() };
  const answer = await send(harness, 'createFilterVersion', {
    as: world.member,
    params,
    body: { pipeline: few },
    headers: { accept: 'application/x-ndjson' },
  });
  const lines = answer.body
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const last = lines.at(-1);
  assert.equal(last.status, 'success');
  assert.equal(last.data.fv.length, 1);
  const progress = lines.slice(0, -1).map((line) => line.progress);
  assert.deepEqual(progress[0], { done: 0, total: seen.length });
  assert.deepEqual(progress.at(-1), { done: seen.length, total: seen.length });

  const refused = await send(harness, 'createFilterVersion', {
    as: world.member,
    params,
    body: { pipeline: all },
    headers: { accept: 'application/x-ndjson' },
  });
  const error = JSON.parse(refused.body.trim().split('\n').at(-1) ?? '');
  assert.equal(error.data.code, 'passes_too_much');
  assert.equal(error.data.http_status, 409);
});

test('a test over objects or a time gives what passes, as of then', async () => {
  const as = world.member;
  const params = { id: await newFilter() };
  const counts = [
    { $match: { 'candidate.magpsf': { $gt: 0 } } },
    {
      $project: {
        objectId: 1,
        candid: 1,
        points: { $size: '$prv_candidates' },
        latest: { $max: '$prv_candidates.jd' },
        jd: '$candidate.jd',
      },
    },
  ];
  const [first] = seen;
  const start = Math.floor((first?.jd ?? 0) - 0.5) + 0.5;
  const passing = await call(harness, 'testFilter', {
    as,
    params,
    body: { pipeline: counts, start_date: start, end_date: start + 1 },
  });
  assert.equal(passing.length, seen.length);
  for (const { jd, latest } of passing) assert.ok(latest === null || Number(latest) <= Number(jd));
  const byObject = await call(harness, 'testFilter', {
    as,
    params,
    body: { pipeline: counts, object_ids: [first?.objectId ?? ''] },
  });
  assert.ok(byObject.length > 0);
  for (const { objectId } of byObject) assert.equal(objectId, first?.objectId);

  const whole = await call(harness, 'testFilter', {
    as,
    params,
    body: { pipeline: [{ $match: {} }], object_ids: [first?.objectId ?? ''] },
  });
  assert.equal(whole.length, byObject.length);
  whole.forEach(({ candid, prv_candidates: points, candidate }, i) => {
    assert.equal((candidate as { candid: bigint }).candid, candid);
    assert.equal((points as unknown[]).length, byObject[i]?.points);
  });

  const object_ids = [...new Set(seen.map(({ objectId }) => objectId))];
  const open = [{ start_date: start }, { end_date: start + 1 }, { start_date: start + 1 }] as const;
  const found = [];
  for (const window of open) {
    const body = { pipeline: counts, object_ids, ...window };
    found.push((await call(harness, 'testFilter', { as, params, body })).length);
  }
  const later = nextNight.filter(({ objectId, programId }) => {
    return programId !== 3 && object_ids.includes(objectId);
  });
  assert.deepEqual(found, [seen.length + later.length, seen.length, later.length]);

  const body = { pipeline: counts, start_date: start, end_date: start + 2 };
  await fails(harness, 'testFilter', 'invalid_request', { as, params, body });
  const day = { pipeline: counts, start_date: '2026-10-18', end_date: '2026-10-19T00:00:00Z' };
  assert.equal((await call(harness, 'testFilter', { as, params, body: day })).length, seen.length);
  await fails(harness, 'testFilter', 'invalid_request', { as, params, body: {} });
  const stranger = { as: world.stranger, params, body: day };
  await fails(harness, 'testFilter', 'not_found', stranger);
});

test('an alert is explained, a night’s funnel counted, two versions compared', async () => {
  const as = world.member;
  const params = { id: await newFilter() };
  const bright = [
    { $match: { 'candidate.magpsf': { $lt: 19 }, 'candidate.isdiffpos': 't' } },
    { $project: { annotations: { magnitude: '$candidate.magpsf' } } },
  ];
  const brighter = [{ $match: { 'candidate.magpsf': { $lt: 18 } } }];
  const run = await call(harness, 'runFunnel', { as, params, body: { pipeline: bright } });
  assert.equal(run.night, '20261018');
  assert.equal(run.complete, true);
  assert.equal(run.funnel.documents, seen.length);
  assert.equal(run.funnel.stages[0]?.entered, seen.length);
  assert.equal(run.funnel.stages[0]?.survived, run.funnel.passed);
  assert.ok(run.funnel.passed > 0 && run.passes.length === Math.min(100, run.funnel.passed));
  const [pass] = run.passes;
  assert.ok(pass);
  const explained = await call(harness, 'explainFilter', {
    as,
    params,
    query: { candid: String(pass.candid) },
    body: { pipeline: bright },
  });
  assert.equal(explained.candid, pass.candid);
  assert.equal(explained.explanation.outcome, 'passed');
  assert.deepEqual(explained.explanation.output, pass.output);
  const diff = await call(harness, 'runDiff', {
    as,
    params,
    body: { from: { pipeline: bright }, to: { pipeline: brighter }, night: '20261018' },
  });
  assert.equal(diff.passedBefore, run.funnel.passed);
  assert.equal(diff.passedAfter - diff.passedBefore, diff.gained.length - diff.lost.length);
  assert.equal(diff.documents, seen.length);
  const other = night.find(({ programId }) => programId === 3);
  const hidden = { as, params, query: { candid: String(other?.candid) }, body: { pipeline: all } };
  await fails(harness, 'explainFilter', 'not_found', hidden);
  const fields = await call(harness, 'getFilterFields', { as, params });
  assert.ok(fields.some(({ path, type }) => path === 'candidate.drb' && type === 'float'));
});

test('settings are kept as Kowalski has them, and refused in its words', async () => {
  const as = world.member;
  const params = { id: await newFilter() };
  const patch = (body: Record<string, unknown>) =>
    send(harness, 'updateFilterVersions', { as, params, body });
  const followup = { allocation_id: 3, pipeline: [{ $match: {} }], payload: { priority: 1 } };
  const messages = [
    [{ auto_followup: followup }, /Cannot setup auto_followup without autosave enabled/],
    [{ autosave: { colour: 1 } }, /Cannot test autosave pipeline: invalid keys/],
    [{ autosave: { pipeline: [] } }, /Cannot test autosave pipeline: no pipeline specified/],
    [{ autosave: { pipeline: [{ $out: 'x' }] } }, /Cannot test autosave pipeline: /],
    [
      { autosave: true, auto_followup: { allocation_id: 3 } },
      /Cannot test auto_followup pipeline: no pipeline specified/,
    ],
    [
      { autosave: true, auto_followup: { ...followup, priority_order: 'up' } },
      /Invalid priority_order/,
    ],
  ] as const;
  for (const [body, expected] of messages) {
    const answer = await patch(body);
    assert.equal(answer.statusCode, 422, answer.body);
    assert.match(JSON.parse(answer.body).message, expected);
  }
  const autosave = { active: true, comment: 'Found by ours', pipeline: [{ $match: {} }] };
  const kept = { autosave, auto_followup: followup, update_annotations: true };
  assert.equal((await patch(kept)).statusCode, 200);
  const told = await call(harness, 'getFilter', { as, params });
  assert.deepEqual(told.autosave, autosave);
  assert.deepEqual(told.auto_followup, followup);
  assert.equal(told.update_annotations, true);
  assert.deepEqual(told.permissions, [1, 2]);

  const second = { id: await newFilter() };
  const differs = { autosave: true, auto_followup: { ...followup, priority_order: 'desc' } };
  const refused = await fails(harness, 'updateFilterVersions', 'invalid_filter_settings', {
    as,
    params: second,
    body: differs,
  });
  assert.match(refused.message, /same allocation have priority_order set to a different value/);
});

test("Kowalski's operations: a version by filter_id, a change, the document", async () => {
  const as = world.member;
  const id = await newFilter();
  const common = { group_id: world.group.id, filter_id: id, catalog: 'ZTF_alerts' };
  const made = await call(harness, 'createFilter', { as, body: { ...common, pipeline: few } });
  assert.match(made.fid ?? '', /^[0-9a-z]{6}$/);
  assert.deepEqual(made.warnings, []);
  const changed = await call(harness, 'updateFilterById', {
    as,
    body: { filter_id: id, active: false, active_fid: made.fid },
  });
  assert.equal(changed.active, false);
  assert.equal(changed.fv[0]?.fid, made.fid);
  assert.equal(changed.catalog, 'ZTF_alerts');
  // What Kowalski's clients send with a version is applied with it, all of it or nothing.
  const autosave = { active: true, comment: 'Found by ours' };
  const settings = { active: false, autosave, update_annotations: true, permissions: [2, 1] };
  const withSettings = { ...common, ...settings, pipeline: few };
  const second = await call(harness, 'createFilter', { as, body: withSettings });
  const kept = await call(harness, 'getFilter', { as, params: { id } });
  assert.deepEqual([kept.active, kept.active_fid], [false, second.fid]);
  assert.deepEqual([kept.autosave, kept.update_annotations], [autosave, true]);
  const refusals = [
    [{ permissions: [1] }, /permissions: must be \[1, 2\]/],
    [{ catalog: 'PGIR_alerts' }, /catalog: must be ZTF_alerts/],
    [{ stream_id: world.otherStream.id }, /stream_id: must be/],
    [{ autosave: { colour: 1 } }, /invalid keys/],
  ] as const;
  for (const [given, expected] of refusals) {
    const answer = await send(harness, 'createFilter', { as, body: { ...withSettings, ...given } });
    assert.ok(answer.statusCode >= 400 && expected.test(answer.body), answer.body);
  }
  assert.equal((await call(harness, 'getFilter', { as, params: { id } })).fv.length, 2);
  const odd = [{ $match: { 'candidate.magpsf': { $lt: '12' } } }];
  const warned = await call(harness, 'createFilter', { as, body: { ...common, pipeline: odd } });
  assert.deepEqual(
    warned.warnings?.map(({ code, path }) => [code, path]),
    [['type_mismatch', '0.$match.candidate.magpsf.$lt']],
  );
  const bare = { name: 'Bare', group_id: world.group.id, stream_id: world.stream.id };
  await fails(harness, 'createFilter', 'conflict', { as, body: { ...bare, active: true } });
  await fails(harness, 'createFilter', 'invalid_request', {
    as,
    body: { ...bare, changelog: 'a' },
  });
  const wrong = { filter_id: id, active_fid: 'zzzzzz' };
  await fails(harness, 'updateFilterById', 'not_found', { as, body: wrong });
  const foreign = { as: world.stranger, body: { ...common, pipeline: few } };
  await fails(harness, 'createFilter', 'not_found', foreign);
});

/** As slow as a filter may be on each alert. */
const slow = [
  {
    $project: {
      sum: {
        $reduce: {
          input: { $range: [0, 200_000] },
          initialValue: '$candidate.magpsf',
          in: { $add: ['$$value', '$$this'] },
        },
      },
    },
  },
];

test('a run does not keep the server from answering, and stops when its time is over', async () => {
  const as = world.member;
  const params = { id: await newFilter() };
  const run = call(harness, 'runFunnel', {
    as,
    params,
    body: { pipeline: slow, max_time_ms: 2000 },
  });
  const delays: number[] = [];
  for (let i = 0; i < 10; i++) {
    const start = performance.now();
    await call(harness, 'getFilter', { as, params });
    delays.push(performance.now() - start);
  }
  assert.ok(Math.max(...delays) < 1000, `answers took ${delays.map(Math.round).join(', ')} ms`);
  const { complete, funnel } = await run;
  assert.equal(complete, false);
  assert.ok(funnel.documents < seen.length);
  const day = { start_date: '2026-10-18', end_date: '2026-10-19', max_time_ms: 1 };
  await fails(harness, 'testFilter', 'run_too_long', {
    as,
    params,
    body: { pipeline: slow, ...day },
  });
});

test('over HTTP progress comes at once, and a run whose client goes ends', async () => {
  const url = await harness.server.listen({ host: '127.0.0.1', port: 0 });
  const id = await newFilter();
  const ask = (signal: AbortSignal) =>
    fetch(`${url}/api/filters/${id}/funnel`, {
      method: 'POST',
      headers: {
        authorization: `token ${world.member.token}`,
        accept: 'application/x-ndjson',
        'content-type': 'application/json',
      },
      body: JSON.stringify({ pipeline: slow, max_time_ms: 60_000 }),
      signal,
    });
  const start = performance.now();
  // More than there are threads: those that were left would hold up the rest.
  for (let i = 0; i < 6; i++) {
    const controller = new AbortController();
    const answer = await ask(controller.signal);
    const first = await answer.body?.getReader().read();
    assert.match(
      new TextDecoder().decode(first?.value),
      /^\{"progress":\{"done":0,"total":\d+\}\}\n/,
    );
    controller.abort();
  }
  assert.ok(performance.now() - start < 30_000);
});

test('nobody keeps the others out', async () => {
  const params = { id: await newFilter() };
  const body = { pipeline: slow, max_time_ms: 500 };
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => send(harness, 'runFunnel', { as: world.member, params, body })),
  );
  const statuses = answers.map(({ statusCode }) => statusCode).sort();
  assert.deepEqual(statuses, [200, 200, 200, 200, 503, 503]);
});
