import { readdir, realpath, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
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

/**
 * Finds what there is to read: files as named, folders with everything beneath them in the order of
 * their paths (by code unit, the same on every machine). A file named twice is read once.
 */
export async function scanPaths(paths: readonly string[]): Promise<PathScan> {
  const files = new Map<string, SourceFile>();
  const errors: SourceError[] = [];
  const seenFolders = new Set<string>();
  for (const path of paths) {
    const found: SourceFile[] = [];
    await scanPath(path, true, found, errors, seenFolders);
    for (const file of found) {
      const key = resolve(file.path);
      if (!files.has(key)) files.set(key, file);
    }
  }
  return { files: [...files.values()], errors };
}

async function scanPath(
  path: string,
  named: boolean,
  found: SourceFile[],
  errors: SourceError[],
  seenFolders: Set<string>,
): Promise<void> {
  try {
    const info = await stat(path);
    if (info.isDirectory()) {
      // A link may lead back to a folder above it.
      const real = await realpath(path);
      if (seenFolders.has(real)) return;
      seenFolders.add(real);
      const before = found.length + errors.length;
      for (const name of (await readdir(path)).sort(byCodeUnit)) {
        await scanPath(join(path, name), false, found, errors, seenFolders);
      }
      if (named && found.length + errors.length === before) errors.push(emptyFolder(path));
      return;
    }
    const kind = kindOf(path);
    if (kind !== null && info.isFile()) found.push({ path, kind, bytes: info.size });
    else if (named) errors.push(unsupported(path));
  } catch (error) {
    errors.push(describeFileError(path, error));
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
