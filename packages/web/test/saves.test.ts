import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  overlaySaves,
  saveFailed,
  saveFinished,
  saveStarted,
  savesReducer,
} from '../src/features/sources/saves-slice.ts';

const a = { id: 1, name: 'a' };
const b = { id: 2, name: 'b' };

test('a save shows at once and stays when it is done', () => {
  let state = savesReducer(undefined, saveStarted({ objId: 'X', added: [a], removed: [b] }));
  assert.deepEqual(overlaySaves([b], state.entries), [a]);
  state = savesReducer(state, saveFinished({ objId: 'X' }));
  assert.deepEqual(overlaySaves([b], state.entries), [a]);
});

test('a failed save is taken back and keeps its reason', () => {
  let state = savesReducer(undefined, saveStarted({ objId: 'X', added: [a], removed: [] }));
  state = savesReducer(state, saveFailed({ objId: 'X', message: 'You may not' }));
  assert.deepEqual(overlaySaves([b], state.entries), [b]);
  assert.equal(state.entries[0]?.message, 'You may not');
});

test('the answer to one object does not settle another', () => {
  let state = savesReducer(undefined, saveStarted({ objId: 'X', added: [a], removed: [] }));
  state = savesReducer(state, saveStarted({ objId: 'Y', added: [a], removed: [] }));
  state = savesReducer(state, saveFinished({ objId: 'X' }));
  assert.deepEqual(
    state.entries.map(({ objId, status }) => [objId, status]),
    [
      ['X', 'done'],
      ['Y', 'saving'],
    ],
  );
});
