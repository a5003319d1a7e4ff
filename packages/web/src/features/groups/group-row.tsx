import { Box, Chip, Link as MuiLink, Stack, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Group } from '../../api/types.ts';
import { formatCount } from '../../format/number.ts';

function count(value: number, one: string, many: string): string {
  return value === 1 ? `1 ${one}` : `${formatCount(value)} ${many}`;
}

function tellCounts({ object_counts }: Group): string {
  if (object_counts === undefined) return '';
  const { users, filters, sources } = object_counts;
  return [
    count(users, 'member', 'members'),
    count(filters, 'filter', 'filters'),
    count(sources, 'saved source', 'saved sources'),
  ].join(' · ');
}

type GroupRowProps = {
  readonly group: Group;
  /** Whether the viewer knows how much it has. */
  readonly hasCounts: boolean;
  readonly notes: readonly string[];
  /** Beside the name. */
  readonly pill?: ReactNode;
  readonly action?: ReactNode;
};

/** One group of a list. */
export function GroupRow({ group, hasCounts, notes, pill, action }: GroupRowProps) {
  return (
    <Box
      component="li"
      sx={{
        display: 'flex',
        flexWrap: { xs: 'wrap', sm: 'nowrap' },
        alignItems: 'center',
        gap: 1,
      }}
    >
      <Stack sx={{ flex: { xs: '1 1 180px', sm: 1 }, minWidth: 0 }}>
        <Stack direction="row" sx={{ alignItems: 'center', flexWrap: 'wrap', columnGap: 1 }}>
          <Box>
            <MuiLink
              component={Link}
              to={`/groups/${group.id}`}
              sx={{ fontWeight: 650, fontSize: 14, overflowWrap: 'anywhere' }}
            >
              {group.name}
            </MuiLink>
            {pill}
          </Box>
          {group.nickname !== null && (
            <Typography variant="caption" color="textSecondary">
              {group.nickname}
            </Typography>
          )}
          {notes.map((note) => (
            <Chip key={note} label={note} variant="outlined" />
          ))}
        </Stack>
        {group.description !== null && (
          <Typography variant="body2" noWrap title={group.description}>
            {group.description}
          </Typography>
        )}
        {hasCounts && (
          <Typography variant="caption" color="textSecondary">
            {tellCounts(group)}
          </Typography>
        )}
      </Stack>
      {action}
    </Box>
  );
}
