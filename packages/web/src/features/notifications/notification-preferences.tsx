import { Box, Button, Stack } from '@mui/material';
import type { Profile } from '../../api/types.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SwitchLine } from '../../ui/switch-line.tsx';
import { useUpdateProfileMutation } from '../session/session.api.ts';
import { useTestNotificationMutation } from './notifications.api.ts';

/** What one can be told of, by the names of SkyPortal's preferences. */
const KINDS = [
  ['facility_transactions', 'What becomes of follow-up requests: mine, and those that I watch'],
  ['mention', 'Who names me in a comment'],
] as const;

type Wishes = { readonly inApp: boolean; readonly byMail: boolean };

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

/** What somebody wants of a kind: told in the app unless he said no, by mail where he said yes. */
export function readWishes(preferences: Profile['preferences'], kind: string): Wishes {
  const wanted = fieldOf(preferences.notifications, kind);
  const inApp = fieldOf(wanted, 'active') !== false;
  return { inApp, byMail: inApp && fieldOf(fieldOf(wanted, 'email'), 'active') === true };
}

/** What the viewer is told of, and how. */
export function NotificationPreferences({ profile }: { readonly profile: Profile }) {
  const [update, { error, isLoading }] = useUpdateProfileMutation();
  const [test, tested] = useTestNotificationMutation();
  const save = (kind: string, wish: object) =>
    void update({ preferences: { notifications: { [kind]: wish } } });
  const hasAddress = (profile.contact_email ?? '') !== '';
  return (
    <Panel
      title="Notifications"
      action={
        <Button disabled={tested.isLoading} onClick={() => void test('facility_transactions')}>
          Try it
        </Button>
      }
    >
      <Box id="notifications" sx={{ display: 'grid', gap: 1 }}>
        {KINDS.map(([kind, label]) => {
          const { inApp, byMail } = readWishes(profile.preferences, kind);
          return (
            <Stack
              key={kind}
              component="fieldset"
              sx={{ border: 0, p: 0, m: 0, fontSize: 13, flexDirection: 'row', flexWrap: 'wrap' }}
            >
              <Box component="legend" sx={{ p: 0 }}>
                {label}
              </Box>
              <SwitchLine
                label="In the app"
                isOn={inApp}
                isDisabled={isLoading}
                onToggle={(active) => save(kind, { active })}
              />
              <SwitchLine
                label="By mail, too"
                isOn={byMail}
                isDisabled={isLoading || !inApp || !hasAddress}
                title={hasAddress ? '' : 'Say above at which address'}
                onToggle={(active) => save(kind, { email: { active } })}
              />
            </Stack>
          );
        })}
        {error !== undefined && <ErrorNotice what="Not saved" error={error} />}
        {tested.error !== undefined && <ErrorNotice what="Not sent" error={tested.error} />}
        {tested.isSuccess && (
          <Box role="status" sx={{ fontSize: 13, color: 'text.secondary' }}>
            You were told something: look at the bell, and into your mails.
          </Box>
        )}
      </Box>
    </Panel>
  );
}
