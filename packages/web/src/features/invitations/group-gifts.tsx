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

type PickerProps = {
  readonly groups: readonly Choice[];
  readonly hasAny: boolean;
  readonly problem: string | null;
  readonly onPick: (id: number) => void;
};

function GroupPicker({ groups, hasAny, problem, onPick }: PickerProps) {
  return (
    <Autocomplete
      options={groups}
      value={null}
      autoHighlight
      getOptionLabel={({ name }) => name}
      getOptionKey={({ id }) => id}
      noOptionsText={hasAny ? 'No other such group' : 'You are admin of no group'}
      onChange={(_event, group) => group !== null && onPick(group.id)}
      renderInput={(params) => (
        <TextField {...params} label="Add a group" error={problem !== null} helperText={problem} />
      )}
      size="small"
    />
  );
}

type GiftRowProps = {
  readonly name: string;
  readonly gift: GroupGift;
  readonly hasSaving: boolean;
  readonly onChange: (change: Partial<GroupGift>) => void;
  readonly onRemove: () => void;
};

/** One group, and what somebody is and may in it. */
function GiftRow({ name, gift, hasSaving, onChange, onRemove }: GiftRowProps) {
  const box = (label: string, checked: boolean, change: (checked: boolean) => void) => (
    <FormControlLabel
      control={<Checkbox size="small" checked={checked} onChange={(_event, is) => change(is)} />}
      label={label}
    />
  );
  return (
    <Box
      role="group"
      aria-label={name}
      sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 1 }}
    >
      <Typography variant="body2" sx={{ fontWeight: 650, flex: { xs: '1 1 100%', sm: 1 } }}>
        {name}
      </Typography>
      {box('admin', gift.admin, (admin) => onChange({ admin }))}
      {hasSaving && box('saves', gift.canSave, (canSave) => onChange({ canSave }))}
      <Button aria-label={`Remove ${name}`} onClick={onRemove}>
        Remove
      </Button>
    </Box>
  );
}

/** Which groups somebody comes into, and as what. */
export function GroupGifts({ gifts, hasSaving, problem, onChange }: GroupGiftsProps) {
  const groups = useGivableGroups();
  const names = new Map(groups.map(({ id, name }) => [id, name]));
  const change = (id: number, part: Partial<GroupGift>) =>
    onChange(gifts.map((gift) => (gift.id === id ? { ...gift, ...part } : gift)));
  return (
    <Stack spacing={0.5}>
      <GroupPicker
        // A new one for each choice: it begins empty again.
        key={gifts.length}
        groups={groups.filter(({ id }) => !gifts.some((gift) => gift.id === id))}
        hasAny={groups.length > 0}
        problem={problem}
        onPick={(id) => onChange([...gifts, { id, admin: false, canSave: true }])}
      />
      {gifts.map((gift) => (
        <GiftRow
          key={gift.id}
          name={names.get(gift.id) ?? `Group ${gift.id}`}
          gift={gift}
          hasSaving={hasSaving}
          onChange={(part) => change(gift.id, part)}
          onRemove={() => onChange(gifts.filter(({ id }) => id !== gift.id))}
        />
      ))}
    </Stack>
  );
}
