import { Alert, Box, Button, MenuItem, Skeleton, TextField } from '@mui/material';
import { lazy, Suspense, useMemo, useState } from 'react';
import { describeError } from '../../api/api-error.ts';
import type { Source } from '../../api/types.ts';
import { CheckLine } from '../../ui/check-line.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { shapeLightCurve } from '../photometry/light-curve.ts';
import { useGetPhotometryQuery } from '../photometry/photometry.api.ts';
import { useMay } from '../session/use-profile.ts';
import {
  type ArchiveCurve,
  type ArchiveRelease,
  useGetArchiveReleasesQuery,
  useSaveLightCurvesMutation,
  useSearchLightCurvesQuery,
} from './archive.api.ts';
import { CurveTable } from './curve-table.tsx';
import {
  curveKey,
  curveReleases,
  firstShown,
  flaggedPoints,
  neighbourPoints,
  RADII,
} from './neighbour-curves.ts';

const LightCurvePlot = lazy(async () => ({
  default: (await import('../photometry/light-curve-plot.tsx')).LightCurvePlot,
}));

const PLOT_PX = 280;
const note = { fontSize: 13, color: 'text.secondary', py: 1 };

type SaveProps = {
  readonly objId: string;
  readonly catalog: string;
  readonly curves: readonly ArchiveCurve[];
};

/** Makes what is drawn photometry of the source. */
function SaveCurves({ objId, catalog, curves }: SaveProps) {
  const [save, { isLoading, data, error }] = useSaveLightCurvesMutation();
  const ids = curves.map(({ _id: id }) => id);
  return (
    <Box sx={{ mt: 1 }}>
      <Button
        variant="outlined"
        disabled={isLoading || ids.length === 0}
        onClick={() => void save({ objId, catalog, ids })}
      >
        {ids.length === 1 ? 'Save it to the source' : `Save ${ids.length} to the source`}
      </Button>
      <Box role="status">
        {data !== undefined && (
          <Box sx={note}>{`${data.points} points are photometry of the source.`}</Box>
        )}
      </Box>
      {error !== undefined && (
        <Alert severity="error" sx={{ mt: 1 }}>{`Not saved: ${describeError(error)}`}</Alert>
      )}
    </Box>
  );
}

type FoundProps = {
  readonly source: Source;
  readonly catalog: string;
  readonly curves: readonly ArchiveCurve[];
};

/** What was found: a plot with the source's own points, and the list. */
function FoundCurves({ source, catalog, curves }: FoundProps) {
  const [chosen, setChosen] = useState(() => firstShown(curves));
  const [hasOwn, setOwn] = useState(true);
  const { currentData: rows } = useGetPhotometryQuery(source.id);
  const drawn = useMemo(() => curves.filter((one) => chosen.has(curveKey(one))), [curves, chosen]);
  const points = useMemo(() => {
    const own = hasOwn && rows ? shapeLightCurve(rows, { showForced: false, showTotal: true }) : [];
    return [...own, ...neighbourPoints(drawn)].sort((a, b) => a.mjd - b.mjd);
  }, [rows, drawn, hasOwn]);
  const flagged = flaggedPoints(drawn);
  const maySave = useMay('Upload data');
  return (
    <>
      {points.length > 0 && (
        <Suspense fallback={<Skeleton variant="rounded" height={PLOT_PX} />}>
          <LightCurvePlot
            objId={`${source.id} and of the archive`}
            points={points}
            heightPx={PLOT_PX}
          />
        </Suspense>
      )}
      <CheckLine label="With the source’s own points" checked={hasOwn} onChange={setOwn} />
      <CurveTable curves={curves} chosen={chosen} onChange={setChosen} />
      <Box sx={note}>
        Points in a triangle are of the archive: magnitudes of the star itself, not of a difference.
        {flagged > 0 &&
          ` ${flagged} flagged ${flagged === 1 ? 'point is' : 'points are'} left out.`}
      </Box>
      {maySave && <SaveCurves objId={source.id} catalog={catalog} curves={drawn} />}
    </>
  );
}

type SearchProps = {
  readonly source: Source;
  readonly releases: readonly ArchiveRelease[];
  readonly newest: string;
};

function CurveSearch({ source, releases, newest }: SearchProps) {
  const [catalog, setCatalog] = useState(newest);
  const [radius, setRadius] = useState<number>(5);
  const { ra, dec } = source;
  const search = { catalog, ra, dec, radius };
  const { currentData, error, refetch } = useSearchLightCurvesQuery(search);
  return (
    <>
      <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap', mt: 1.5, mb: 1 }}>
        <TextField
          select
          size="small"
          label="Release"
          value={catalog}
          onChange={(event) => setCatalog(event.target.value)}
          sx={{ minWidth: 180, maxWidth: '100%' }}
        >
          {releases.map(({ name }) => (
            <MenuItem key={name} value={name}>
              {name}
            </MenuItem>
          ))}
        </TextField>
        <TextField
          select
          size="small"
          label="Within"
          value={radius}
          onChange={(event) => setRadius(Number(event.target.value))}
          sx={{ minWidth: 90 }}
        >
          {RADII.map((one) => (
            <MenuItem key={one} value={one}>{`${one}″`}</MenuItem>
          ))}
        </TextField>
      </Box>
      {error !== undefined && (
        <ErrorNotice what="the archive" error={error} onRetry={() => refetch()} />
      )}
      {currentData === undefined && error === undefined && (
        <Skeleton variant="rounded" height={PLOT_PX} />
      )}
      {currentData?.length === 0 && (
        <Box sx={note}>{`No light curve that you may see within ${radius}″.`}</Box>
      )}
      {currentData !== undefined && currentData.length > 0 && (
        <FoundCurves
          key={`${catalog} ${radius}`}
          source={source}
          catalog={catalog}
          curves={currentData}
        />
      )}
    </>
  );
}

/** The light curves that a survey published of what is at a source's place, and around it. */
export function ArchiveSection({ source }: { readonly source: Source }) {
  const { currentData, error, refetch } = useGetArchiveReleasesQuery();
  if (error !== undefined) {
    return <ErrorNotice what="the releases" error={error} onRetry={() => refetch()} />;
  }
  if (!currentData) return <Skeleton variant="rounded" height={60} />;
  const releases = curveReleases(currentData);
  const [newest] = releases;
  if (newest === undefined) return <Box sx={note}>No release of light curves is loaded.</Box>;
  return <CurveSearch source={source} releases={releases} newest={newest.name} />;
}
