import { Box, Skeleton } from '@mui/material';
import { lazy, Suspense, useMemo } from 'react';
import { useAppSelector } from '../../app/hooks.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { type PlotPoint, shapeLightCurve } from '../photometry/light-curve.ts';
import { PlotControls } from '../photometry/plot-controls.tsx';
import { useGetLightCurveQuery } from './alerts.api.ts';
import { archivePoints } from './archive-points.ts';

const LightCurvePlot = lazy(async () => ({
  default: (await import('../photometry/light-curve-plot.tsx')).LightCurvePlot,
}));

const HEIGHT_PX = 280;

type ArchiveLightCurveProps = {
  readonly objectId: string;
  readonly onPick: (point: PlotPoint) => void;
};

/** The light curve of an object that nobody saved, as its alerts brought it. */
export function ArchiveLightCurve({ objectId, onPick }: ArchiveLightCurveProps) {
  const { currentData, error, refetch } = useGetLightCurveQuery(objectId);
  const showForced = useAppSelector((state) => state.preferences.showForced);
  const rows = useMemo(() => (currentData ? archivePoints(currentData) : []), [currentData]);
  const points = useMemo(
    () => shapeLightCurve(rows, { showForced, showTotal: false }),
    [rows, showForced],
  );
  if (error !== undefined) {
    return <ErrorNotice what="No light curve" error={error} onRetry={() => refetch()} />;
  }
  const waiting = <Skeleton variant="rounded" height={HEIGHT_PX} />;
  if (currentData === undefined) return waiting;
  return (
    <Box sx={{ minWidth: 0 }}>
      <PlotControls />
      {points.length === 0 ? (
        <Box sx={{ py: 4, textAlign: 'center', fontSize: 13, color: 'text.secondary' }}>
          {rows.length > 0 ? 'Forced photometry only' : 'No photometry came with its alerts.'}
        </Box>
      ) : (
        <Suspense fallback={waiting}>
          <LightCurvePlot objId={objectId} points={points} heightPx={HEIGHT_PX} onPick={onPick} />
        </Suspense>
      )}
    </Box>
  );
}
