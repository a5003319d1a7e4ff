import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRetryable, readApiError } from '../src/api/api-error.ts';

test("the server's envelope gives message, code and details", () => {
  const body = {
    status: 'error',
    message: 'The stage $where is not allowed',
    data: { code: 'invalid_pipeline', path: '0.$where' },
  };
  assert.deepEqual(readApiError(422, body), {
    status: 422,
    code: 'invalid_pipeline',
    message: 'The stage $where is not allowed',
    details: { code: 'invalid_pipeline', path: '0.$where' },
  });
});

test('an answer that is no envelope still says its status', () => {
  assert.match(readApiError(502, '<html>').message, /502/);
});

test('only what may pass next time is tried again', () => {
  assert.equal(isRetryable(readApiError('FETCH_ERROR', null)), true);
  assert.equal(isRetryable(readApiError(503, null)), true);
  assert.equal(isRetryable(readApiError(500, null)), false);
  assert.equal(isRetryable(readApiError(403, null)), false);
  assert.equal(isRetryable(new Error('no')), false);
});
