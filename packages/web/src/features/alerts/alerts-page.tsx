import { parsePosition } from '@fritz/sky';
import { Box, Button, Skeleton, Stack, Typography } from '@mui/material';
import { skipToken } from '@reduxjs/toolkit/query';
import { useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { formatCount } from '../../format/number.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Notice } from '../../ui/notice.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { AlertForm } from './alert-form.tsx';
import { type AlertQuery, alertParams, readAlertQuery, writeAlertQuery } from './alert-query.ts';
import { AlertTable } from './alert-table.tsx';
import { useSearchAlertsQuery } from './alerts.api.ts';

const FIRST_ROWS = 200;
const MOST_ROWS = 10_000;

function Results({ query }: { readonly query: AlertQuery }) {
  const [limit, setLimit] = useState(FIRST_ROWS);
  const params = alertParams(query, limit);
  const { currentData, data, error, isFetching, refetch } = useSearchAlertsQuery(
    params ?? skipToken,
  );
  const alerts = currentData ?? data;
  if (params === null) {
    return (
      <Notice
        title="The archive of alerts"
        detail="Every alert of the surveys that you may see, by position, object, number, or the filter that it passed. A time alone is too much: name one of these as well."
      />
    );
  }
  if (error !== undefined) {
    return <ErrorNotice what="Alerts" error={error} onRetry={() => refetch()} />;
  }
  if (alerts === undefined) return <Skeleton variant="rounded" height={240} />;
  if (alerts.length === 0) {
    return (
      <Notice
        title="No alert is like this"
        detail="Make the radius larger, or take a condition away."
      />
    );
  }
  const objects = new Set(alerts.map(({ objectId }) => objectId)).size;
  const isMore = alerts.length >= limit && limit < MOST_ROWS;
  return (
    <Box aria-busy={isFetching} sx={{ opacity: isFetching ? 0.6 : 1 }}>
      <Typography variant="body2" color="textSecondary" role="status" sx={{ mb: 1 }}>
        {`${isMore ? 'The newest ' : ''}${formatCount(alerts.length)} alerts of ${formatCount(objects)} ${objects === 1 ? 'object' : 'objects'}`}
      </Typography>
      <AlertTable
        label="Alerts"
        alerts={alerts}
        from={query.place === '' ? null : parsePosition(query.place)}
      />
      {isMore && (
        <Box sx={{ textAlign: 'center', mt: 1 }}>
          <Button disabled={isFetching} onClick={() => setLimit(Math.min(limit * 5, MOST_ROWS))}>
            Show more
          </Button>
        </Box>
      )}
    </Box>
  );
}

/** The archive: which alerts there are somewhere, of something, or of a filter. */
export function AlertsPage() {
  usePageTitle('Alerts');
  const { search } = useLocation();
  const navigate = useNavigate();
  const query = readAlertQuery(search);
  return (
    <Stack spacing={1.5} sx={{ pt: 2 }}>
      <Typography variant="h1">Alerts</Typography>
      <AlertForm
        key={search}
        query={query}
        onSearch={(asked) => navigate({ search: writeAlertQuery(asked) })}
      />
      <Results key={`results ${search}`} query={query} />
    </Stack>
  );
}
