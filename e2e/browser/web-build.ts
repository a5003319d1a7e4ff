import { spawn } from 'node:child_process';
import { globSync, mkdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withPidLock } from '@fritz/archive';

const root = fileURLToPath(new URL('../../', import.meta.url));
const webDir = join(root, 'packages/web');
const webRoot = join(webDir, 'dist');

/** What the web app is built from; folders too, as they tell of files taken away. */
const sourcePatterns = [
  'packages/web/{src,public,opening,service-worker}/**',
  'packages/web/{index.html,*.ts,package.json}',
  'packages/{contract,formats,mql,sky}/src/**',
  'docs/{guides,reference}/*.md',
  'package-lock.json',
];

/** The folder of a web app built from the present sources; builds it where it is older. */
export async function ensureWebBuild(): Promise<string> {
  mkdirSync(join(root, '.cache'), { recursive: true });
  // The lock is that of `fritz up`, which builds into the same folder.
  await withPidLock(join(root, '.cache/web-build.lock'), async () => {
    if (builtAtMs() < newestSourceMs()) await runVite();
  });
  return webRoot;
}

function builtAtMs(): number {
  return statSync(join(webRoot, 'index.html'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function newestSourceMs(): number {
  const paths = sourcePatterns.flatMap((pattern) => globSync(pattern, { cwd: root }));
  return Math.max(...paths.map((path) => statSync(join(root, path)).mtimeMs));
}

async function runVite(): Promise<void> {
  const require = createRequire(join(webDir, 'package.json'));
  const vite = join(require.resolve('vite/package.json'), '../bin/vite.js');
  const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: webDir,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
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
  if (code !== 0) throw new Error(`the web app could not be built:\n${output}`);
}
