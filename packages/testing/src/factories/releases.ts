import { loadRelease, type ReleaseContents } from '@fritz/archive';
import type { ArchivedCurve, ArchivedPoint } from '@fritz/surveys';
import { type FactoryClient, nextNumber } from './client.ts';

/** A light curve of a data release: as many points as programmes are named. */
export function archivedCurve(
  options: Partial<Pick<ArchivedCurve, 'ra' | 'dec' | 'filter'>> & {
    id: bigint;
    programIds?: readonly number[];
    points?: Partial<ArchivedPoint>;
  },
): ArchivedCurve {
  const { id, ra = 10, dec = 20, filter = 2, programIds = [1], points = {} } = options;
  const empty = { refchi: null, refmag: 19, refmagerr: null, refsharp: null };
  return {
    ...{ id, ra, dec, filter, field: 245, ccd: 10, quad: 1, rc: 36 },
    stats: { meanmag: 18.25, vonneumannratio: 2, iqr: 0.125, ...empty },
    points: programIds.map((programid, i) => ({
      ...{ hjd: 2_459_000.75 + i, mjd: 59_000.25 + i, mag: 18 + i, magerr: 0.125, programid },
      ...{ catflags: 0, expid: 1000 + i, ra, dec, chi: 1, sharp: 0 },
      ...points,
    })),
  };
}

/** Loads a release of these light curves, or of values of theirs; its name. */
export async function createRelease(
  client: FactoryClient,
  contents: { curves: readonly ArchivedCurve[] } | Extract<ReleaseContents, { values: unknown }>,
  options: { name?: string; programId?: number; folder?: string } = {},
): Promise<string> {
  const isCurves = 'curves' in contents;
  const { name = `${isCurves ? 'ZTF_sources' : 'ZTF_source_features'}_${nextNumber()}` } = options;
  const read: ReleaseContents = isCurves
    ? { curves: contents.curves.map((curve) => ({ curve, badPoints: 0 })) }
    : contents;
  await loadRelease(
    client,
    {
      ...{ name, kind: isCurves ? 'light_curves' : 'features', survey: 'ztf' },
      ...{ files: [{ path: name, bytes: 1 }], programid: options.programId ?? 2 },
      open: async () => ({ contents: read, close: () => {} }),
    },
    options.folder === undefined ? {} : { store: 'hats', folder: options.folder },
  );
  return name;
}
