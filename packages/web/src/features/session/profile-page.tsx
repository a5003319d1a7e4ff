import { Box, Button, Chip, Paper, Stack, Typography } from '@mui/material';
import { Link } from 'react-router';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { NotificationPreferences } from '../notifications/notification-preferences.tsx';
import { IdentitiesPanel } from './identities-panel.tsx';
import { ProfileForm } from './profile-form.tsx';
import { useLogOutMutation } from './session.api.ts';
import { SessionsPanel } from './sessions-panel.tsx';
import { TokensPanel } from './tokens-panel.tsx';
import { useProfile } from './use-profile.ts';

/** Who is logged in, what they may do, and their tokens. */
export function ProfilePage() {
  usePageTitle('Profile');
  const profile = useProfile();
  const [logOut, { isLoading }] = useLogOutMutation();
  if (!profile) return null;

  // A fresh page forgets everything that the last viewer saw.
  const leave = () => logOut().finally(() => window.location.assign('/'));
  const name = [profile.first_name, profile.last_name].filter(Boolean).join(' ');
  return (
    <Stack spacing={2} sx={{ maxWidth: 820, mx: 'auto', pt: 2 }}>
      <Paper variant="outlined" sx={{ p: 2 }}>
        <Stack direction="row" spacing={2} sx={{ alignItems: 'flex-start' }}>
          <Stack spacing={1} sx={{ flex: 1, minWidth: 0 }}>
            <Typography variant="h1">{name === '' ? profile.username : name}</Typography>
            <Typography variant="body2" color="textSecondary">
              {profile.username}
              {profile.roles.length > 0 && ` · ${profile.roles.join(', ')}`}
            </Typography>
            <Box component="details" sx={{ fontSize: 13 }}>
              <summary>May do {profile.acls.length} things</summary>
              <Stack direction="row" sx={{ flexWrap: 'wrap', gap: 0.5, mt: 1 }}>
                {profile.acls.map((acl) => (
                  <Chip key={acl} label={acl} variant="outlined" />
                ))}
              </Stack>
            </Box>
          </Stack>
          <Button component={Link} to="/history">
            History
          </Button>
          <Button variant="outlined" onClick={leave} disabled={isLoading}>
            Log out
          </Button>
        </Stack>
      </Paper>
      <ProfileForm profile={profile} />
      <NotificationPreferences profile={profile} />
      <IdentitiesPanel />
      <SessionsPanel />
      <TokensPanel />
    </Stack>
  );
}
