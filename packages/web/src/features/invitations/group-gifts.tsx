import {
  Autocomplete,
  Box,
  Button,
  Checkbox,
  FormControlLabel,
  Stack,
  TextField,
  Typography,
} from '@mui/material';
import { useGetGroupsQuery } from '../groups/groups.api.ts';
import { useMyGroups, useProfile } from '../session/use-profile.ts';
import type { GroupGift } from './gifts.ts';

type Choice = { readonly id: number; readonly name: string };

const NO_CHOICES: readonly Choice[] = [];

/** The groups that the viewer may take others into. */
function useGivableGroups(): readonly Choice[] {
  const mine = useMyGroups();
  const managesAll = useProfile()?.acls.includes('Manage groups') ?? false;
  const all = useGetGroupsQuery(undefined, { skip: !managesAll }).data?.all_groups ?? NO_CHOICES;
  const groups = managesAll ? all : mine.filter((g) => g.admin && !g.single_user_group);
  const sitewide = new Set(mine.filter((g) => g.sitewide).map(({ id }) => id));
  // Everyone is in the group of all anyway.
  return groups.filter(({ id }) => !sitewide.has(id));
}

type GroupGiftsProps = {
  readonly gifts: readonly GroupGift[];
  /** Whether saving can be withheld. */
  readonly hasSaving: boolean;
  readonly problem: string | null;
  readonly onChange: (gifts: readonly GroupGift[]) => void;
};

/** Which groups somebody comes into, and as what. */
export function GroupGifts({ gifts, hasSaving, problem, onChange }: GroupGiftsProps) {
  const groups = useGivableGroups();
  const names = new Map(groups.map(({ id, name }) => [id, name]));
  const left = groups.filter(({ id }) => !gifts.some((gift) => gift.id === id));
  const set = (id: number, change: Partial<GroupGift>) =>
    onChange(gifts.map((gift) => (gift.id === id ? { ...gift, ...change } : gift)));
  const add = (group: Choice | null) => {
    if (group !== null) onChange([...gifts, { id: group.id, admin: false, canSave: true }]);
  };
  return (
    <Stack spacing={0.5}>
      <Autocomplete
        // A new one for each choice: it begins empty again.
        key={gifts.length}
        options={left}
        value={null}
        autoHighlight
        getOptionLabel={({ name }) => name}
        getOptionKey={({ id }) => id}
        noOptionsText={groups.length === 0 ? 'You are admin of no group' : 'No other such group'}
        onChange={(_event, group) => add(group)}
        renderInput={(params) => (
          <TextField
            {...params}
            label="Add a group"
            error={problem !== null}
            helperText={problem}
          />
        )}
        size="small"
      />
      {gifts.map((gift) => {
        const name = names.get(gift.id) ?? `Group ${gift.id}`;
        return (
          <Box
            key={gift.id}
            role="group"
            aria-label={name}
            sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 1 }}
          >
            <Typography variant="body2" sx={{ fontWeight: 650, flex: { xs: '1 1 100%', sm: 1 } }}>
              {name}
            </Typography>
            <FormControlLabel
              control={
                <Checkbox
                  size="small"
                  checked={gift.admin}
                  onChange={(_event, admin) => set(gift.id, { admin })}
                />
              }
              label="admin"
            />
            {hasSaving && (
              <FormControlLabel
                control={
                  <Checkbox
                    size="small"
                    checked={gift.canSave}
                    onChange={(_event, canSave) => set(gift.id, { canSave })}
                  />
                }
                label="saves"
              />
            )}
            <Button
              aria-label={`Remove ${name}`}
              onClick={() => onChange(gifts.filter(({ id }) => id !== gift.id))}
            >
              Remove
            </Button>
          </Box>
        );
      })}
    </Stack>
  );
}
