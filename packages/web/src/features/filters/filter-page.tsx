import { Box, FormControlLabel, Skeleton, Stack, Switch, Typography } from '@mui/material';
import { useState } from 'react';
import { useParams } from 'react-router';
import type { FilterHistory } from '../../api/types.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { useMyGroups } from '../session/use-profile.ts';
import { FilterActions } from './filter-actions.tsx';
import { FilterCost } from './filter-cost.tsx';
import { FilterCounts } from './filter-counts.tsx';
import { FilterWorkbench } from './filter-workbench.tsx';
import { useGetFilterHistoryQuery, useSetActiveMutation } from './filters.api.ts';
import { RulePanel } from './followup-rule/rule-panel.tsx';
import type { TryName } from './runs/use-tries.ts';
import { VersionList } from './version-list.tsx';

function ActiveSwitch({ filter }: { readonly filter: FilterHistory }) {
  const [setActive, { isLoading, error }] = useSetActiveMutation();
  return (
    <>
      <FormControlLabel
        control={
          <Switch
            checked={filter.active}
            disabled={isLoading || filter.fv.length === 0}
            onChange={(event) => setActive({ id: filter.id, active: event.target.checked })}
          />
        }
        label={filter.active ? 'Active' : 'Off'}
      />
      {error !== undefined && <ErrorNotice what="Not changed" error={error} />}
    </>
  );
}

function FilterView({ filter }: { readonly filter: FilterHistory }) {
  const group = useMyGroups().find(({ id }) => id === filter.group_id);
  const [shownFid, setShownFid] = useState<string | null>(null);
  const tryChoice = useState<TryName>('night');
  const fid = shownFid ?? filter.active_fid;
  const shown = filter.fv.find((version) => version.fid === fid) ?? null;
  usePageTitle(filter.name);
  return (
    <Stack spacing={1.5} sx={{ pt: 2 }}>
      <Stack direction="row" sx={{ gap: 2, alignItems: 'center', flexWrap: 'wrap' }}>
        <Typography variant="h1">{filter.name}</Typography>
        <Typography variant="body2" color="textSecondary">
          {group?.name} · {filter.survey.toUpperCase()}
        </Typography>
        <ActiveSwitch filter={filter} />
        <Box sx={{ flex: 1 }} />
        <FilterCounts counts={filter.counts} />
      </Stack>
      <FilterCost counts={filter.counts} />
      <FilterActions filter={filter} />
      <Box
        sx={{
          display: 'grid',
          gap: 2,
          gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: '230px minmax(0, 1fr)' },
        }}
      >
        <VersionList filter={filter} shownFid={fid} onShow={setShownFid} />
        <FilterWorkbench
          key={shown?.fid ?? 'new'}
          filter={filter}
          initialText={shown?.pipeline ?? ''}
          tryChoice={tryChoice}
          onSaved={() => setShownFid(null)}
        />
      </Box>
      <RulePanel filter={filter} />
    </Stack>
  );
}

/** One filter: its versions, its pipeline, whether it runs. */
export function FilterPage() {
  const id = Number(useParams().id);
  const { currentData, error, refetch } = useGetFilterHistoryQuery(id);
  usePageTitle('Filter');
  if (currentData) return <FilterView filter={currentData} />;
  if (error !== undefined) {
    return <ErrorNotice what="Filter" error={error} onRetry={() => refetch()} />;
  }
  return <Skeleton variant="rounded" height={400} sx={{ mt: 2 }} />;
}
