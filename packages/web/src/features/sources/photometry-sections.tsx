import { Box, Button } from '@mui/material';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useMay } from '../session/use-profile.ts';
import { ShareButton } from '../sharing/share-button.tsx';
import type { PhotometryLine } from './detection-rows.ts';
import { PageSection } from './page-section.tsx';
import { PhotometryActs } from './photometry-acts.tsx';
import { detectionColumns, FORCED_COLUMNS } from './photometry-columns.tsx';
import { PhotometryTable } from './photometry-table.tsx';
import type { SourcePhotometry } from './use-source-photometry.ts';

const UploadDialog = lazy(async () => ({
  default: (await import('../source-uploads/photometry-dialog.tsx')).PhotometryDialog,
}));

/** Opens the dialog that uploads photometry. */
function UploadButton({ objId }: { readonly objId: string }) {
  const [isOpen, setOpen] = useState(false);
  if (!useMay('Upload data')) return null;
  return (
    <>
      <Button aria-haspopup="dialog" onClick={() => setOpen(true)}>
        Upload
      </Button>
      {isOpen && (
        <Suspense fallback={null}>
          <UploadDialog objId={objId} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}

function DownloadLinks({ objId }: { readonly objId: string }) {
  const path = `/api/sources/${encodeURIComponent(objId)}/photometry?format=both&file_format=`;
  return ['csv', 'ecsv', 'fits', 'votable'].map((format) => (
    <Button key={format} href={`${path}${format}`} download aria-label={`Download as ${format}`}>
      {format}
    </Button>
  ));
}

type PhotometrySectionsProps = { readonly objId: string; readonly photometry: SourcePhotometry };

/** The photometry in numbers: of alerts and uploads, and forced. */
export function PhotometrySections({ objId, photometry }: PhotometrySectionsProps) {
  const { detections, forced, shown, pick } = photometry;
  const columns = useMemo(() => detectionColumns(pick), [pick]);
  const acts = (chosen: readonly PhotometryLine[], clear: () => void) => (
    <PhotometryActs objId={objId} chosen={chosen} onDone={clear} />
  );
  return (
    <>
      <PageSection
        id="photometry"
        title={`Detections (${detections.length})`}
        order={11}
        lazyHeightPx={380}
        aside={
          <>
            <Box sx={{ display: 'flex', flexWrap: 'wrap' }}>
              <DownloadLinks objId={objId} />
            </Box>
            <UploadButton objId={objId} />
            <ShareButton objId={objId} />
          </>
        }
      >
        <PhotometryTable
          label="Detections"
          lines={detections}
          columns={columns}
          selectedKey={shown?.key ?? null}
          emptyText="No detection that you may see."
          acts={acts}
        />
      </PageSection>
      <PageSection
        id="forced-photometry"
        title={`Forced photometry (${forced.length})`}
        order={11}
        lazyHeightPx={380}
      >
        <PhotometryTable
          label="Forced photometry"
          lines={forced}
          columns={FORCED_COLUMNS}
          emptyText="No forced photometry came with its alerts."
          acts={acts}
        />
      </PageSection>
    </>
  );
}
