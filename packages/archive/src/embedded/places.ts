import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readlinkSync,
  realpathSync,
  rmdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { EmbeddedError, errorCode, fromFileError } from './database-error.ts';
import { canTraverse, type SystemUser } from './process-identity.ts';

/** Longest socket path that every supported system takes (sun_path less its final zero). */
const maxSocketPathBytes = process.platform === 'darwin' ? 103 : 107;

/** The longest port that may name the socket file. */
const longestPort = 65_535;

/** Creates the data folder and returns its real path. */
export function prepareDataDir(dataDir: string): string {
  try {
    makeFolder(resolve(dataDir));
    const real = realpathSync(resolve(dataDir));
    if (!statSync(real).isDirectory()) throw fromFileError({ code: 'ENOTDIR' }, real);
    return real;
  } catch (error) {
    throw fromFileError(error, dataDir);
  }
}

/**
 * As mkdir -p. Node's own tries for ever where the system says that there is no such folder, though
 * the one above is there: /proc and the like.
 */
function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  try {
    mkdirSync(path, { mode: 0o755 });
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT') throw fromFileError({ code: 'EROFS' }, path);
    // Somebody else may have made it meanwhile.
    if (code !== 'EEXIST') throw error;
  }
}

/** Twelve hex digits that stand for a path. */
export function pathKey(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 12);
}

/**
 * Returns the folder that holds the cluster. Normally `dataDir` itself; when the server's user
 * cannot reach that (a checkout under /root), a folder in /var/lib to which `dataDir/pg` points.
 */
export function prepareClusterParent(dataDir: string, user: SystemUser | null): string {
  const link = join(dataDir, 'pg');
  try {
    if (isLink(link)) {
      const known = dirname(resolve(dataDir, readlinkSync(link)));
      mkdirSync(known, { recursive: true });
      return known;
    }
    if (!user || canTraverse(dataDir, user)) return dataDir;
    const parent = `/var/lib/fritz-${pathKey(dataDir)}`;
    mkdirSync(parent, { recursive: true });
    chmodSync(parent, 0o755);
    writeFileSync(
      join(dataDir, 'pg-elsewhere.txt'),
      `PostgreSQL does not run as root, and its own user cannot reach this folder.\n` +
        `The database therefore lives in ${parent}/pg; "pg" here points to it.\n`,
    );
    symlinkSync(join(parent, 'pg'), link);
    return parent;
  } catch (error) {
    throw fromFileError(error, dataDir);
  }
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

/**
 * Creates the private folder of the server's socket. Its path is short whatever the data folder
 * is called, and stays the same from start to start.
 */
export function prepareSocketDir(dataDir: string, user: SystemUser | null): string {
  const uid = user?.uid ?? process.getuid?.() ?? 0;
  const name = `fritz-${uid}-${pathKey(dataDir)}`;
  const runtimeDir = process.env.XDG_RUNTIME_DIR;
  const candidates = user || !runtimeDir ? ['/tmp'] : [runtimeDir, '/tmp'];
  for (const base of candidates) {
    const path = join(base, name);
    const socket = join(path, `.s.PGSQL.${longestPort}.lock`);
    if (Buffer.byteLength(socket) > maxSocketPathBytes) continue;
    try {
      return claimPrivateDir(path, uid, user);
    } catch (error) {
      if (base === '/tmp') throw fromFileError(error, path);
    }
  }
  throw new EmbeddedError('socket_path_unsafe', 'No short folder for the database socket exists.');
}

/** Removes the socket's folder once its server has ended; one that is still in use stays. */
export function removeSocketDir(path: string): void {
  try {
    rmdirSync(path);
  } catch {
    // Nothing depends on it: the next start finds and uses it.
  }
}

function claimPrivateDir(path: string, uid: number, user: SystemUser | null): string {
  try {
    mkdirSync(path, { mode: 0o700 });
    if (user) chownSync(path, user.uid, user.gid);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
  // Others may write in /tmp: what lies there already must be ours, and a real folder.
  const stat = lstatSync(path);
  if (!stat.isDirectory() || (stat.uid !== uid && stat.uid !== 0)) {
    throw new EmbeddedError(
      'socket_path_unsafe',
      `${path} belongs to someone else: remove it and start again.`,
    );
  }
  if (user && stat.uid === 0) chownSync(path, user.uid, user.gid);
  if ((stat.mode & 0o777) !== 0o700) chmodSync(path, 0o700);
  return path;
}
