import { dateToMjd } from '@fritz/sky';
import { Box, Chip, Link as MuiLink, Paper, Skeleton, Stack, Typography } from '@mui/material';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useNow } from '../../ui/use-now.ts';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { siteOf } from './night.ts';
import { SiteMap } from './site-map.tsx';
import { SkyFacts } from './sky-facts.tsx';
import { type Telescope, useGetTelescopesQuery } from './telescopes.api.ts';

function isWebLink(text: string | null): text is string {
  return text !== null && /^https?:\/\//.test(text);
}

function TelescopeCard({ telescope }: { readonly telescope: Telescope }) {
  const { name, nickname, diameter, robotic, lat, lon, elevation } = telescope;
  const site = siteOf(telescope);
  const links = [
    [telescope.skycam_link, 'Sky camera'],
    [telescope.weather_link, 'Weather'],
  ] as const;
  return (
    <Paper component="li" variant="outlined" sx={{ p: 1.5, minWidth: 0 }}>
      <Typography variant="h2" sx={{ overflowWrap: 'anywhere' }}>
        {name} {nickname !== name && nickname !== '' && <Chip label={nickname} />}
      </Typography>
      <Typography variant="body2" color="textSecondary" sx={{ mb: 1 }}>
        {diameter} m{robotic && ', robotic'}
        {site !== null &&
          `, ${Math.abs(lat ?? 0).toFixed(3)}° ${(lat ?? 0) < 0 ? 'S' : 'N'} ${Math.abs(lon ?? 0).toFixed(3)}° ${(lon ?? 0) < 0 ? 'W' : 'E'}`}
        {site !== null && elevation !== null && `, ${Math.round(elevation)} m high`}
      </Typography>
      {site === null ? (
        <Typography variant="body2">In space, or in many places.</Typography>
      ) : (
        <SkyFacts site={site} />
      )}
      <Box sx={{ display: 'flex', gap: 1.5, mt: 0.5, fontSize: 13 }}>
        {links.map(
          ([address, label]) =>
            isWebLink(address) && (
              <MuiLink key={label} href={address} target="_blank" rel="noopener noreferrer">
                {label}
              </MuiLink>
            ),
        )}
      </Box>
    </Paper>
  );
}

/** The telescopes, where they stand, and where it is night. */
export function TelescopesPage() {
  usePageTitle('Telescopes');
  const { data, error, refetch } = useGetTelescopesQuery();
  const mjd = dateToMjd(useNow());
  return (
    <Stack spacing={1.5} sx={{ pt: 2, maxWidth: 1200, mx: 'auto' }}>
      <Typography variant="h1">Telescopes</Typography>
      {error !== undefined && (
        <ErrorNotice what="Telescopes" error={error} onRetry={() => refetch()} />
      )}
      {data === undefined && error === undefined && <Skeleton variant="rounded" height={320} />}
      {data?.length === 0 && (
        <Notice
          title="No telescope is known yet"
          detail="Who may manage telescopes adds them by the API: POST /api/telescope."
        />
      )}
      {data && data.length > 0 && (
        <>
          <Box sx={{ maxWidth: 900, width: '100%', mx: 'auto' }}>
            <SiteMap telescopes={data} mjd={mjd} />
            <Typography variant="caption" color="textSecondary">
              Shaded: the Sun is down. Filled: astronomical night.
            </Typography>
          </Box>
          <Box
            component="ul"
            aria-label="Telescopes"
            sx={{
              listStyle: 'none',
              p: 0,
              m: 0,
              display: 'grid',
              gap: 1.5,
              gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 300px), 1fr))',
            }}
          >
            {data.map((telescope) => (
              <TelescopeCard key={telescope.id} telescope={telescope} />
            ))}
          </Box>
        </>
      )}
    </Stack>
  );
}
