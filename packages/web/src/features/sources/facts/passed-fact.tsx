import { Box, Button, Link, Skeleton } from '@mui/material';
import { useState } from 'react';
import { Link as RouterLink } from 'react-router';
import { isApiError } from '../../../api/api-error.ts';
import { formatUtc, parseNaiveUtc } from '../../../format/time.ts';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { useGetCandidateQuery } from '../../candidates/candidates.api.ts';
import { useGetFiltersQuery } from '../../filters/filters.api.ts';
import { Fact } from './fact.tsx';

function Passings({ objId }: { readonly objId: string }) {
  const { currentData, error, refetch } = useGetCandidateQuery(objId);
  const { data: filters } = useGetFiltersQuery();
  if (isApiError(error) && error.status === 404) return <span>none that you see</span>;
  if (error !== undefined) {
    return <ErrorNotice what="Not known" error={error} onRetry={() => refetch()} />;
  }
  if (currentData === undefined) return <Skeleton />;
  const names = new Map(filters?.map(({ id, name }) => [id, name]));
  return (
    <Box
      component="ol"
      aria-label="Filters passed"
      // Long lists of what passes each night.
      sx={{ m: 0, pl: 3, fontSize: 12, maxHeight: 160, overflowY: 'auto' }}
      tabIndex={0}
    >
      {currentData.passing_alerts.map(
        ({ filter_id: id, passed_at: at, passing_alert_id: candid }) => (
          <li key={`${id} ${candid} ${at}`}>
            <Link component={RouterLink} to={`/filters/${id}`}>
              {names.get(id) ?? `filter ${id}`}
            </Link>{' '}
            · {formatUtc(parseNaiveUtc(at))}
            {candid === null ? '' : ` · candid ${candid}`}
          </li>
        ),
      )}
    </Box>
  );
}

/** Why it is here: the filters that it passed, and when. */
export function PassedFact({ objId }: { readonly objId: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Fact name="Filters">
      {isOpen ? (
        <Passings objId={objId} />
      ) : (
        <Button onClick={() => setOpen(true)} sx={{ p: 0, minWidth: 0 }}>
          Which it passed, and when
        </Button>
      )}
    </Fact>
  );
}
