import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fillArchive } from './archive-fill.ts';
import { connected, copyDatabase, FILL_SETTINGS, startServer } from './prepare.ts';

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
  const server = await startServer(dataDir, FILL_SETTINGS);
  let count = 0;
  try {
    await connected(server.superuser, (one) =>
      connected(server.superuser, async (other) => {
        count = await fillArchive([one, other], wanted, say);
        say('looking at what is there, and writing it to the disk …');
        await one.query('ANALYZE ztf_alerts, ztf_light_curves');
        await one.query('CHECKPOINT');
      }),
    );
  } finally {
    await server.stop();
  }
  // It was filled without waiting for the disk; the run that is measured is not to wait in its place.
  spawnSync('sync');
  writeFileSync(mark, JSON.stringify({ count, madeOf }));
  return { dataDir, count, release };
}
