import { Box, Button, Skeleton } from '@mui/material';
import { useState } from 'react';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { RowList } from '../../ui/panel.tsx';
import { useRemoval } from '../../ui/use-removal.tsx';
import { useMay } from '../session/use-profile.ts';
import {
  useDeleteAnalysisMutation,
  useGetAnalysesQuery,
  useGetAnalysisServicesQuery,
} from './analyses.api.ts';
import { AnalysisForm } from './analysis-form.tsx';
import { AnalysisItem } from './analysis-item.tsx';
import { askable, isOpen } from './analysis-words.ts';

/** While a service works, how often it is asked how it stands. */
const LOOK_MS = 5000;

function Asking({ objId }: { readonly objId: string }) {
  const { data, error } = useGetAnalysisServicesQuery();
  const [isAsking, setAsking] = useState(false);
  if (error !== undefined) return <ErrorNotice what="No services" error={error} />;
  if (data === undefined) return null;
  const services = askable(data);
  if (services.length === 0) {
    return (
      <Box sx={{ fontSize: 13, color: 'text.secondary' }}>
        No service that analyses objects is known to your groups.
      </Box>
    );
  }
  if (isAsking) {
    return <AnalysisForm objId={objId} services={services} onDone={() => setAsking(false)} />;
  }
  return (
    <Button variant="outlined" onClick={() => setAsking(true)} sx={{ mt: 1 }}>
      Run an analysis
    </Button>
  );
}

/** What services outside made of an object, and a form to ask them. */
export function AnalysesSection({ objId }: { readonly objId: string }) {
  const [hasOpen, setHasOpen] = useState(false);
  const { currentData, error, refetch } = useGetAnalysesQuery(objId, {
    pollingInterval: hasOpen ? LOOK_MS : 0,
    skipPollingIfUnfocused: true,
  });
  const [remove] = useDeleteAnalysisMutation();
  const removal = useRemoval((id: number) => remove(id).unwrap());
  const mayRun = useMay('Run Analyses');
  const there = currentData?.filter(({ id }) => !removal.isRemoved(id));
  const isUnderWay = there?.some(isOpen) ?? false;
  if (isUnderWay !== hasOpen) setHasOpen(isUnderWay);
  return (
    <>
      {error !== undefined && there === undefined && (
        <ErrorNotice what="Not known" error={error} onRetry={() => refetch()} />
      )}
      {there === undefined && error === undefined && <Skeleton variant="rounded" height={40} />}
      {there?.length === 0 && (
        <Box sx={{ fontSize: 13, color: 'text.secondary', mb: 1 }}>Nothing was analysed yet.</Box>
      )}
      {there !== undefined && there.length > 0 && (
        <RowList label="Analyses">
          {there.map((analysis) => (
            <AnalysisItem
              key={analysis.id}
              analysis={analysis}
              onDelete={
                analysis.can_delete ? () => removal.remove(analysis.id, 'Analysis deleted') : null
              }
            />
          ))}
        </RowList>
      )}
      {mayRun && <Asking objId={objId} />}
      {removal.notice}
    </>
  );
}
