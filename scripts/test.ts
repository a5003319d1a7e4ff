// npm test: everything that has to hold. With arguments, only the test files whose path has one:
//   npm test -- mql candidates
import { spawn } from 'node:child_process';
import { existsSync, globSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from 'node:test';
import { fileURLToPath } from 'node:url';
import { stopTestServer } from '@fritz/testing';
import { makeBatches } from './test/batches.ts';
import { findChromium } from './test/chromium.ts';
import { TestReport } from './test/report.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = (path: string) => join(root, 'node_modules', path);

interface Check {
  readonly name: string;
  readonly command: readonly string[];
}

/** What is checked besides the tests; each runs with the Node that runs this. */
const checks: readonly Check[] = [
  { name: 'types', command: [bin('typescript/bin/tsc'), '-b'] },
  {
    name: 'lint',
    command: [bin('@biomejs/biome/bin/biome'), 'ci', '--colors=off', '--diagnostic-level=error'],
  },
  { name: 'walls', command: ['scripts/check-walls.ts'] },
  { name: 'generated: schema', command: ['scripts/schema-dump.ts', '--check'] },
  { name: 'generated: OpenAPI', command: ['scripts/openapi.ts', '--check'] },
  { name: 'generated: reference', command: ['apps/fritz/src/reference/write.ts', '--check'] },
];

/** What takes longest first, so that nothing long is left to run alone at the end. */
const testPatterns = [
  'e2e/exactly-once.test.ts',
  'e2e/own-database.test.ts',
  'e2e/**/*.test.ts',
  'packages/server/test/rights/{routes,injection}.test.ts',
  'packages/archive/test/embedded/*.test.ts',
  'packages/surveys/{src,test}/**/*.test.ts',
  'apps/*/{src,test}/**/*.test.ts',
  'packages/*/{src,test}/**/*.test.ts',
  'clients/test/*.test.ts',
  'scripts/**/*.test.ts',
];

/** Two cores are what everyone has; a third test runs while others wait for a process or a lock. */
const concurrency = 3;

/** So long no process takes; what it holds open by mistake would keep it, and this, for ever. */
const stuckMs = 10 * 60_000;

/** Most test files are a process: what its modules are compiled to is kept for the next. */
process.env.NODE_COMPILE_CACHE ??= join(root, '.cache/node');

function findTests(wanted: readonly string[]): string[] {
  const exclude = (path: string) => /(^|\/)(node_modules|dist)(\/|$)/.test(path);
  const found = testPatterns.flatMap((pattern) => globSync(pattern, { cwd: root, exclude }).sort());
  const all = [...new Set(found)];
  return wanted.length === 0
    ? all
    : all.filter((path) => wanted.some((word) => path.includes(word)));
}

async function runCheck({ command }: Check): Promise<{ isGood: boolean; output: string }> {
  const child = spawn(process.execPath, [...command], { cwd: root, stdio: 'pipe' });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { isGood: code === 0, output };
}

async function runChecks(report: TestReport): Promise<void> {
  for (const check of checks) {
    const start = performance.now();
    const { isGood, output } = await runCheck(check);
    report.addCheck(check.name, isGood, performance.now() - start, output);
  }
}

async function runTests(files: readonly string[], report: TestReport): Promise<void> {
  const folder = join(root, `.cache/test-batches-${process.pid}`);
  const batches = makeBatches(root, folder, files);
  for (const batch of batches) report.addBatch(batch);
  const paths = batches.map(({ path }) => path);
  const events = run({ files: paths, concurrency, cwd: root, timeout: stuckMs });
  for await (const event of events) report.addEvent(event);
  rmSync(folder, { recursive: true, force: true });
}

async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  const files = findTests(wanted);
  if (files.length === 0) {
    console.error(`no test file has ${wanted.join(' or ')} in its path`);
    process.exitCode = 1;
    return;
  }
  const report = new TestReport(root, (line) => console.log(line));
  // Not beside the tests: the compiler takes all processors that it finds.
  if (wanted.length === 0) await runChecks(report);
  if (files.some((file) => file.startsWith('e2e/'))) {
    const chromium = await findChromium((line) => console.log(line));
    if (chromium !== null) process.env.FRITZ_CHROMIUM = chromium;
  }
  try {
    await runTests(files, report);
  } finally {
    if (existsSync(join(root, '.cache'))) await stopTestServer();
  }
  if (!report.finish()) process.exitCode = 1;
}

await main();
