import { Box, Skeleton } from '@mui/material';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Panel, RowList } from '../../ui/panel.tsx';
import { type FollowupAllocation, useGetFollowupAllocationsQuery } from './followup.api.ts';

const hours = (value: number) => `${value.toFixed(2)} h`;

function HoursLine({ allocation }: { readonly allocation: FollowupAllocation }) {
  const { instrument, group, end_date: end } = allocation;
  const { hours_allocated: all, hours_booked: booked, hours_planned: planned } = allocation;
  const share = (value: number) => (all > 0 ? Math.min(100, (100 * value) / all) : 0);
  const name = `${instrument.name} · ${group.nickname ?? group.name}`;
  return (
    <Box component="li" sx={{ fontSize: 13 }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 1 }}>
        <b>{name}</b>
        {allocation.pi !== null && <span>{allocation.pi}</span>}
        {end !== null && (
          <Box component="span" sx={{ color: 'text.secondary' }}>
            until {end.slice(0, 10)}
          </Box>
        )}
      </Box>
      <Box
        role="meter"
        aria-label={`Hours of ${name}`}
        aria-valuenow={Math.round(share(booked + planned))}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuetext={`${hours(booked)} booked, ${hours(planned)} asked for`}
        sx={{ display: 'flex', height: 4, my: 0.5, maxWidth: 480, bgcolor: 'divider' }}
      >
        <Box sx={{ width: `${share(booked)}%`, bgcolor: 'primary.main' }} />
        <Box
          sx={{
            width: `${share(booked + planned) - share(booked)}%`,
            bgcolor: 'primary.main',
            opacity: 0.45,
          }}
        />
      </Box>
      <Box sx={{ color: 'text.secondary' }}>
        {hours(booked)} booked, {hours(planned)} asked for, {hours(allocation.hours_left)} of{' '}
        {hours(all)} left
      </Box>
    </Box>
  );
}

/** What the viewer's groups have left on instruments that are asked here. */
export function AllocationHours() {
  const { data, error, refetch } = useGetFollowupAllocationsQuery();
  if (data?.length === 0) return null;
  return (
    <Panel title="Hours">
      {error !== undefined && (
        <ErrorNotice what="Not known" error={error} onRetry={() => refetch()} />
      )}
      {data === undefined && error === undefined && <Skeleton variant="rounded" height={40} />}
      {data !== undefined && (
        <RowList label="Allocations">
          {data.map((allocation) => (
            <HoursLine key={allocation.id} allocation={allocation} />
          ))}
        </RowList>
      )}
    </Panel>
  );
}
