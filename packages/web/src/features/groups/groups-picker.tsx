import { Autocomplete, TextField } from '@mui/material';
import type { GroupRef } from '../../api/types.ts';
import { useMyGroups } from '../session/use-profile.ts';

type GroupsPickerProps = {
  readonly label: string;
  /** What none chosen means. */
  readonly placeholder: string;
  readonly chosen: readonly GroupRef[];
  readonly onChoose: (groups: readonly GroupRef[]) => void;
};

export function idsOf(groups: readonly GroupRef[]): readonly number[] {
  return groups.map(({ id }) => id);
}

/** Some of the viewer's groups; without any, what the placeholder says. */
export function GroupsPicker({ label, placeholder, chosen, onChoose }: GroupsPickerProps) {
  const groups: readonly GroupRef[] = useMyGroups();
  return (
    <Autocomplete
      multiple
      limitTags={2}
      options={groups}
      value={[...chosen]}
      autoHighlight
      disableCloseOnSelect
      getOptionLabel={({ name }) => name}
      getOptionKey={({ id }) => id}
      isOptionEqualToValue={(a, b) => a.id === b.id}
      noOptionsText="No such group of yours"
      onChange={(_event, picked) => onChoose(picked.map(({ id, name }) => ({ id, name })))}
      renderInput={(params) => (
        <TextField
          {...params}
          label={label}
          placeholder={chosen.length === 0 ? placeholder : undefined}
          slotProps={{
            ...params.slotProps,
            inputLabel: { ...params.slotProps?.inputLabel, shrink: true },
          }}
        />
      )}
      size="small"
      sx={{ flex: '1 1 170px', minWidth: 0 }}
    />
  );
}
