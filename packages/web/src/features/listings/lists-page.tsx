import {
  Box,
  Button,
  Link as MuiLink,
  Paper,
  Skeleton,
  Stack,
  Tab,
  Tabs,
  TextField,
  Typography,
} from '@mui/material';
import { type FormEvent, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { formatUtc, parseNaiveUtc } from '../../format/time.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { RowList } from '../../ui/panel.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { AddEntry } from './add-entry.tsx';
import { listsOf, nameProblem, paramWords, type UserList } from './list-words.ts';
import { type ListEntry, useGetListingsQuery, useRemoveFromListMutation } from './listings.api.ts';

function EntryRow({ entry }: { readonly entry: ListEntry }) {
  const [remove, { error, isLoading }] = useRemoveFromListMutation();
  const { obj_id: objId, list_name: listName } = entry;
  return (
    <li>
      <Box sx={{ display: 'flex', gap: 1.5, alignItems: 'center', flexWrap: 'wrap' }}>
        <MuiLink
          component={Link}
          to={`/source/${encodeURIComponent(objId)}`}
          sx={{ fontWeight: 650 }}
        >
          {objId}
        </MuiLink>
        <Typography variant="body2" color="textSecondary" sx={{ flex: 1 }}>
          {[
            paramWords(entry.params),
            `since ${formatUtc(parseNaiveUtc(entry.created_at)).slice(0, 10)}`,
          ]
            .filter((words) => words !== '')
            .join(' · ')}
        </Typography>
        <Button
          color="error"
          disabled={isLoading}
          aria-label={`Remove ${objId} from the list`}
          onClick={() => void remove({ objId, listName })}
        >
          Remove
        </Button>
      </Box>
      {error !== undefined && <ErrorNotice what="Not removed" error={error} />}
    </li>
  );
}

function ListView({ list }: { readonly list: UserList }) {
  return (
    <Paper variant="outlined" component="section" aria-label={list.label} sx={{ p: 2 }}>
      <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
        <Typography variant="body2" color="textSecondary" sx={{ flex: 1 }}>
          {list.hint}
        </Typography>
        {list.entries.length > 0 && (
          <Button
            component={Link}
            to={`/sources?savedStatus=all&listName=${encodeURIComponent(list.name)}`}
          >
            Show as a table
          </Button>
        )}
      </Box>
      <AddEntry listName={list.name} />
      {list.entries.length === 0 ? (
        <Typography variant="body2" role="status">
          Nothing is on this list.
        </Typography>
      ) : (
        <RowList label={list.label}>
          {list.entries.map((entry) => (
            <EntryRow key={entry.id} entry={entry} />
          ))}
        </RowList>
      )}
    </Paper>
  );
}

/** A list is there as soon as something is on it: to open one is to name it. */
function NewList({ onOpen }: { readonly onOpen: (name: string) => void }) {
  const [name, setName] = useState('');
  const problem = nameProblem(name.trim());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (problem === null && name.trim() !== '') onOpen(name.trim());
    setName('');
  };
  return (
    <Box component="form" onSubmit={submit} sx={{ display: 'flex', gap: 1 }}>
      <TextField
        label="New list"
        value={name}
        error={problem !== null}
        helperText={problem}
        onChange={(event) => setName(event.target.value)}
      />
      <Button type="submit" disabled={name.trim() === '' || problem !== null} sx={{ height: 38 }}>
        Open
      </Button>
    </Box>
  );
}

/** The viewer's own lists: favorites, what he watches, and others. */
export function ListsPage() {
  usePageTitle('Lists');
  const [params, setParams] = useSearchParams();
  const { data, error, refetch } = useGetListingsQuery();
  const named = params.get('list') ?? 'favorites';
  const known = listsOf(data ?? []);
  const lists = known.some(({ name }) => name === named)
    ? known
    : [...known, { name: named, label: named, hint: '', entries: [] }];
  const shown = lists.find(({ name }) => name === named);
  return (
    <Stack spacing={1.5} sx={{ maxWidth: 860, mx: 'auto', pt: 2 }}>
      <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
        <Typography variant="h1" sx={{ flex: 1 }}>
          Lists
        </Typography>
        <NewList onOpen={(list) => setParams({ list })} />
      </Box>
      <Typography variant="body2" color="textSecondary">
        They are yours alone: nobody else sees what is on them.
      </Typography>
      <Tabs
        value={named}
        onChange={(_event, list: string) => setParams({ list })}
        variant="scrollable"
        allowScrollButtonsMobile
        aria-label="Lists"
      >
        {lists.map(({ name, label, entries }) => (
          <Tab
            key={name}
            value={name}
            label={`${label} (${entries.length})`}
            sx={{ textTransform: 'none' }}
          />
        ))}
      </Tabs>
      {error !== undefined && <ErrorNotice what="Lists" error={error} onRetry={() => refetch()} />}
      {data === undefined && error === undefined && <Skeleton variant="rounded" height={160} />}
      {data && shown && <ListView key={shown.name} list={shown} />}
    </Stack>
  );
}
