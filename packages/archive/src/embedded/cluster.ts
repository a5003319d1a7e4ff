import { spawn } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { embeddedMajor, type PostgresBinaries } from './binaries.ts';
import { EmbeddedError, fromFileError } from './database-error.ts';
import type { SystemUser } from './process-identity.ts';

/** The superuser that only the launcher connects as. */
export const superuserName = 'postgres';

const draftPrefix = 'pg.init-';

/** What initdb needs to know. */
export interface ClusterPlan {
  binaries: PostgresBinaries;
  /** Existing folder that will hold `pg/`. */
  parent: string;
  user: SystemUser | null;
  superuserPassword: string;
}

/** Environment of the server's programs: nothing of the caller's locale, zone or PG* variables. */
export const serverEnvironment = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/** True when a cluster exists in `clusterDir`; throws when this version cannot run it. */
export function checkCluster(clusterDir: string): boolean {
  let version: string;
  try {
    if (!existsSync(join(clusterDir, 'PG_VERSION'))) return refuseForeignFiles(clusterDir);
    version = readFileSync(join(clusterDir, 'PG_VERSION'), 'utf8').trim();
  } catch (cause) {
    throw cause instanceof EmbeddedError ? cause : wrongOwner(clusterDir, cause);
  }
  if (version !== String(embeddedMajor)) {
    throw new EmbeddedError(
      'wrong_version',
      `The database in ${clusterDir} was made by PostgreSQL ${version} and this Fritz brings ` +
        `${embeddedMajor}: start the Fritz that made it, or move the folder away to begin anew.`,
    );
  }
  const uid = process.getuid?.() ?? 0;
  if (uid !== 0 && statSync(clusterDir).uid !== uid) throw wrongOwner(clusterDir);
  return true;
}

function wrongOwner(clusterDir: string, cause?: unknown): EmbeddedError {
  return new EmbeddedError(
    'wrong_owner',
    `The database in ${clusterDir} belongs to another system user: start Fritz as that user, ` +
      'or choose another folder.',
    { cause },
  );
}

function refuseForeignFiles(clusterDir: string): boolean {
  if (!existsSync(clusterDir)) return false;
  const uid = process.getuid?.() ?? 0;
  // A folder we may not read hides its PG_VERSION.
  if (uid !== 0 && statSync(clusterDir).uid !== uid) throw wrongOwner(clusterDir);
  if (readdirSync(clusterDir).length === 0) return false;
  throw new EmbeddedError(
    'unwritable',
    `${clusterDir} holds files that are not a database: move it away, or choose another folder.`,
  );
}

/**
 * Creates the cluster in `parent/pg`: UTF-8, C.UTF-8 (the server's own, independent of the
 * system's locales), checksums, SCRAM for every connection. It appears in one step, so that an
 * interrupted start leaves no half-made database.
 */
export async function createCluster(plan: ClusterPlan): Promise<void> {
  const { parent, user } = plan;
  removeDrafts(parent);
  let draft: string;
  try {
    draft = mkdtempSync(join(parent, draftPrefix));
    if (user) chownSync(draft, user.uid, user.gid);
  } catch (error) {
    throw fromFileError(error, parent);
  }
  try {
    const passwordFile = join(draft, 'password');
    writeFileSync(passwordFile, plan.superuserPassword, { mode: 0o600 });
    if (user) chownSync(passwordFile, user.uid, user.gid);
    await initialise(plan, join(draft, 'pg'), passwordFile);
    rmSync(passwordFile);
    renameSync(join(draft, 'pg'), join(parent, 'pg'));
  } catch (error) {
    throw fromFileError(error, parent);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function removeDrafts(parent: string): void {
  for (const name of readdirSync(parent)) {
    if (name.startsWith(draftPrefix)) rmSync(join(parent, name), { recursive: true, force: true });
  }
}

async function initialise(plan: ClusterPlan, pgdata: string, passwordFile: string): Promise<void> {
  mkdirSync(pgdata, { mode: 0o700 });
  if (plan.user) chownSync(pgdata, plan.user.uid, plan.user.gid);
  const failures: string[] = [];
  // Without the system's C.UTF-8 only the character classes of some text search rules differ.
  for (const locale of ['C.UTF-8', 'C']) {
    const output = await runInitdb(plan, [
      `--pgdata=${pgdata}`,
      `--username=${superuserName}`,
      `--pwfile=${passwordFile}`,
      '--encoding=UTF8',
      `--locale=${locale}`,
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--auth=scram-sha-256',
      '--data-checksums',
      '--no-instructions',
    ]);
    if (output === null) return;
    failures.push(output);
    if (!output.includes('invalid locale')) break;
  }
  const output = failures.join('\n').trim();
  if (/no space left|disk quota/i.test(output))
    throw fromFileError({ code: 'ENOSPC' }, plan.parent);
  throw new EmbeddedError(
    'initdb_failed',
    `The database could not be created in ${plan.parent}: ${output.split('\n').at(-1) ?? ''}`,
    { cause: new Error(output) },
  );
}

/** Runs initdb; null when it succeeded, else what it printed. */
function runInitdb(plan: ClusterPlan, args: string[]): Promise<string | null> {
  const { promise, resolve, reject } = Promise.withResolvers<string | null>();
  const child = spawn(plan.binaries.initdb, args, {
    cwd: '/',
    env: serverEnvironment,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...plan.user,
  });
  let output = '';
  const collect = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  child.on('error', (error) => reject(fromSpawnError(error, plan.user)));
  child.on('close', (code) => resolve(code === 0 ? null : output || `initdb ended with ${code}`));
  return promise;
}

/** Explains why a program of the server could not be started at all. */
export function fromSpawnError(error: Error, user: SystemUser | null): EmbeddedError {
  if (user && 'code' in error && error.code === 'EPERM') {
    return new EmbeddedError(
      'cannot_drop_root',
      'PostgreSQL does not run as root, and this system does not let root become another user: ' +
        'start Fritz as an ordinary user, or set DATABASE_URL.',
      { cause: error },
    );
  }
  return new EmbeddedError(
    'start_failed',
    `PostgreSQL could not be started (${error.message}): set DATABASE_URL to use another server.`,
    { cause: error },
  );
}
