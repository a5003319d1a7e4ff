import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkPipelineText, tidyPipelineText } from '../src/features/filters/pipeline-text.ts';

test('a list of stages is fine', () => {
  assert.equal(checkPipelineText('[{"$match":{"candidate.drb":{"$gt":0.9}}}]'), null);
});

test('a JSON error is located', () => {
  const problem = checkPipelineText('[\n  {"$match": {}},\n  {"$project" 1}\n]');
  assert.equal(problem?.line, 3);
  assert.equal(problem?.column, 15);
  assert.doesNotMatch(problem?.message ?? '', /position|line/);
});

test('a sign that nobody expected is located, whatever the length of the text', () => {
  const stage = '  {"$match": {"candidate.drb": {"$gt": 0.9}}},\n';
  for (const count of [0, 40]) {
    const problem = checkPipelineText(`[\n${stage.repeat(count)}  {"$match": }\n]`);
    assert.equal(problem?.line, count + 2);
    assert.equal(problem?.column, 14);
    assert.match(problem?.message ?? '', /^Unexpected token '}'$/);
  }
});

test('a text that ends too soon is located at its end', () => {
  assert.equal(checkPipelineText('[\n{"a": 1},\n')?.line, 3);
});

test('something other than a list is refused', () => {
  assert.match(checkPipelineText('{"$match":{}}')?.message ?? '', /list of stages/);
});

test('tidying changes the layout alone', () => {
  assert.equal(tidyPipelineText('[{"a":1}]'), '[\n  {\n    "a": 1\n  }\n]');
  assert.equal(tidyPipelineText('[{'), '[{');
});
