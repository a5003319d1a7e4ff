import { Box, Button, Skeleton } from '@mui/material';
import { useTheme } from '@mui/material/styles';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { Source, Spectrum } from '../../api/types.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { useRemoval } from '../../ui/use-removal.tsx';
import { useMay } from '../session/use-profile.ts';
import { useDeleteSpectrumMutation, useGetSpectraQuery } from './spectra.api.ts';
import { SpectraTable } from './spectra-table.tsx';
import { SpectrumControls } from './spectrum-controls.tsx';
import { SpectrumPlot } from './spectrum-plot.tsx';
import { makeSpectrumScene, type SpectrumView } from './spectrum-scene.ts';

const UploadDialog = lazy(async () => ({
  default: (await import('../source-uploads/spectrum-dialog.tsx')).SpectrumDialog,
}));

const FIRST_VIEW: SpectrumView = {
  frame: 'observed',
  redshift: 0,
  velocityKmS: 0,
  smoothing: 1,
  isNormalised: false,
  isOffset: false,
  showsTelluric: true,
  lineSets: [],
};

function UploadButton({ objId }: { readonly objId: string }) {
  const [isOpen, setOpen] = useState(false);
  if (!useMay('Upload data')) return null;
  return (
    <>
      <Button variant="outlined" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        Upload a spectrum
      </Button>
      {isOpen && (
        <Suspense fallback={null}>
          <UploadDialog objId={objId} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}

/** A colour for each spectrum, in the order of their times. */
function useColors(spectra: readonly Spectrum[]): (id: number) => string {
  const { sky, palette } = useTheme();
  const colors = [palette.primary.main, ...Object.values(sky.bands)];
  const index = new Map(spectra.map(({ id }, place) => [id, place]));
  return (id) => colors[(index.get(id) ?? 0) % colors.length] ?? palette.primary.main;
}

type PlotsProps = { readonly source: Source; readonly spectra: readonly Spectrum[] };

function SpectraPlots({ source, spectra }: PlotsProps) {
  const [view, setView] = useState<SpectrumView>({ ...FIRST_VIEW, redshift: source.redshift ?? 0 });
  const [hiddenIds, setHiddenIds] = useState<ReadonlySet<number>>(new Set());
  const [remove] = useDeleteSpectrumMutation();
  const removal = useRemoval((id: number) => remove({ id, objId: source.id }).unwrap());
  const { palette } = useTheme();
  const colorOf = useColors(spectra);
  const there = spectra.filter(({ id }) => !removal.isRemoved(id));
  const ink = {
    line: palette.text.primary,
    galaxy: palette.primary.main,
    telluric: palette.text.secondary,
  };
  const shown = there
    .filter(({ id }) => !hiddenIds.has(id))
    .map((spectrum) => ({ ...spectrum, color: colorOf(spectrum.id) }));
  const key = JSON.stringify([view, ink, shown.map(({ id, color }) => [id, color])]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says all that changes it
  const scene = useMemo(() => makeSpectrumScene(shown, view, ink), [key, spectra]);
  const toggle = (id: number) => {
    const hidden = new Set(hiddenIds);
    if (!hidden.delete(id)) hidden.add(id);
    setHiddenIds(hidden);
  };
  return (
    <>
      <SpectrumPlot objId={source.id} scene={scene} heightPx={320} />
      <SpectrumControls view={view} onChange={(part) => setView({ ...view, ...part })} />
      <SpectraTable
        spectra={there}
        colorOf={colorOf}
        hiddenIds={hiddenIds}
        onToggle={toggle}
        onDelete={({ id, instrument_name: name }) =>
          removal.remove(id, `Spectrum of ${name} deleted`)
        }
      />
      {removal.notice}
    </>
  );
}

/** The spectra of an object: looked at together, in numbers, and uploading one. */
export function SpectraSection({ source }: { readonly source: Source }) {
  const { currentData, error, refetch } = useGetSpectraQuery(source.id);
  return (
    <>
      {error !== undefined && currentData === undefined && (
        <ErrorNotice what="No spectra" error={error} onRetry={() => refetch()} />
      )}
      {currentData === undefined && error === undefined && (
        <Skeleton variant="rounded" height={200} />
      )}
      {currentData !== undefined && currentData.length === 0 && (
        <Box sx={{ fontSize: 13, color: 'text.secondary', mb: 1 }}>
          No spectrum that you may see.
        </Box>
      )}
      {currentData !== undefined && currentData.length > 0 && (
        <SpectraPlots source={source} spectra={currentData} />
      )}
      <Box sx={{ mt: 1 }}>
        <UploadButton objId={source.id} />
      </Box>
    </>
  );
}
