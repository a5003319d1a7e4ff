import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withInstallLock } from './install-lock.mjs';
import { explainNpmFailure, isLockfileRefused, runNpm } from './npm.mjs';
import { repairInstallation } from './repair.mjs';
import { SetupError } from './setup-error.mjs';

const say = (text) => console.error(`fritz: ${text}`);

/** Makes sure that node_modules holds what the lockfile says, on this platform. */
export async function ensureInstalled(root) {
  const wanted = describeWanted(root);
  const stampPath = join(root, 'node_modules', '.fritz-install');
  const isCurrent = () => readOrNull(stampPath) === wanted;
  if (isCurrent()) return;
  try {
    await withInstallLock(
      join(root, '.cache', 'install.lock'),
      (pid) => say(`another start (process ${pid}) is installing; waiting for it`),
      async () => {
        if (isCurrent()) return;
        rmSync(stampPath, { force: true });
        if (!isInstalledByHand(root)) await install(root);
        await repairInstallation(root, say);
        writeFileSync(stampPath, wanted);
      },
    );
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS'].includes(error.code)) {
      // Another user's or a read-only checkout will do where everything is there already.
      if (isInstalledByHand(root)) return;
      throw new SetupError(
        `${root} cannot be written (${error.code}): change its owner, or run npm ci as its owner.`,
      );
    }
    if (['ENOSPC', 'EDQUOT'].includes(error.code)) {
      throw new SetupError(`no space is left in ${root}: free about 1 GB, then start again.`);
    }
    throw error;
  }
}

function describeWanted(root) {
  const lockfile = readOrNull(join(root, 'package-lock.json'));
  if (lockfile === null) {
    throw new SetupError(
      `${root} has no package-lock.json: restore it with git, then start again.`,
    );
  }
  const hash = createHash('sha256').update(lockfile).digest('hex');
  return `${process.platform}-${process.arch} ${hash}\n`;
}

/** True when node_modules already agrees with the lockfile, say after npm ci by hand. */
function isInstalledByHand(root) {
  const present = readOrNull(join(root, 'node_modules', '.package-lock.json'));
  if (present === null) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const found = JSON.parse(present).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.includes('node_modules/')) return true;
    const there = found[path];
    if (there === undefined) return entry.optional === true && !isForThisPlatform(entry);
    return entry.link === true || (there.version === entry.version && existsSync(join(root, path)));
  });
}

/** A package without conditions may be missing too: npm leaves out what only others needed. */
function isForThisPlatform({ os, cpu, libc }) {
  if (!os && !cpu) return false;
  if (libc && !libc.includes('glibc')) return false;
  return (!os || os.includes(process.platform)) && (!cpu || cpu.includes(process.arch));
}

async function install(root) {
  say('installing dependencies (once; about a minute on a good connection)');
  const startedAt = Date.now();
  const seconds = () => Math.round((Date.now() - startedAt) / 1000);
  const heartbeat = setInterval(() => say(`still installing (${seconds()} s)`), 30_000);
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  const result = await runInstaller(root).finally(() => clearInterval(heartbeat));
  if (result.code !== 0) throw explainNpmFailure(result.output);
  say(`installed in ${seconds()} s`);
}

async function runInstaller(root) {
  const options = [
    '--include=dev',
    '--include=optional',
    '--ignore-scripts=false',
    '--no-audit',
    '--no-fund',
    '--progress=false',
    '--fetch-retry-mintimeout=1000',
    '--fetch-retry-maxtimeout=10000',
  ];
  const result = await runNpm(root, ['ci', ...options]);
  if (result.code === 0 || !isLockfileRefused(result.output)) return result;
  // Some npm versions refuse a lockfile that leaves out another platform's optional package;
  // install follows the lockfile all the same, and --no-save keeps it as it is.
  return runNpm(root, ['install', '--no-save', ...options]);
}

function readOrNull(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw error;
  }
}
