import 'uplot/dist/uPlot.min.css';
import { Box, Button } from '@mui/material';
import { PictureButtons } from '../../ui/plot/picture-buttons.tsx';
import { usePlot } from '../../ui/plot/use-plot.ts';
import { SPECTRUM_KIND } from './spectrum-kind.ts';
import type { SpectrumScene } from './spectrum-scene.ts';

type SpectrumPlotProps = {
  readonly objId: string;
  readonly scene: SpectrumScene;
  readonly heightPx: number;
};

/** Spectra; drag to zoom in wavelength, double click to see all, hover or tap for the numbers. */
export function SpectrumPlot({ objId, scene, heightPx }: SpectrumPlotProps) {
  const plot = usePlot({ kind: SPECTRUM_KIND, scene, heightPx });
  const { hovered } = plot;
  return (
    <Box sx={{ minWidth: 0 }}>
      <Box
        sx={{
          minHeight: 30,
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'center',
          gap: 1,
          fontSize: 11,
        }}
      >
        <Box component="span" aria-live="off" sx={{ flex: 1, color: 'text.secondary' }}>
          {hovered
            ? `${hovered.name}: ${hovered.wavelength.toFixed(1)} Å, ${hovered.flux.toPrecision(4)}`
            : scene.yLabel}
        </Box>
        {plot.isZoomed && (
          <Button variant="outlined" onClick={plot.reset} sx={{ py: 0 }}>
            All
          </Button>
        )}
        <PictureButtons
          kind={SPECTRUM_KIND}
          scene={scene}
          title={objId}
          name={`${objId}-spectra`}
          visible={plot.visible}
        />
      </Box>
      <div
        ref={plot.hostRef}
        role="img"
        aria-label={`Spectra of ${objId}: ${scene.traces.map(({ name }) => name).join(', ')}`}
        style={{ height: heightPx }}
      />
      <Box sx={{ fontSize: 11, color: 'text.secondary', textAlign: 'center' }}>{scene.xLabel}</Box>
    </Box>
  );
}
