import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import DefaultIcon from '@mui/icons-material/Star';
import NotDefaultIcon from '@mui/icons-material/StarBorder';
import { Box, Button, IconButton, TextField } from '@mui/material';
import { useState } from 'react';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import type { ScanProfile } from './scan-profiles.ts';
import type { ScanSearch } from './scan-search.ts';
import type { ScanProfiles } from './use-scan-profiles.ts';

type ProfilesPanelProps = {
  readonly draft: ScanSearch;
  readonly profiles: ScanProfiles;
  readonly onApply: (profile: ScanProfile) => void;
};

type LineProps = {
  readonly profile: ScanProfile;
  readonly place: number;
  readonly onApply: () => void;
  readonly onDefault: () => void;
  readonly onRemove: () => void;
};

function ProfileLine({ profile, place, onApply, onDefault, onRemove }: LineProps) {
  const { name, isDefault } = profile;
  return (
    <Box component="li" sx={{ display: 'flex', alignItems: 'center', gap: 0.5, minWidth: 0 }}>
      <Button
        variant="outlined"
        onClick={onApply}
        title={place < 9 ? `Key ${place + 1}` : undefined}
        sx={{ minWidth: 0, overflowWrap: 'anywhere' }}
      >
        {name}
      </Button>
      <IconButton
        aria-label={`Begin with ${name}`}
        aria-pressed={isDefault}
        title={isDefault ? 'Scanning begins with it' : 'Begin scanning with it'}
        onClick={onDefault}
      >
        {isDefault ? <DefaultIcon fontSize="small" /> : <NotDefaultIcon fontSize="small" />}
      </IconButton>
      <IconButton aria-label={`Delete the profile ${name}`} onClick={onRemove}>
        <DeleteIcon fontSize="small" />
      </IconButton>
    </Box>
  );
}

/** Searches by name: to be applied, kept, and begun with. */
export function ProfilesPanel({ draft, profiles, onApply }: ProfilesPanelProps) {
  const [name, setName] = useState('');
  const [error, setError] = useState<unknown>(undefined);
  const attempt = (work: Promise<unknown>) => {
    work.then(() => setError(undefined), setError);
  };
  const keep = () => {
    const known = profiles.profiles.find((one) => one.name === name.trim());
    const isDefault = known?.isDefault ?? false;
    attempt(profiles.save({ name: name.trim(), isDefault, search: draft }));
    setName('');
  };
  return (
    <Box component="section" aria-label="Profiles" sx={{ pt: 0.5 }}>
      {profiles.profiles.length > 0 && (
        <Box
          component="ul"
          sx={{
            display: 'flex',
            flexWrap: 'wrap',
            gap: 1.25,
            m: 0,
            mb: 1.25,
            p: 0,
            listStyle: 'none',
          }}
        >
          {profiles.profiles.map((profile, place) => (
            <ProfileLine
              key={profile.name}
              profile={profile}
              place={place}
              onApply={() => onApply(profile)}
              onDefault={() =>
                attempt(profiles.save({ ...profile, isDefault: !profile.isDefault }))
              }
              onRemove={() => attempt(profiles.remove(profile.name))}
            />
          ))}
        </Box>
      )}
      <Box sx={{ display: 'flex', gap: 1 }}>
        <TextField
          label="Name of a profile"
          value={name}
          onChange={(event) => setName(event.target.value)}
          onKeyDown={(event) => event.key === 'Enter' && name.trim() !== '' && keep()}
          slotProps={{ htmlInput: { maxLength: 80 } }}
          sx={{ flex: '0 1 260px' }}
        />
        <Button variant="outlined" disabled={name.trim() === ''} onClick={keep}>
          Keep as a profile
        </Button>
      </Box>
      {error !== undefined && <ErrorNotice what="Not kept" error={error} />}
    </Box>
  );
}
