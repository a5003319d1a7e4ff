import 'uplot/dist/uPlot.min.css';
import { Box, Button } from '@mui/material';
import { useMemo, useState } from 'react';
import { useAppSelector } from '../../app/hooks.ts';
import { dateToMjd } from '../../format/time.ts';
import { BandLegend } from './band-legend.tsx';
import { listBands, type PlotPoint } from './light-curve.ts';
import { PointReadout } from './point-readout.tsx';
import { useLightCurvePlot } from './use-light-curve-plot.ts';

const LEGEND_HEIGHT_PX = 20;

type LightCurvePlotProps = {
  readonly objId: string;
  readonly points: readonly PlotPoint[];
  readonly heightPx: number;
  readonly onPick?: (point: PlotPoint) => void;
};

function summarise(objId: string, points: readonly PlotPoint[]): string {
  const detections = points.filter((point) => point.kind !== 'limit');
  const last = detections.at(-1);
  const end = last ? `, last ${last.band} ${last.mag.toFixed(2)}` : '';
  return `Light curve of ${objId}: ${detections.length} detections${end}`;
}

/** A light curve; drag to zoom in time, double click to see all, hover or tap for the numbers. */
export function LightCurvePlot({ objId, points, heightPx, onPick }: LightCurvePlotProps) {
  const timeAxis = useAppSelector((state) => state.preferences.timeAxis);
  const [nowMjd] = useState(() => dateToMjd(new Date()));
  const originMjd = timeAxis === 'mjd' ? 0 : nowMjd;
  const plotHeightPx = heightPx - LEGEND_HEIGHT_PX;
  const plot = useLightCurvePlot(points, originMjd, plotHeightPx);
  const bands = useMemo(() => listBands(points), [points]);
  const hasNegative = points.some((point) => point.kind === 'negative');
  const hovered = plot.hovered === null ? undefined : points[plot.hovered];

  return (
    <Box sx={{ minWidth: 0 }}>
      <Box
        sx={{
          height: LEGEND_HEIGHT_PX,
          display: 'flex',
          justifyContent: 'flex-end',
          alignItems: 'center',
          gap: 1,
          pr: 1,
          overflow: 'hidden',
        }}
      >
        {hovered ? (
          <PointReadout point={hovered} />
        ) : (
          <BandLegend
            bands={bands}
            hasNegative={hasNegative}
            axisLabel={timeAxis === 'mjd' ? 'MJD' : 'days from now'}
          />
        )}
        {plot.isZoomed && (
          <Button
            variant="outlined"
            onClick={plot.reset}
            sx={{ py: 0, minWidth: 0, minHeight: '0 !important', fontSize: 11 }}
          >
            All
          </Button>
        )}
      </Box>
      {/* biome-ignore lint/a11y: picking a point is a shortcut; the detections table does the same */}
      <div
        ref={plot.hostRef}
        role="img"
        aria-label={summarise(objId, points)}
        style={{ height: plotHeightPx, cursor: onPick && hovered ? 'pointer' : undefined }}
        onClick={() => hovered && onPick?.(hovered)}
      />
    </Box>
  );
}
