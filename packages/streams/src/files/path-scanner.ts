import { readdirSync, realpathSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { describeFileError, SourceError } from './source-error.ts';

/** One file to read: a packet by itself, or a tar archive, compressed or not. */
export interface SourceFile {
  readonly path: string;
  readonly kind: 'packet' | 'archive';
  readonly bytes: number;
}

export interface PathScan {
  readonly files: readonly SourceFile[];
  readonly errors: readonly SourceError[];
}

/** For how long files are looked at before others get their turn. */
const TURN_MS = 10;

/**
 * Finds what there is to read: files as named, folders with everything beneath them in the order of
 * their paths (by code unit, the same on every machine). A file named twice is read once.
 */
export async function scanPaths(paths: readonly string[]): Promise<PathScan> {
  const files = new Map<string, SourceFile>();
  const scan = new Scan();
  for (const path of paths) {
    for (const file of await scan.below(path)) {
      const key = resolve(file.path);
      if (!files.has(key)) files.set(key, file);
    }
  }
  return { files: [...files.values()], errors: scan.errors };
}

/** A night is tens of thousands of files: to wait for each by a promise takes ten times as long. */
class Scan {
  readonly errors: SourceError[] = [];
  private found: SourceFile[] = [];
  private readonly seenFolders = new Set<string>();
  private turnEnds = performance.now() + TURN_MS;

  /** What there is at or beneath a path that somebody named. */
  async below(path: string): Promise<readonly SourceFile[]> {
    this.found = [];
    const before = this.errors.length;
    const isFolder = this.look(path, true);
    if (isFolder) {
      const isNew = await this.enter(path);
      const isEmpty = this.found.length + this.errors.length === before;
      if (isNew && isEmpty) this.errors.push(emptyFolder(path));
    }
    return this.found;
  }

  /** Notes a file; true for a folder. */
  private look(path: string, isNamed: boolean): boolean {
    try {
      const info = statSync(path);
      if (info.isDirectory()) return true;
      const kind = kindOf(path);
      if (kind !== null && info.isFile()) this.found.push({ path, kind, bytes: info.size });
      else if (isNamed) this.errors.push(unsupported(path));
    } catch (error) {
      this.errors.push(describeFileError(path, error));
    }
    return false;
  }

  /** Looks at all beneath a folder; false where that was done before. */
  private async enter(folder: string): Promise<boolean> {
    try {
      // A link may lead back to a folder above it.
      const real = realpathSync(folder);
      if (this.seenFolders.has(real)) return false;
      this.seenFolders.add(real);
      for (const name of readdirSync(folder).sort(byCodeUnit)) {
        const path = join(folder, name);
        if (this.look(path, false)) await this.enter(path);
        if (performance.now() < this.turnEnds) continue;
        await setImmediate();
        this.turnEnds = performance.now() + TURN_MS;
      }
    } catch (error) {
      this.errors.push(describeFileError(folder, error));
    }
    return true;
  }
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What a file's name says it is; null for what is not ours. */
function kindOf(path: string): SourceFile['kind'] | null {
  if (isPacketName(path)) return 'packet';
  return /\.(tar|tar\.gz|tgz)$/i.test(path) ? 'archive' : null;
}

/** Whether a file or an archive's member is a packet (macOS leaves `._` shadows in archives). */
export function isPacketName(path: string): boolean {
  return /(^|\/)(?!\._)[^/]*\.avro$/i.test(path);
}

function emptyFolder(path: string): SourceError {
  const what = 'no .avro, .tar, .tar.gz or .tgz files here or below';
  return new SourceError('folder_empty', path, what);
}

function unsupported(path: string): SourceError {
  const what = 'is neither a packet (.avro) nor an archive of packets (.tar, .tar.gz, .tgz)';
  return new SourceError('path_unsupported', path, what);
}
