import { Box, Paper, Skeleton, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { useMemo } from 'react';
import { useParams } from 'react-router';
import type { Source } from '../../api/types.ts';
import { formatUtc, mjdToDate } from '../../format/time.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { NeighboursTable } from '../catalogs/neighbours-table.tsx';
import { CutoutControls } from '../cutouts/cutout-controls.tsx';
import { CutoutTrio } from '../cutouts/cutout-trio.tsx';
import { FeaturesSection } from '../light-curve-features/features-section.tsx';
import { LightCurvePanel } from '../photometry/light-curve-panel.tsx';
import { PlotControls } from '../photometry/plot-controls.tsx';
import { ShareButton } from '../sharing/share-button.tsx';
import { describeMag, detectionColumns, FORCED_COLUMNS } from './photometry-columns.tsx';
import { PhotometryTable } from './photometry-table.tsx';
import { SourceAnnotations } from './source-annotations.tsx';
import { SourceHeader } from './source-header.tsx';
import { useGetSourceQuery } from './sources.api.ts';
import { useSourcePhotometry } from './use-source-photometry.ts';

type PanelProps = {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
};

function Panel({ title, aside, children }: PanelProps) {
  return (
    <Paper variant="outlined" component="section" sx={{ p: 1.5, minWidth: 0 }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center', mb: 1 }}>
        <Typography variant="h2" sx={{ flex: 1 }}>
          {title}
        </Typography>
        {aside}
      </Box>
      {children}
    </Paper>
  );
}

function SourceView({ source }: { readonly source: Source }) {
  const { detections, forced, shown, pick } = useSourcePhotometry(source.id);
  const columns = useMemo(() => detectionColumns(pick), [pick]);
  const moment = shown
    ? `${shown.band} ${describeMag(shown)} · ${formatUtc(mjdToDate(shown.mjd))} UTC`
    : 'No alert in the archive';
  return (
    <Box
      sx={{
        display: 'grid',
        gap: 1.5,
        pt: 1.5,
        gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 1.3fr) minmax(0, 1fr)' },
        alignItems: 'start',
      }}
    >
      <Panel title="Light curve" aside={<PlotControls />}>
        <LightCurvePanel
          objId={source.id}
          heightPx={360}
          onPick={({ candid }) => candid !== null && pick(String(candid))}
        />
      </Panel>
      <Panel title="Cutouts">
        <Box sx={{ fontSize: 13, color: 'text.secondary', mb: 1 }}>{moment}</Box>
        {shown?.candid != null && (
          <CutoutTrio
            candid={shown.candid}
            objId={source.id}
            {...(source.survey ? { survey: source.survey } : {})}
          />
        )}
        <Box sx={{ mt: 2 }}>
          <CutoutControls />
        </Box>
        <SourceAnnotations objId={source.id} />
      </Panel>
      <Panel title="Features">
        <FeaturesSection objId={source.id} />
      </Panel>
      <Panel title="Neighbours">
        <NeighboursTable objId={source.id} />
      </Panel>
      <Panel title={`Detections (${detections.length})`} aside={<ShareButton objId={source.id} />}>
        <PhotometryTable
          label="Detections"
          lines={detections}
          columns={columns}
          selectedKey={shown?.key ?? null}
          emptyText="No detection that you may see."
        />
      </Panel>
      <Panel title={`Forced photometry (${forced.length})`}>
        <PhotometryTable
          label="Forced photometry"
          lines={forced}
          columns={FORCED_COLUMNS}
          emptyText="No forced photometry came with its alerts."
        />
      </Panel>
    </Box>
  );
}

/** All that is known of one object. */
export function SourcePage() {
  const { id = '' } = useParams();
  usePageTitle(id);
  const { currentData, error, refetch } = useGetSourceQuery(id);
  if (currentData) {
    return (
      <>
        <SourceHeader source={currentData} />
        <SourceView key={id} source={currentData} />
      </>
    );
  }
  if (error !== undefined) {
    return <ErrorNotice what={id} error={error} onRetry={() => refetch()} />;
  }
  return (
    <Box role="status" aria-label="Loading" sx={{ pt: 2 }}>
      <Skeleton variant="rounded" height={64} sx={{ mb: 1.5 }} />
      <Skeleton variant="rounded" height={420} />
    </Box>
  );
}
