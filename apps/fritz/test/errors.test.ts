import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { runCli } from './run-cli.ts';
import { runHere } from './run-here.ts';

let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'fritz-errors-'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** The one line that a run that cannot work ends with. */
async function complaint(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<string> {
  const { code, stdout, stderr } = await runCli(args, { FRITZ_DATA: join(folder, 'data'), ...env });
  assert.equal(code, 1, stdout + stderr);
  assert.equal(stdout, '');
  assert.match(stderr, /^fritz: [^\n]+\n$/);
  return stderr;
}

test('a wrong setting is one line', async () => {
  assert.match(await complaint(['up'], { FRITZ_PORT: 'x' }), /FRITZ_PORT must be a port/);
  assert.match(await complaint(['verify'], { FRITZ_DATE: 'x' }), /did you mean FRITZ_DATA/);
});

test('a port in use is one line, and nothing was begun', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? String(address.port) : '';
  try {
    const line = await complaint(['up'], { FRITZ_PORT: port });
    assert.match(line, new RegExp(`port ${port} is in use: .*FRITZ_PORT`));
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
});

test('a database that does not answer is one line', async () => {
  const DATABASE_URL = 'postgresql://me:secret@127.0.0.1:1/fritz';
  const line = await complaint(['verify'], { DATABASE_URL });
  assert.match(line, /127\.0\.0\.1:1 .*DATABASE_URL/);
  assert.doesNotMatch(line, /secret/);
});

test('a data folder that cannot be is one line', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  assert.match(
    await complaint(['verify'], { FRITZ_DATA: join(file, 'data') }),
    /cannot be written/,
  );
});

test('options that do not fit together are one line', async () => {
  assert.match(await complaint(['token', 'create']), /for whom\?/);
  assert.match(await complaint(['simulate', '--night', '20231012']), /--out DIR or --kafka/);
  assert.match(await complaint(['broker']), /which Kafka\?/);
  assert.match(await complaint(['broker', '--brokers', 'localhost:9092']), /which topics\?/);
});

test('a mistake in the words of a command is one line that says where the right ones are', async () => {
  const wrong: [args: string[], line: RegExp][] = [
    [['ingest'], /^fritz: missing required argument 'path'; fritz ingest --help tells more\.\n$/],
    [['ingst'], /^fritz: unknown command 'ingst' \(Did you mean ingest\?\); fritz --help tells/],
    [
      ['verify', '--jsn'],
      /^fritz: unknown option '--jsn' \(Did you mean --json\?\); fritz verify -/,
    ],
    [['simulate', '--night', '2026'], /must be a UT date such as 20231012; fritz simulate --help/],
  ];
  for (const [args, line] of wrong) {
    const { code, stdout, stderr } = await runHere(args, {});
    assert.deepEqual([code, stdout], [1, ''], args.join(' '));
    assert.match(stderr, line);
    assert.equal(stderr.split('\n').length, 2);
  }
});
