import { Box, Button, Skeleton, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Position } from '../../ui/position.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { CutoutTrio } from '../cutouts/cutout-trio.tsx';
import type { PlotPoint } from '../photometry/light-curve.ts';
import { useMay } from '../session/use-profile.ts';
import { useGetSourceQuery } from '../sources/sources.api.ts';
import { AlertTable, placeOfAlert, timeOfAlert } from './alert-table.tsx';
import { type FoundAlert, useGetObjectAlertsQuery } from './alerts.api.ts';
import { ArchiveLightCurve } from './archive-light-curve.tsx';
import { SaveAlert } from './save-alert.tsx';

type StampsProps = {
  readonly objectId: string;
  readonly alerts: readonly FoundAlert[];
  readonly index: number;
  readonly setIndex: (index: number) => void;
};

/** The stamps of one of the alerts, from the newest back. */
function Stamps({ objectId, alerts, index, setIndex }: StampsProps) {
  const alert = alerts[index];
  if (alert === undefined) return null;
  return (
    <>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, mb: 1 }}>
        <Typography variant="body2" sx={{ flex: 1 }}>
          {timeOfAlert(alert)} UTC · {index + 1} of {alerts.length}
        </Typography>
        <Button disabled={index + 1 >= alerts.length} onClick={() => setIndex(index + 1)}>
          Older
        </Button>
        <Button disabled={index === 0} onClick={() => setIndex(index - 1)}>
          Newer
        </Button>
      </Box>
      <Box sx={{ maxWidth: 560 }}>
        <CutoutTrio
          key={String(alert.candid)}
          candid={alert.candid}
          objId={objectId}
          survey={alert.survey}
        />
      </Box>
    </>
  );
}

function ObjectView({
  id,
  alerts,
}: {
  readonly id: string;
  readonly alerts: readonly FoundAlert[];
}) {
  const { currentData: source } = useGetSourceQuery(id);
  const maySave = useMay('Upload data');
  const [index, setIndex] = useState(0);
  const pick = ({ candid }: PlotPoint) => {
    const found = alerts.findIndex((alert) => String(alert.candid) === String(candid));
    if (found >= 0) setIndex(found);
  };
  const [newest] = alerts;
  const place = newest === undefined ? null : placeOfAlert(newest);
  return (
    <Stack spacing={1.5} sx={{ pt: 2 }}>
      <Box sx={{ display: 'flex', gap: 2, flexWrap: 'wrap', alignItems: 'center' }}>
        <Box>
          <Typography variant="h1">{id}</Typography>
          {place && <Position {...place} />}
        </Box>
        <Box sx={{ flex: 1 }} />
        {source ? (
          <Button component={Link} to={`/source/${encodeURIComponent(id)}`} variant="contained">
            Open the source
          </Button>
        ) : (
          maySave && (
            <Box sx={{ minWidth: { sm: 380 } }}>
              <SaveAlert objectId={id} />
            </Box>
          )
        )}
      </Box>
      <Panel title="Cutouts">
        <Stamps objectId={id} alerts={alerts} index={index} setIndex={setIndex} />
      </Panel>
      <Panel title="Light curve">
        <ArchiveLightCurve objectId={id} onPick={pick} />
      </Panel>
      <Panel title={`Detections (${alerts.length})`}>
        <AlertTable label="Detections" alerts={alerts} hasObject={false} />
      </Panel>
    </Stack>
  );
}

/** An object of the archive, by its alerts, whether anybody saved it or not. */
export function AlertObjectPage() {
  const { id = '' } = useParams();
  usePageTitle(`Alerts of ${id}`);
  const { currentData, error, refetch } = useGetObjectAlertsQuery(id);
  if (error !== undefined) return <ErrorNotice what={id} error={error} onRetry={() => refetch()} />;
  if (currentData === undefined) {
    return (
      <Box role="status" aria-label="Loading" sx={{ pt: 2 }}>
        <Skeleton variant="rounded" height={320} />
      </Box>
    );
  }
  if (currentData.length === 0) {
    return (
      <Notice
        isPage
        title={`No alert of ${id}`}
        detail="There is none in the archive, or you may not see it."
      >
        <Button component={Link} to="/alerts" variant="contained">
          Search the archive
        </Button>
      </Notice>
    );
  }
  return <ObjectView key={id} id={id} alerts={currentData} />;
}
