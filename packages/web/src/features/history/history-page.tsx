import { Chip, Stack, Typography } from '@mui/material';
import { useSearchParams } from 'react-router';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { useProfile } from '../session/use-profile.ts';
import type { HistorySearch } from './history.api.ts';
import { HistoryFilters } from './history-filters.tsx';
import { HistoryList } from './history-list.tsx';

function readSearch(params: URLSearchParams): HistorySearch {
  const id = (name: string) => {
    const value = params.get(name) ?? '';
    return /^\d{1,9}$/.test(value) ? Number(value) : null;
  };
  const day = (name: string) => {
    const value = params.get(name) ?? '';
    return Number.isNaN(Date.parse(value)) ? '' : value;
  };
  return {
    objId: (params.get('object') ?? '').slice(0, 128),
    kind: params.get('kind') ?? '',
    groupId: id('group'),
    actorId: id('actor'),
    userId: id('user'),
    since: day('since'),
    until: day('until'),
  };
}

function writeSearch(search: HistorySearch): Record<string, string> {
  const { objId, kind, groupId, actorId, userId, since, until } = search;
  const all = { object: objId, kind, group: groupId, actor: actorId, user: userId, since, until };
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) =>
      value === null || value === '' ? [] : [[name, String(value)]],
    ),
  );
}

function useHistorySearch() {
  const [params, setParams] = useSearchParams();
  const search = readSearch(params);
  const change = (changed: Partial<HistorySearch>) =>
    setParams(writeSearch({ ...search, ...changed }), { replace: true });
  return { search, change, key: params.toString() };
}

/** Who changed what: rights, filters, saves, photometry. */
export function HistoryPage() {
  usePageTitle('History');
  const { search, change, key } = useHistorySearch();
  const isAdmin = useProfile()?.acls.includes('System admin') ?? false;
  return (
    <Stack spacing={1.5} sx={{ maxWidth: 960, mx: 'auto', pt: 2 }}>
      <Typography variant="h1">History</Typography>
      <Typography variant="body2" color="textSecondary">
        {isAdmin
          ? 'Every change of rights, filters, saves and photometry.'
          : 'What you did, what was done about you, and what concerns the groups that you administer.'}
      </Typography>
      {search.objId !== '' && (
        <Chip
          label={`Only ${search.objId}`}
          onDelete={() => change({ objId: '' })}
          variant="outlined"
          sx={{ alignSelf: 'start' }}
        />
      )}
      <HistoryFilters search={search} onChange={change} />
      <HistoryList key={key} search={search} onActor={(actorId) => change({ actorId })} />
    </Stack>
  );
}
