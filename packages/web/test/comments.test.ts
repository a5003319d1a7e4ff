import assert from 'node:assert/strict';
import { test } from 'node:test';
import { completeMention, findMention } from '../src/features/comments/mention-draft.ts';
import { safeLink } from '../src/features/comments/safe-link.ts';

test('a name is being written after an @ that stands for itself', () => {
  assert.deepEqual(findMention('hi @ad', 6), { at: 3, typed: 'ad' });
  assert.deepEqual(findMention('@', 1), { at: 0, typed: '' });
  assert.deepEqual(findMention('(@ada', 5), { at: 1, typed: 'ada' });
  assert.equal(findMention('mail ada@example', 16), null);
  assert.equal(findMention('hi @ad what', 11), null);
});

test('a chosen name is written out, with a space behind it', () => {
  const draft = findMention('hi @ad!', 6);
  assert.ok(draft);
  assert.deepEqual(completeMention('hi @ad!', draft, 'ada'), { text: 'hi @ada !', cursor: 8 });
  assert.deepEqual(completeMention('@a b', { at: 0, typed: 'a' }, 'ada'), {
    text: '@ada b',
    cursor: 5,
  });
});

test('only plain addresses are links', () => {
  assert.equal(safeLink('https://example.org/a?b=c'), 'https://example.org/a?b=c');
  assert.equal(safeLink('mailto:ada@example.org'), 'mailto:ada@example.org');
  assert.equal(safeLink('/source/ZTF1'), '/source/ZTF1');
  for (const address of [
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\nscript:alert(1)',
    '\u0001javascript:alert(1)',
    ' javascript:alert(1)',
    'data:text/html,<script>',
    'vbscript:x',
    '//elsewhere.example',
    '\\\\elsewhere.example',
    '',
  ]) {
    assert.equal(safeLink(address), null, JSON.stringify(address));
  }
});
