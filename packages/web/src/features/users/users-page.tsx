import {
  Box,
  Button,
  Checkbox,
  FormControlLabel,
  MenuItem,
  Pagination,
  Skeleton,
  Stack,
  TextField,
  Typography,
} from '@mui/material';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Notice } from '../../ui/notice.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { useGetGroupsQuery } from '../groups/groups.api.ts';
import { AdminPage } from './admin-tabs.tsx';
import { NewUserDialog } from './new-user-dialog.tsx';
import { matchesPerson } from './person-name.ts';
import { UserTable } from './user-table.tsx';
import { useGetRolesQuery, useGetUsersQuery } from './users.api.ts';

const USERS_PER_PAGE = 25;

type Search = {
  readonly name: string;
  readonly role: string;
  readonly group: string;
  readonly ended: string;
  readonly page: string;
};

/** The search stands in the address, so that going back finds it as it was. */
function useUserSearch() {
  const [params, setParams] = useSearchParams();
  const read = (name: keyof Search) => params.get(name) ?? '';
  const change = (changed: Partial<Search>) => {
    const next = new URLSearchParams(params);
    next.delete('page');
    for (const [name, value] of Object.entries(changed)) {
      if (value === '') next.delete(name);
      else next.set(name, value);
    }
    setParams(next, { replace: true });
  };
  return {
    name: read('name'),
    role: read('role'),
    group: read('group'),
    includeEnded: read('ended') !== '',
    page: Math.max(1, Math.trunc(Number(read('page'))) || 1),
    change,
  };
}

type PickNameProps = {
  readonly label: string;
  readonly value: string;
  readonly names: readonly string[];
  readonly onPick: (name: string) => void;
};

function PickName({ label, value, names, onPick }: PickNameProps) {
  const options = value === '' || names.includes(value) ? names : [...names, value];
  return (
    <TextField
      select
      label={label}
      value={value}
      onChange={(event) => onPick(event.target.value)}
      slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
      sx={{ minWidth: 140 }}
    >
      <MenuItem value="">Any</MenuItem>
      {options.map((name) => (
        <MenuItem key={name} value={name}>
          {name}
        </MenuItem>
      ))}
    </TextField>
  );
}

function UserFilters({ search }: { readonly search: ReturnType<typeof useUserSearch> }) {
  const roles = useGetRolesQuery().data ?? [];
  const groups = useGetGroupsQuery().data?.all_groups ?? [];
  const { name, role, group, includeEnded, change } = search;
  return (
    <Stack
      direction="row"
      sx={{ flexWrap: 'wrap', columnGap: 1, rowGap: 1.5, alignItems: 'center', pt: 0.5 }}
    >
      <TextField
        type="search"
        label="Name or username"
        value={name}
        onChange={(event) => change({ name: event.target.value })}
        sx={{ flex: { xs: '1 1 100%', sm: '0 1 220px' } }}
      />
      <PickName
        label="Role"
        value={role}
        names={roles.map(({ id }) => id)}
        onPick={(picked) => change({ role: picked })}
      />
      <PickName
        label="Group"
        value={group}
        names={groups.map((row) => row.name)}
        onPick={(picked) => change({ group: picked })}
      />
      <FormControlLabel
        control={
          <Checkbox
            size="small"
            checked={includeEnded}
            onChange={(_event, isOn) => change({ ended: isOn ? '1' : '' })}
          />
        }
        label="ended accounts, too"
      />
    </Stack>
  );
}

function UsersFound({ search }: { readonly search: ReturnType<typeof useUserSearch> }) {
  const { name, role, group, includeEnded, page, change } = search;
  const { data, error, refetch } = useGetUsersQuery(
    { role, group, includeEnded },
    { refetchOnMountOrArgChange: true },
  );
  if (error !== undefined) {
    return <ErrorNotice what="Users" error={error} onRetry={() => refetch()} />;
  }
  if (data === undefined) return <Skeleton variant="rounded" height={320} />;
  const found = data.filter((user) => matchesPerson(user, name.trim()));
  const pageCount = Math.ceil(found.length / USERS_PER_PAGE);
  const shownPage = Math.min(page, Math.max(1, pageCount));
  const first = (shownPage - 1) * USERS_PER_PAGE;
  return (
    <>
      <Typography variant="caption" color="textSecondary" role="status">
        {found.length === 1 ? '1 user' : `${found.length} users`}
      </Typography>
      {found.length === 0 ? (
        <Notice
          title="Nobody found"
          detail="Nobody has such a name, role and group; ended accounts are shown when you ask for them."
        />
      ) : (
        <UserTable users={found.slice(first, first + USERS_PER_PAGE)} />
      )}
      {pageCount > 1 && (
        <Box sx={{ display: 'flex', justifyContent: 'center' }}>
          <Pagination
            count={pageCount}
            page={shownPage}
            onChange={(_event, next) => change({ page: next === 1 ? '' : String(next) })}
          />
        </Box>
      )}
    </>
  );
}

/** All users, for those who manage them. */
export function UsersPage() {
  usePageTitle('Users');
  const search = useUserSearch();
  const [isNewOpen, setNewOpen] = useState(false);
  return (
    <AdminPage path="/users">
      <Stack spacing={1.5} sx={{ pt: 2 }}>
        <Stack direction="row" sx={{ alignItems: 'center', gap: 1 }}>
          <Typography variant="h1" sx={{ flex: 1 }}>
            Users
          </Typography>
          <Button variant="outlined" onClick={() => setNewOpen(true)}>
            Make account
          </Button>
        </Stack>
        <UserFilters search={search} />
        <UsersFound search={search} />
      </Stack>
      {isNewOpen && <NewUserDialog onClose={() => setNewOpen(false)} />}
    </AdminPage>
  );
}
