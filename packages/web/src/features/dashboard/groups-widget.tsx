import { Box, Button, Link as MuiLink, Typography } from '@mui/material';
import { Link } from 'react-router';
import { RowList } from '../../ui/panel.tsx';
import { useMyGroups } from '../session/use-profile.ts';

/** The viewer's groups, with the way to what each has saved. */
export function GroupsWidget() {
  const groups = useMyGroups().filter(({ single_user_group }) => !single_user_group);
  if (groups.length === 0) {
    return (
      <Typography variant="body2" color="textSecondary" role="status">
        You are in no group. <Link to="/groups">Ask to join one.</Link>
      </Typography>
    );
  }
  return (
    <RowList label="My groups">
      {groups.map(({ id, name, admin }) => (
        <li key={id}>
          <Box sx={{ display: 'flex', gap: 1, alignItems: 'center', fontSize: 13 }}>
            <MuiLink component={Link} to={`/groups/${id}`} sx={{ fontWeight: 650, flex: 1 }}>
              {name}
            </MuiLink>
            {admin && <Box sx={{ color: 'text.secondary', fontSize: 12 }}>admin</Box>}
            <Button
              component={Link}
              to={`/sources?group_ids=${id}`}
              aria-label={`Sources of ${name}`}
            >
              Sources
            </Button>
          </Box>
        </li>
      ))}
    </RowList>
  );
}
