import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ApiError } from '../src/api/api-error.ts';
import { type Decision, inverseOf, requestOf } from '../src/features/outbox/decision.ts';
import { drainOutbox, retryDelayMs } from '../src/features/outbox/outbox-sender.ts';
import {
  countPending,
  decided,
  dropped,
  entryChanged,
  lastUndoable,
  outboxReducer,
} from '../src/features/outbox/outbox-slice.ts';
import { MemoryOutbox } from '../src/features/outbox/outbox-store.ts';
import { isRejected, overlaySaves, saidOf, saveStatus } from '../src/features/outbox/overlay.ts';

const a = { id: 1, name: 'a' };
const b = { id: 2, name: 'b' };
const save = (objId: string, added = [a], removed: (typeof a)[] = []): Decision => ({
  kind: 'save',
  objId,
  added,
  removed,
});
const refusal = (status: number, code = 'x'): ApiError => ({
  status,
  code,
  message: `refused with ${status}`,
  details: {},
});

async function fill(decisions: readonly Decision[]): Promise<MemoryOutbox> {
  const store = new MemoryOutbox();
  for (const [i, decision] of decisions.entries()) {
    await store.add({ key: `key-${i}`, userId: 1, decision, madeAtMs: i });
  }
  return store;
}

type Sent = { readonly key: string; readonly path: string };

/** Sends with these answers, an error standing for a refusal. */
async function drain(store: MemoryOutbox, answers: readonly unknown[]) {
  const sent: Sent[] = [];
  const rest = [...answers];
  const end = await drainOutbox(store, {
    userId: 1,
    onChange: () => undefined,
    send: async ({ key }, { method, path }) => {
      sent.push({ key, path: `${method} ${path}` });
      const answer = rest.shift();
      if (typeof answer === 'object' && answer !== null && 'status' in answer) throw answer;
      return answer;
    },
  });
  return { end, sent };
}

test('decisions are sent in their order, and what is refused does not hold up the others', async () => {
  const store = await fill([save('X'), { kind: 'reject', objId: 'Y' }, save('Z')]);
  const { end, sent } = await drain(store, [null, refusal(404), null]);
  assert.equal(end, 'empty');
  assert.deepEqual(
    sent.map(({ path }) => path),
    ['POST sources', 'POST listing', 'POST sources'],
  );
  const all = await store.list(1);
  assert.deepEqual(
    all.map(({ status, message }) => [status, message]),
    [
      ['done', null],
      ['failed', 'refused with 404'],
      ['done', null],
    ],
  );
});

test('what cannot be sent now is sent again under the same key', async () => {
  const store = await fill([save('X'), save('Y')]);
  for (const status of [0, 429, 503]) {
    const { end, sent } = await drain(store, [refusal(status)]);
    assert.equal(end, 'later');
    assert.deepEqual(sent, [{ key: 'key-0', path: 'POST sources' }]);
  }
  assert.equal(await store.countWaiting(), 2);
  const { sent } = await drain(store, []);
  assert.deepEqual(
    sent.map(({ key }) => key),
    ['key-0', 'key-1'],
  );
});

test('nothing is sent without the session of who decided', async () => {
  const store = await fill([save('X')]);
  assert.equal((await drain(store, [refusal(401)])).end, 'signed_out');
  assert.equal((await drain(store, [refusal(409, 'acts_as_other')])).end, 'signed_out');
  assert.equal(await store.countWaiting(), 1);
  await store.add({ key: 'other', userId: 2, decision: save('Y'), madeAtMs: 9 });
  assert.equal((await drain(store, [])).sent.length, 1);
  assert.equal(await store.countWaiting(), 1);
});

test('what is as it was to become is done', async () => {
  const store = await fill([
    { kind: 'reject', objId: 'X' },
    { kind: 'unreject', objId: 'X' },
  ]);
  await drain(store, [refusal(409, 'already_exists'), refusal(404, 'not_found')]);
  assert.deepEqual(
    (await store.list(1)).map(({ status }) => status),
    ['done', 'done'],
  );
});

test('a class is withdrawn by the id that the server gave it', async () => {
  const said = { obj_id: 'X', classification: 'SN Ia', taxonomy_id: 3, probability: null };
  const classify: Decision = { kind: 'classify', objId: 'X', said };
  const inverse = inverseOf(classify, 'key-0');
  assert.ok(inverse);
  const store = await fill([classify, inverse]);
  const { sent } = await drain(store, [{ classification_id: 7 }, null]);
  assert.deepEqual(
    sent.map(({ path }) => path),
    ['POST classification', 'DELETE classification/7'],
  );
  assert.equal(
    requestOf(inverse, () => null),
    null,
  );
});

test('what waits can be taken out; what may have been sent cannot', async () => {
  const store = await fill([save('X'), save('Y')]);
  const [first, second] = await store.list(1);
  assert.ok(first && second);
  assert.equal(await store.withdraw(second.seq), true);
  await store.claim(1);
  assert.equal(await store.withdraw(first.seq), false);
});

test('tries are further and further apart, up to a minute', () => {
  assert.deepEqual(
    [0, 1, 5, 20].map((attempt) => retryDelayMs(attempt, 0.5)),
    [1000, 2000, 32_000, 60_000],
  );
});

test('a decision shows at once, and not any more when it is refused or taken back', () => {
  let state = outboxReducer(undefined, decided({ key: '1', decision: save('X', [a], [b]) }));
  assert.deepEqual(overlaySaves([b], state.entries), [a]);
  assert.equal(saveStatus(state.entries), 'saving');
  assert.equal(countPending(state.entries), 1);
  state = outboxReducer(state, entryChanged({ key: '1', change: { status: 'failed' } }));
  assert.deepEqual(overlaySaves([b], state.entries), [b]);
  assert.equal(lastUndoable(state.entries), undefined);

  state = outboxReducer(state, decided({ key: '2', decision: { kind: 'reject', objId: 'X' } }));
  assert.equal(isRejected([], state.entries), true);
  assert.equal(lastUndoable(state.entries)?.key, '2');
  const back: Decision = { kind: 'unreject', objId: 'X' };
  const undone = outboxReducer(state, decided({ key: '3', decision: back, undoes: '2' }));
  assert.equal(isRejected(['rejected_candidates'], undone.entries), false);
  assert.equal(lastUndoable(undone.entries), undefined);
  assert.equal(isRejected([], outboxReducer(state, dropped('2')).entries), false);
});

test('to look at something is no decision to be undone or counted', () => {
  const see: Decision = { kind: 'see', objId: 'X', groupIds: [1] };
  const state = outboxReducer(undefined, decided({ key: '1', decision: see }));
  assert.equal(lastUndoable(state.entries), undefined);
  assert.equal(countPending(state.entries), 0);
});

test('the file of a comment stays out of the pages’ state', () => {
  const comment = { text: 'look', attachment: { name: 'a.png', body: 'x'.repeat(1000) } };
  const decision: Decision = { kind: 'comment', objId: 'X', comment };
  const { entries } = outboxReducer(undefined, decided({ key: '1', decision }));
  assert.deepEqual(saidOf(entries)[0]?.decision, {
    kind: 'comment',
    objId: 'X',
    comment: { text: 'look' },
  });
});
