import { Box, Skeleton, Stack, Typography } from '@mui/material';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SwitchLine } from '../../ui/switch-line.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { WhoSees } from '../../ui/who-sees.tsx';
import {
  type InstallationSettings,
  useChangeInstallationMutation,
  useGetInstallationSettingsQuery,
} from '../cutouts/installation.api.ts';
import { useMay } from '../session/use-profile.ts';
import { AdminPage } from '../users/admin-tabs.tsx';

function Pictures({ settings }: { readonly settings: InstallationSettings }) {
  const [change, { error }] = useChangeInstallationMutation();
  const { survey_images: isOn, survey_images_allowed: isAllowed } = settings;
  return (
    <Panel title="Pictures of surveys">
      <Stack spacing={1}>
        <Typography variant="body2">
          Pan-STARRS, the Legacy Surveys and SDSS beside the cutouts of each candidate.
        </Typography>
        <SwitchLine
          label={isOn ? 'On for everybody' : 'Off'}
          isOn={isOn}
          isDisabled={!isAllowed}
          onToggle={(isWanted) => void change({ survey_images: isWanted })}
        />
        <WhoSees title="Who learns what">
          This server asks the surveys for the pictures. They learn which places are looked at,
          proprietary candidates among them; not by whom, nor under which name.
        </WhoSees>
        {!isAllowed && (
          <Typography variant="body2" color="textSecondary">
            The settings of this server (FRITZ_SURVEY_IMAGES) keep them off.
          </Typography>
        )}
        {error !== undefined && <ErrorNotice what="Not changed" error={error} />}
      </Stack>
    </Panel>
  );
}

function Settings() {
  const { currentData, error, refetch } = useGetInstallationSettingsQuery();
  if (error !== undefined) {
    return <ErrorNotice what="No settings" error={error} onRetry={() => refetch()} />;
  }
  if (currentData === undefined) return <Skeleton variant="rounded" height={160} />;
  return <Pictures settings={currentData} />;
}

/** What administrators choose for everybody. */
export function InstallationPage() {
  usePageTitle('Installation');
  const isAdmin = useMay('System admin');
  return (
    <AdminPage path="/installation">
      <Box sx={{ pt: 2 }}>
        <Typography variant="h1" sx={{ mb: 1.5 }}>
          Installation
        </Typography>
        {isAdmin && <Settings />}
      </Box>
    </AdminPage>
  );
}
