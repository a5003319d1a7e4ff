import { Autocomplete, Box, TextField, Typography } from '@mui/material';
import type { User } from '../../api/types.ts';
import { matchesPerson, nameOf } from './person-name.ts';
import { useGetUsersQuery } from './users.api.ts';

type UserPickerProps = {
  readonly label: string;
  readonly value: User | null;
  /** Why somebody cannot be chosen; null where he can. */
  readonly whyNot: (user: User) => string | null;
  readonly onChoose: (user: User | null) => void;
};

const MOST_SHOWN = 50;
const NOBODY: readonly User[] = [];

/** Finds one of all users by name, and says why some cannot be chosen. */
export function UserPicker({ label, value, whyNot, onChoose }: UserPickerProps) {
  const { data, error, isLoading } = useGetUsersQuery({ role: '', group: '', includeEnded: false });
  return (
    <Autocomplete
      options={data ?? NOBODY}
      value={value}
      loading={isLoading}
      autoHighlight
      filterOptions={(users, { inputValue }) =>
        users.filter((user) => matchesPerson(user, inputValue.trim())).slice(0, MOST_SHOWN)
      }
      getOptionLabel={nameOf}
      getOptionKey={({ id }) => id}
      isOptionEqualToValue={(option, chosen) => option.id === chosen.id}
      getOptionDisabled={(user) => whyNot(user) !== null}
      noOptionsText="Nobody here has such a name"
      onChange={(_event, user) => onChoose(user)}
      renderOption={({ key, ...props }, user) => {
        const why = whyNot(user);
        return (
          <Box component="li" key={key} {...props} sx={{ gap: 1 }}>
            {nameOf(user)}
            {why !== null && (
              <Typography variant="caption" sx={{ ml: 'auto' }}>
                {why}
              </Typography>
            )}
          </Box>
        );
      }}
      renderInput={(params) => (
        <TextField
          {...params}
          label={label}
          error={error !== undefined}
          helperText={error && 'The users could not be fetched.'}
        />
      )}
      size="small"
      sx={{ maxWidth: 480 }}
    />
  );
}
