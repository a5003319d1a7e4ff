import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatBytes, formatSeconds, formatTable } from '../src/terminal/format.ts';
import { describeProgress, ProgressBar } from '../src/terminal/progress-bar.ts';

test('durations and sizes read well at every scale', () => {
  const seconds = [0.04, 9.94, 12.4, 99.4, 99.6, 185, 3599.6, 7800];
  assert.deepEqual(seconds.map(formatSeconds), [
    '0.0 s',
    '9.9 s',
    '12 s',
    '99 s',
    '1 min 40 s',
    '3 min 05 s',
    '1 h 00 min',
    '2 h 10 min',
  ]);
  assert.deepEqual([0, 999, 1000, 45_678, 2.5e9].map(formatBytes), [
    '0 B',
    '999 B',
    '1.0 kB',
    '46 kB',
    '2.5 GB',
  ]);
});

test('progress tells share, count, rate and what is left', () => {
  const text = describeProgress({ share: 0.25, count: 1000 }, 10_000, 'packets');
  assert.equal(text, ' 25 %  1,000 packets, 100/s, 30 s to go');
});

test('without a terminal a plain line comes every five seconds', () => {
  let nowMs = 0;
  const lines: string[] = [];
  const bar = new ProgressBar({
    noun: 'packets',
    isTerminal: false,
    write: (text) => lines.push(text),
    nowMs: () => nowMs,
  });
  for (nowMs = 1000; nowMs <= 11_000; nowMs += 1000)
    bar.update({ share: nowMs / 20_000, count: nowMs });
  bar.finish();
  assert.equal(lines.length, 2);
  assert.ok(lines.every((line) => line.endsWith('\n') && !line.includes('\r')));
});

test('numbers of a table stand at the right', () => {
  assert.equal(
    formatTable(
      ['what', 'n'],
      [
        ['a', '1'],
        ['bcdef', '1,200'],
      ],
    ),
    'what       n\na          1\nbcdef  1,200',
  );
});
