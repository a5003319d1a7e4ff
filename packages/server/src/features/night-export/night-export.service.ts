import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdtemp, open, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ExportKind, exportHats, HatsError, nightByName, type ViewerTx } from '@fritz/archive';
import { writeTar } from '@fritz/formats';
import { adapterOf } from '@fritz/surveys';
import { InvalidRequestError, NotFoundError } from '../../http/fritz-error.ts';

interface NightRequest {
  readonly content: ExportKind;
  readonly night: string;
  readonly survey: string;
  readonly now: Date;
}

/** A file that is gone when it was read. */
export interface NightFile {
  readonly name: string;
  readonly handle: FileHandle;
}

const MJD_ZERO_JD = 2_400_000.5;
const MARGIN_ARCSEC = 10;
/** Files of some 30 MB: one is in memory at a time. */
const MAX_ROWS = { alerts: 100_000, 'light-curves': 20_000 } as const;

/** What the viewer sees of a night. @throws InvalidRequestError, NotFoundError */
export async function exportNight(tx: ViewerTx, request: NightRequest): Promise<NightFile> {
  const { content, night: name, survey, now } = request;
  const night = nightByName(name);
  if (night === null) {
    throw new InvalidRequestError([{ in: 'path', field: 'night', message: 'is no date' }]);
  }
  const span = {
    fromMjd: night.window.fromJd - MJD_ZERO_JD,
    toMjd: night.window.toJd - MJD_ZERO_JD,
  };
  const top = `${survey}_${name}`;
  const folder = await mkdtemp(join(tmpdir(), 'fritz-night-'));
  try {
    await exportHats(
      tx,
      {
        ...{ kind: content, folder: join(folder, top), name: content.replace('-', '_') },
        // Rows of programmes that the viewer may not see do not come.
        ...{ adapter: adapterOf(survey), programs: null, span, marginArcsec: MARGIN_ARCSEC },
        maxRows: MAX_ROWS[content],
      },
      { now: () => now },
    );
    const handle = await packFolder(folder, top, now.getTime() / 1000);
    return { name: `${top}_${content}.tar`, handle };
  } catch (error) {
    if (error instanceof HatsError && error.code === 'nothing') {
      throw new NotFoundError(`alert of the night ${name}`);
    }
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The end of an archive: two blocks of nothing. */
const END_BYTES = 1024;

/** A folder as one file that has no name any more, a file of it after the other. */
async function packFolder(folder: string, top: string, modifiedS: number): Promise<FileHandle> {
  const path = join(tmpdir(), `fritz-night-${randomUUID()}`);
  const handle = await open(path, 'wx+', 0o600);
  await rm(path);
  try {
    const entries = await readdir(join(folder, top), { recursive: true, withFileTypes: true });
    for (const entry of entries.filter((one) => one.isFile())) {
      const file = join(entry.parentPath, entry.name);
      const name = file.slice(folder.length + 1);
      const tar = writeTar([{ name, content: await readFile(file) }], modifiedS);
      await handle.writeFile(tar.subarray(0, tar.length - END_BYTES));
    }
    await handle.writeFile(new Uint8Array(END_BYTES));
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}
