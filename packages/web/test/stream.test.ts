import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  readLiveMessage,
  readRightsNews,
  readSourceNews,
  readUnseen,
  reconnectDelayMs,
  tagsOfSourceNews,
} from '../src/features/stream/live-message.ts';
import { summariseTonight } from '../src/features/stream/tonight.ts';

test('a push is read, a heartbeat and rubbish are not', () => {
  const push = '{"actionType":"fritz/REFRESH_CANDIDATES","payload":{"count":3}}';
  assert.deepEqual(readLiveMessage(push), {
    actionType: 'fritz/REFRESH_CANDIDATES',
    payload: { count: 3 },
  });
  for (const frame of ['<3', '', '{', '{"a":1}', '{"actionType":7}', null]) {
    assert.equal(readLiveMessage(frame), null);
  }
});

test('rights that are gone are told from rights that came, and a welcome from one before', () => {
  const welcome = (rights: string) => ({ actionType: 'fritz/WELCOME', payload: { rights } });
  const change = (payload: object) => ({ actionType: 'fritz/REFRESH_RIGHTS', payload });
  const none = { actionType: 'fritz/REFRESH_CANDIDATES', payload: { rights: 'a' } };
  assert.equal(readRightsNews(none, 'b'), null);
  assert.deepEqual(readRightsNews(welcome('a'), ''), { mark: 'a', change: 'none' });
  assert.deepEqual(readRightsNews(welcome('a'), 'a'), { mark: 'a', change: 'none' });
  assert.deepEqual(readRightsNews(welcome(''), 'a'), { mark: '', change: 'none' });
  assert.deepEqual(readRightsNews(welcome('b'), 'a'), { mark: 'b', change: 'lost' });
  assert.equal(readRightsNews(change({ rights: 'b', lost: true }), 'a')?.change, 'lost');
  assert.equal(readRightsNews(change({ rights: 'b', lost: false }), 'a')?.change, 'more');
  assert.equal(readRightsNews(change({ rights: 'b' }), 'a')?.change, 'lost');
});

test('a welcome and a push say how much is not seen', () => {
  const read = (actionType: string, payload: unknown) => readUnseen({ actionType, payload });
  assert.equal(read('fritz/WELCOME', { rights: '', unseen: 3 }), 3);
  assert.equal(read('fritz/REFRESH_NOTIFICATIONS', { unseen: 0 }), 0);
  assert.equal(read('fritz/WELCOME', { rights: '' }), null);
  assert.equal(read('fritz/REFRESH_SOURCES', { unseen: 3 }), null);
});

test('what changed of sources makes their answers old, by name', () => {
  const news = (payload: unknown) =>
    readSourceNews({ actionType: 'fritz/REFRESH_SOURCES', payload });
  assert.equal(readSourceNews({ actionType: 'fritz/WELCOME', payload: {} }), null);
  assert.equal(news({ sources: 7 }), null);
  const told = news({
    sources: [{ obj_id: 'a', parts: ['photometry', 'groups', 8] }, { obj_id: 'b' }, 'c'],
    more: false,
  });
  assert.deepEqual(told && tagsOfSourceNews(told), [
    { type: 'Source', id: 'a' },
    { type: 'Source', id: 'LIST' },
    { type: 'Photometry', id: 'a' },
    { type: 'Source', id: 'b' },
  ]);
  const all = news({ sources: [], more: true });
  assert.deepEqual(all && tagsOfSourceNews(all), [
    'Source',
    'Photometry',
    'Spectrum',
    'Comment',
    'Annotation',
    'Classification',
    'Tag',
    'Interest',
    'Followup',
    'Observing',
  ]);
  // Which spectrum a comment is on is not told: those that are looked at are read again.
  assert.deepEqual(
    tagsOfSourceNews({
      sources: [{ objId: 'a', parts: ['comments', 'tags', 'new'] }],
      more: false,
    }),
    [
      { type: 'Source', id: 'a' },
      { type: 'Comment', id: 'a' },
      { type: 'Comment', id: 'SPECTRA' },
      { type: 'Spectrum', id: 'a' },
      { type: 'Tag', id: 'a' },
    ],
  );
});

test('reconnection waits longer each time, up to half a minute and a quarter', () => {
  assert.equal(reconnectDelayMs(0, 0.5), 500);
  assert.equal(reconnectDelayMs(3, 0.5), 4000);
  assert.equal(reconnectDelayMs(50, 0), 22_500);
  assert.ok(reconnectDelayMs(50, 0.999) <= 37_500);
});

test("tonight's surveys and filters are summed; an idle stream has neither rate nor lag", () => {
  const survey = {
    survey: 'ztf',
    packets: 100,
    new: 90,
    known: 10,
    quarantined: 1,
    last_batch_at: null,
    per_second: null,
    lag_s: null,
  };
  const idle = { since: '2026-11-21T20:00:00', surveys: [survey], filters: [] };
  assert.deepEqual(summariseTonight(idle), {
    read: 100,
    quarantined: 1,
    passed: 0,
    ratePerS: null,
    lagS: null,
  });
  const none = { packets: null, new: null, known: null, quarantined: null };
  const partly = { ...idle, surveys: [{ ...survey, ...none }] };
  assert.equal(summariseTonight(partly).read, null);
  const counts = { passed: 2, rejected: 38, failed: 0, elapsed_ms: 1, failure: null };
  const filter = { filter_id: 1, name: 'a', fid: 'x', evaluated: 40, ...counts };
  assert.equal(summariseTonight({ ...partly, filters: [filter] }).read, 40);
  const busy = [
    { ...survey, per_second: 10, lag_s: 300 },
    { ...survey, per_second: 5, lag_s: 420 },
  ];
  const { ratePerS, lagS } = summariseTonight({ ...idle, surveys: busy });
  assert.deepEqual([ratePerS, lagS], [15, 420]);
});
