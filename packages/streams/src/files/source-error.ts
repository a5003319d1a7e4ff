export type SourceErrorCode =
  | 'path_missing'
  | 'path_unreadable'
  | 'path_unsupported'
  | 'folder_empty'
  | 'packet_too_large'
  | 'archive_truncated'
  | 'archive_corrupt';

/** A path that could not be read, or not to its end. The message is one line: what and what to do. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
  readonly code: SourceErrorCode;
  readonly path: string;
  /** The message without the path. */
  readonly what: string;

  constructor(code: SourceErrorCode, path: string, what: string, cause?: unknown) {
    super(`${path}: ${what}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.path = path;
    this.what = what;
  }
}

/** Words for a failed call of the file system. */
export function describeFileError(path: string, cause: unknown): SourceError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (code === 'ENOENT') {
    return new SourceError('path_missing', path, 'no such file or folder; check the path', cause);
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new SourceError('path_unreadable', path, 'may not be read; check its rights', cause);
  }
  const why = cause instanceof Error ? cause.message : String(cause);
  return new SourceError('path_unreadable', path, `cannot be read (${why})`, cause);
}
