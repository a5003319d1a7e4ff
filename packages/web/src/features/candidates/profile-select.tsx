import { MenuItem, TextField } from '@mui/material';
import type { ScanSearch } from './scan-search.ts';
import type { ScanProfiles } from './use-scan-profiles.ts';

type ProfileSelectProps = { readonly search: ScanSearch; readonly profiles: ScanProfiles };

/** Which profile is scanned by; nothing where there is none yet. */
export function ProfileSelect({ search, profiles: { profiles, apply } }: ProfileSelectProps) {
  if (profiles.length === 0) return null;
  const text = JSON.stringify(search);
  const current = profiles.find((profile) => JSON.stringify(profile.search) === text);
  const choose = (name: string) => {
    const profile = profiles.find((one) => one.name === name);
    if (profile) apply(profile);
  };
  return (
    <TextField
      select
      label="Profile"
      value={current?.name ?? ''}
      onChange={(event) => choose(event.target.value)}
      sx={{ minWidth: 120 }}
    >
      {profiles.map(({ name }) => (
        <MenuItem key={name} value={name}>
          {name}
        </MenuItem>
      ))}
    </TextField>
  );
}
