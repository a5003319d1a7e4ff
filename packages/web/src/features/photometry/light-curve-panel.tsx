import { Box, Skeleton } from '@mui/material';
import { lazy, memo, Suspense, useMemo } from 'react';
import { useAppSelector } from '../../app/hooks.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { type PlotPoint, shapeLightCurve } from './light-curve.ts';
import { useGetPhotometryQuery } from './photometry.api.ts';

const LightCurvePlot = lazy(async () => ({
  default: (await import('./light-curve-plot.tsx')).LightCurvePlot,
}));

type LightCurvePanelProps = {
  readonly objId: string;
  readonly heightPx: number;
  readonly onPick?: (point: PlotPoint) => void;
};

function PlotSkeleton({ heightPx }: { readonly heightPx: number }) {
  return <Skeleton variant="rounded" height={heightPx} sx={{ transform: 'none' }} />;
}

/** Fetches an object's photometry and plots it in a box of constant height. */
export const LightCurvePanel = memo(function LightCurvePanel(props: LightCurvePanelProps) {
  const { objId, heightPx, onPick } = props;
  const showForced = useAppSelector((state) => state.preferences.showForced);
  const showTotal = useAppSelector((state) => state.preferences.magnitudes === 'total');
  const { data, error, refetch } = useGetPhotometryQuery(objId);
  const points = useMemo(
    () => (data ? shapeLightCurve(data, { showForced, showTotal }) : []),
    [data, showForced, showTotal],
  );
  return (
    <Box sx={{ height: heightPx, minWidth: 0, overflow: 'hidden' }}>
      {data === undefined && error === undefined && <PlotSkeleton heightPx={heightPx} />}
      {data === undefined && error !== undefined && (
        <ErrorNotice what="No light curve" error={error} onRetry={() => refetch()} />
      )}
      {data !== undefined && points.length === 0 && (
        <Box sx={{ pt: 8, textAlign: 'center', fontSize: 13, color: 'text.secondary' }}>
          {data.length > 0 ? 'Forced photometry only: press f to show it' : 'No photometry yet'}
        </Box>
      )}
      {points.length > 0 && (
        <Suspense fallback={<PlotSkeleton heightPx={heightPx} />}>
          <LightCurvePlot objId={objId} points={points} heightPx={heightPx} onPick={onPick} />
        </Suspense>
      )}
    </Box>
  );
});
