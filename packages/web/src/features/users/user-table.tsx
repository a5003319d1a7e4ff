import {
  Link as MuiLink,
  Paper,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  Typography,
} from '@mui/material';
import { Link } from 'react-router';
import type { User } from '../../api/types.ts';
import { MISSING } from '../../format/number.ts';
import { fullName, nameSome } from './person-name.ts';
import { tellSeen, tellState } from './user-words.ts';

const WIDE_ONLY = { display: { xs: 'none', sm: 'table-cell' } };

function tellRights(user: User): string {
  if (user.roles === null) return MISSING;
  const more = user.acls?.length ?? 0;
  const roles = user.roles.length === 0 ? 'no role' : user.roles.join(', ');
  return more === 0 ? roles : `${roles} + ${more}`;
}

function UserRow({ user }: { readonly user: User }) {
  const name = fullName(user);
  const groups = nameSome(user.groups.map((group) => group.name).filter(Boolean), 3);
  return (
    <TableRow hover>
      <TableCell component="th" scope="row" sx={{ overflowWrap: 'anywhere' }}>
        <MuiLink component={Link} to={`/users/${user.id}`} sx={{ fontWeight: 650 }}>
          {name === '' ? user.username : name}
        </MuiLink>
        {name !== '' && (
          <Typography variant="caption" color="textSecondary" sx={{ ml: 1 }}>
            {user.username}
          </Typography>
        )}
        {user.is_bot && (
          <Typography variant="caption" color="textSecondary">
            {' '}
            · a program
          </Typography>
        )}
      </TableCell>
      <TableCell sx={{ minWidth: 96 }}>{tellRights(user)}</TableCell>
      <TableCell sx={WIDE_ONLY}>{groups === '' ? MISSING : groups}</TableCell>
      <TableCell sx={{ ...WIDE_ONLY, whiteSpace: 'nowrap' }}>{tellSeen(user)}</TableCell>
      <TableCell sx={{ color: user.is_active ? undefined : 'error.main' }}>
        {tellState(user)}
      </TableCell>
    </TableRow>
  );
}

/** A page of users. */
export function UserTable({ users }: { readonly users: readonly User[] }) {
  return (
    <Paper variant="outlined" sx={{ overflowX: 'auto' }}>
      <Table size="small">
        <TableHead>
          <TableRow>
            <TableCell>User</TableCell>
            <TableCell>Roles</TableCell>
            <TableCell sx={WIDE_ONLY}>Groups</TableCell>
            <TableCell sx={WIDE_ONLY}>Last seen</TableCell>
            <TableCell>Account</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {users.map((user) => (
            <UserRow key={user.id} user={user} />
          ))}
        </TableBody>
      </Table>
    </Paper>
  );
}
