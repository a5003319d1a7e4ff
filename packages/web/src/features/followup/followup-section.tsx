import { Box, Button, Skeleton } from '@mui/material';
import { useState } from 'react';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { RowList } from '../../ui/panel.tsx';
import { useMay } from '../session/use-profile.ts';
import {
  useGetFollowupAllocationsQuery,
  useGetFollowupsQuery,
  useGetInstrumentFormsQuery,
} from './followup.api.ts';
import { FollowupForm } from './followup-form.tsx';
import { RequestLine } from './request-line.tsx';

/** What is needed to ask is fetched when somebody means to. */
function Asking({ objId, onDone }: { readonly objId: string; readonly onDone: () => void }) {
  const forms = useGetInstrumentFormsQuery();
  const allocations = useGetFollowupAllocationsQuery();
  const error = forms.error ?? allocations.error;
  if (error !== undefined) return <ErrorNotice what="Not known" error={error} />;
  if (!forms.data || !allocations.data) return <Skeleton variant="rounded" height={120} />;
  return (
    <FollowupForm objId={objId} forms={forms.data} allocations={allocations.data} onDone={onDone} />
  );
}

/** What facilities were asked for of an object, and a form to ask for more. */
export function FollowupSection({ objId }: { readonly objId: string }) {
  const page = { objID: objId, pageNumber: 1, numPerPage: 100 };
  const { currentData, error, refetch } = useGetFollowupsQuery(page);
  const [isAsking, setAsking] = useState(false);
  const mayAsk = useMay('Upload data');
  const requests = currentData?.followup_requests;
  return (
    <>
      {error !== undefined && requests === undefined && (
        <ErrorNotice what="Not known" error={error} onRetry={() => refetch()} />
      )}
      {requests === undefined && error === undefined && <Skeleton variant="rounded" height={40} />}
      {requests?.length === 0 && (
        <Box sx={{ fontSize: 13, color: 'text.secondary', mb: 1 }}>
          Nothing was asked for of it.
        </Box>
      )}
      {requests !== undefined && requests.length > 0 && (
        <RowList label="Follow-up requests">
          {requests.map((request) => (
            <RequestLine key={request.id} request={request} />
          ))}
        </RowList>
      )}
      {mayAsk && !isAsking && (
        <Button variant="outlined" onClick={() => setAsking(true)} sx={{ mt: 1 }}>
          Ask for an observation
        </Button>
      )}
      {isAsking && <Asking objId={objId} onDone={() => setAsking(false)} />}
    </>
  );
}
