import assert from 'node:assert/strict';
import { test } from 'node:test';
import { progressWords } from '../src/features/filters/runs/progress-words.ts';

test('a run tells its place in the queue, and then how far it is', () => {
  assert.equal(progressWords({ done: 0, total: 0, ahead: 3 }), 'Waits: 3 before it');
  assert.equal(progressWords({ done: 0, total: 0, ahead: 0 }), 'Waits: it is the next');
  assert.equal(progressWords({ done: 0, total: 0 }), 'Begins …');
  assert.equal(progressWords({ done: 40, total: 60 }), '40 of 60');
});
