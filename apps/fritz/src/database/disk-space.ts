import { statfsSync } from 'node:fs';

/** PostgreSQL writes its log ahead in files of this size, and ends when it has no room for one. */
const neededBytes = 32 * 1024 * 1024;

/** Whether the disk of this folder has no room for a database at work. */
export function isDiskFull(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize < neededBytes;
  } catch {
    return false;
  }
}

export function diskFull(folder: string): string {
  return `the disk of ${folder} is full: free some, then start again; what was stored is kept.`;
}
