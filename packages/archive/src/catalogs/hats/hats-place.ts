import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openParquetFile, type ParquetFile } from '../parquet-file.ts';
import { remotePlace } from './remote-place.ts';

/** Where the files of a catalog lie: a folder, or an address of the web. */
export interface HatsPlace {
  /** As it is told to people. */
  readonly name: string;
  /** A small file's text; null where there is none. */
  readText(path: string): Promise<string | null>;
  has(path: string): Promise<boolean>;
  /** @throws TableError for what is no Parquet file */
  openParquet(path: string): Promise<ParquetFile>;
}

/** Whether a location is one of the web. */
export function isRemote(location: string): boolean {
  return /^https?:\/\//i.test(location);
}

export function placeOf(location: string): HatsPlace {
  return isRemote(location) ? remotePlace(location) : localPlace(location);
}

function localPlace(folder: string): HatsPlace {
  return {
    name: folder,
    readText: (path) => readText(join(folder, path)),
    has: async (path) => existsSync(join(folder, path)),
    openParquet: (path) => openParquetFile(join(folder, path)),
  };
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
