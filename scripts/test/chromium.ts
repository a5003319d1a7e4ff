import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** First the one that has no window: it takes a quarter less time for the same pages. */
const names = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
];
const elsewhere = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * The browser for the browser tests: the one that FRITZ_CHROMIUM names, or one of this machine, or,
 * as root on Debian, one that is installed now. Null when there is none: those tests say so and
 * are skipped.
 */
export async function findChromium(say: (line: string) => void): Promise<string | null> {
  const named = process.env.FRITZ_CHROMIUM;
  if (named) {
    if (isProgram(named)) return named;
    throw new Error(`FRITZ_CHROMIUM names ${named}, which is no program`);
  }
  const found = findInstalled();
  if (found !== null || !mayInstall()) return found;
  say('installing Chromium for the browser tests (apt-get install -y chromium-headless-shell) …');
  const options = {
    stdio: 'ignore',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  } as const;
  spawnSync('apt-get', ['update', '-q'], options);
  for (const name of ['chromium-headless-shell', 'chromium']) {
    const args = ['install', '-y', '-q', '--no-install-recommends', name];
    if (spawnSync('apt-get', args, options).status === 0) break;
  }
  return findInstalled();
}

function findInstalled(): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  return [...candidates, ...elsewhere].find(isProgram) ?? null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function mayInstall(): boolean {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version');
}
