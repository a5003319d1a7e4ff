import 'uplot/dist/uPlot.min.css';
import { Box, Button, Skeleton } from '@mui/material';
import { useState } from 'react';
import type { PhotometryPoint } from '../../../api/types.ts';
import { PictureButtons } from '../../../ui/plot/picture-buttons.tsx';
import type { Box as ValueBox } from '../../../ui/plot/plot-options.ts';
import { type PlotHandle, usePlot } from '../../../ui/plot/use-plot.ts';
import { saveFile } from '../../../ui/save-file.ts';
import { PointReadout } from '../point-readout.tsx';
import { SelectedPoints } from './selected-points.tsx';
import { writePointsCsv } from './study-csv.ts';
import { FLUX_KIND, MAG_KIND } from './study-kind.ts';
import type { StudyPoint } from './study-points.ts';
import type { StudyScene } from './study-scene.ts';

type StudyPlotProps = {
  readonly objId: string;
  readonly scene: StudyScene;
  /** Whether its points are on their way. */
  readonly isLoading: boolean;
  readonly heightPx: number;
  readonly onPick: (point: StudyPoint) => void;
};

function summarise(objId: string, { points, yLabel, xLabel }: StudyScene): string {
  const seen = points.filter(({ kind }) => kind !== 'limit').length;
  return `Light curve of ${objId}: ${seen} detections; ${yLabel}; ${xLabel}`;
}

/** The points of the scene within a box, each once. */
export function pointsWithin(
  { points }: StudyScene,
  { x, y }: ValueBox,
): readonly PhotometryPoint[] {
  const inside = points.filter(
    (point) => point.mjd >= x[0] && point.mjd <= x[1] && point.mag >= y[0] && point.mag <= y[1],
  );
  return [...new Set(inside.map(({ row }) => row))];
}

const kindOf = ({ quantity }: StudyScene) => (quantity === 'flux' ? FLUX_KIND : MAG_KIND);

type PlotBarProps = Pick<StudyPlotProps, 'objId' | 'scene'> & {
  readonly plot: PlotHandle<StudyPoint>;
  readonly isSelecting: boolean;
  readonly onSelecting: (isSelecting: boolean) => void;
};

/** What is pointed at, and what can be done with the plot. */
function PlotBar({ objId, scene, plot, isSelecting, onSelecting }: PlotBarProps) {
  const { hovered } = plot;
  const saveCsv = () => {
    const csv = writePointsCsv(scene.points.map(({ row }) => row));
    saveFile(`${objId}-light-curve.csv`, new Blob([csv], { type: 'text/csv' }));
  };
  return (
    <Box
      sx={{
        minHeight: 30,
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        columnGap: 1,
      }}
    >
      {/* On a phone a line of its own: what is pointed at is as wide as that. */}
      <Box
        sx={{
          flex: { xs: '1 1 100%', sm: '1 1 160px' },
          ...{ fontSize: 11, color: 'text.secondary', minWidth: 0 },
        }}
      >
        {hovered ? <PointReadout point={{ ...hovered, mjd: hovered.row.mjd }} /> : scene.yLabel}
      </Box>
      {plot.isZoomed && (
        <Button variant="outlined" onClick={plot.reset} sx={{ py: 0 }}>
          All
        </Button>
      )}
      <Button aria-pressed={isSelecting} onClick={() => onSelecting(!isSelecting)}>
        {isSelecting ? 'Zoom by dragging' : 'Choose points'}
      </Button>
      <PictureButtons
        kind={kindOf(scene)}
        scene={scene}
        title={objId}
        name={`${objId}-light-curve`}
        visible={plot.visible}
      />
      <Button onClick={saveCsv}>CSV</Button>
    </Box>
  );
}

/** A light curve: drag to zoom or to choose points, double click to see all, hover for the numbers. */
export function StudyPlot({ objId, scene, isLoading, heightPx, onPick }: StudyPlotProps) {
  const [isSelecting, setSelecting] = useState(false);
  const [chosen, setChosen] = useState<readonly PhotometryPoint[] | null>(null);
  const plot = usePlot({
    kind: kindOf(scene),
    scene,
    heightPx,
    isSelecting,
    onSelect: (box) => setChosen(pointsWithin(scene, box)),
  });
  const { hovered } = plot;
  return (
    <Box sx={{ minWidth: 0 }}>
      <PlotBar
        objId={objId}
        scene={scene}
        plot={plot}
        isSelecting={isSelecting}
        onSelecting={setSelecting}
      />
      <Box sx={{ position: 'relative' }}>
        {isLoading && (
          <Skeleton variant="rounded" sx={{ position: 'absolute', inset: 0, height: 'auto' }} />
        )}
        {/* biome-ignore lint/a11y: picking a point is a shortcut; the detections table does the same */}
        <div
          ref={plot.hostRef}
          role="img"
          aria-label={summarise(objId, scene)}
          style={{
            height: heightPx,
            cursor: hovered ? 'pointer' : undefined,
            visibility: isLoading ? 'hidden' : 'visible',
          }}
          onClick={() => !isSelecting && hovered && !hovered.survey && onPick(hovered)}
        />
      </Box>
      <Box sx={{ fontSize: 11, color: 'text.secondary', textAlign: 'center' }}>{scene.xLabel}</Box>
      {chosen !== null && (
        <SelectedPoints objId={objId} rows={chosen} onClose={() => setChosen(null)} />
      )}
    </Box>
  );
}
