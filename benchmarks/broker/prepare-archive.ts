import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { startEmbedded } from '@fritz/archive';
import { fillArchive } from './archive-fill.ts';
import { connected, copyDatabase } from './prepare.ts';

/** A copy of the database with an archive of earlier nights. */
export interface FilledArchive {
  readonly dataDir: string;
  /** How many alerts were added. */
  readonly count: number;
  /** Removes it where it is not to be kept. */
  release(): void;
}

/** Fills a copy of a prepared database with so many alerts, or finds the one that was kept. */
export async function prepareArchive(
  base: string,
  wanted: number,
  { isKept, say }: { readonly isKept: boolean; readonly say: (text: string) => void },
): Promise<FilledArchive> {
  const dataDir = `${base}-archive-${wanted}`;
  const mark = `${dataDir}.json`;
  // A base that was made anew is another one.
  const madeOf = statSync(join(dirname(base), 'made.json')).mtimeMs;
  const release = () => {
    if (!isKept) for (const path of [dataDir, mark]) rmSync(path, { recursive: true, force: true });
  };
  if (existsSync(mark)) {
    const made = JSON.parse(readFileSync(mark, 'utf8')) as { count: number; madeOf: number };
    if (made.madeOf === madeOf) return { dataDir, count: made.count, release };
  }
  rmSync(mark, { force: true });
  copyDatabase(base, dataDir);
  const server = await startEmbedded({ dataDir });
  let count = 0;
  try {
    await connected(server.superuser, async (client) => {
      count = await fillArchive(client, wanted, say);
      say('vacuuming …');
      await client.query('VACUUM ANALYZE');
      await client.query('CHECKPOINT');
    });
  } finally {
    await server.stop();
  }
  writeFileSync(mark, JSON.stringify({ count, madeOf }));
  return { dataDir, count, release };
}
