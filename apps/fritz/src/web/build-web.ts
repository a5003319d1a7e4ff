import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  globSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepareDataDir, withPidLock } from '@fritz/archive';
import { UserError } from '../user-error.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const webDir = join(root, 'packages/web');

/** The folder of the built web app. */
export const webDist = join(webDir, 'dist');
const stampPath = join(webDist, '.fritz-sources');

/** Whether there is a built web app at all. */
export function isWebBuilt(): boolean {
  return existsSync(join(webDist, 'index.html'));
}

/** Whether the built web app is that of the present sources. */
export function isWebCurrent(): boolean {
  return isWebBuilt() && readOrNull(stampPath) === hashSources();
}

/**
 * Builds the web app in a process of its own.
 *
 * @throws UserError when it fails; the log says why
 */
export async function buildWeb(logDir: string): Promise<void> {
  prepareDataDir(logDir);
  mkdirSync(join(root, '.cache'), { recursive: true });
  // Two starts at the same moment must not write into the same folder.
  await withPidLock(join(root, '.cache/web-build.lock'), async () => {
    if (isWebCurrent()) return;
    const hash = hashSources();
    const logPath = join(logDir, 'web-build.log');
    const code = await runVite(logPath);
    if (code !== 0) throw new UserError(`the web app could not be built; ${logPath} says why.`);
    writeFileSync(stampPath, hash);
  });
}

async function runVite(logPath: string): Promise<number | null> {
  const require = createRequire(join(webDir, 'package.json'));
  const vite = join(require.resolve('vite/package.json'), '../bin/vite.js');
  const log = openSync(logPath, 'w');
  const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: webDir,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code));
  });
}

/** What the web app is built from: its own files, the packages it imports, and the lockfile. */
function hashSources(): string {
  const patterns = [
    'packages/web/{src,public,opening,service-worker}/**/*',
    'packages/web/{index.html,*.ts,package.json}',
    'packages/{contract,formats,mql,sky}/src/**/*.ts',
    'package-lock.json',
  ];
  const files = patterns.flatMap((pattern) =>
    globSync(pattern, { cwd: root, withFileTypes: true }),
  );
  const hash = createHash('sha256');
  for (const path of files
    .filter((file) => file.isFile())
    .map((f) => join(f.parentPath, f.name))
    .sort()) {
    hash.update(path.slice(root.length)).update('\0').update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex');
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
