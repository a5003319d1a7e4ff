import {
  Box,
  Chip,
  Link as MuiLink,
  Paper,
  Skeleton,
  Stack,
  TextField,
  Typography,
} from '@mui/material';
import { useDeferredValue, useState } from 'react';
import { Link } from 'react-router';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Notice } from '../../ui/notice.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { useProfile } from '../session/use-profile.ts';
import { eventTime, formatArea, formatDistance, KIND_WORDS, skyMapPath } from './sky-map-words.ts';
import { type SkyMapItem, useListSkyMapsQuery } from './sky-maps.api.ts';
import { UploadSkyMap } from './upload-sky-map.tsx';

function SkyMapLine({ skyMap }: { readonly skyMap: SkyMapItem }) {
  const distance = formatDistance(skyMap.distmean, skyMap.diststd);
  return (
    <Paper component="li" variant="outlined" sx={{ p: 1.25, minWidth: 0 }}>
      <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap', alignItems: 'baseline' }}>
        <MuiLink
          component={Link}
          to={skyMapPath(skyMap)}
          sx={{ fontWeight: 650, overflowWrap: 'anywhere' }}
        >
          {skyMap.localization_name}
        </MuiLink>
        {skyMap.tags.map((tag) => (
          <Chip key={tag} size="small" label={tag} />
        ))}
      </Box>
      <Typography variant="body2" color="textSecondary">
        {`${eventTime(skyMap)} UTC · ${KIND_WORDS[skyMap.kind]} · 90 % within ${formatArea(skyMap.area_90)}`}
        {distance !== null && ` · ${distance}`}
        {skyMap.aliases.length > 0 && ` · ${skyMap.aliases.join(', ')}`}
      </Typography>
    </Paper>
  );
}

/** Sky maps of events, the newest first. */
export function SkyMapsPage() {
  usePageTitle('Sky maps');
  const [search, setSearch] = useState('');
  const asked = useDeferredValue(search.trim());
  const { data, error, refetch } = useListSkyMapsQuery(asked === '' ? {} : { search: asked });
  const mayAdd = useProfile()?.acls.includes('Upload data') ?? false;
  return (
    <Stack spacing={1.5} sx={{ pt: 2, maxWidth: 1000, mx: 'auto' }}>
      <Box sx={{ display: 'flex', gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
        <Typography variant="h1" sx={{ flex: 1 }}>
          Sky maps
        </Typography>
        {mayAdd && <UploadSkyMap />}
      </Box>
      <TextField
        label="Name, alias or tag"
        type="search"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      {error !== undefined && (
        <ErrorNotice what="Sky maps" error={error} onRetry={() => refetch()} />
      )}
      {data === undefined && error === undefined && <Skeleton variant="rounded" height={200} />}
      {data?.localizations.length === 0 && (
        <Notice
          title={asked === '' ? 'No sky map is here yet' : 'No sky map is called like this'}
          detail={
            asked === ''
              ? 'A map tells where an event may be: of a gravitational wave, a neutrino, a burst. Add its FITS file, and see which sources and candidates lie in it.'
              : 'Look for a part of its name, an alias of the event, or a tag.'
          }
        />
      )}
      {data !== undefined && data.localizations.length > 0 && (
        <Box
          component="ul"
          aria-label="Sky maps"
          sx={{ listStyle: 'none', p: 0, m: 0, display: 'grid', gap: 1 }}
        >
          {data.localizations.map((one) => (
            <SkyMapLine key={one.id} skyMap={one} />
          ))}
        </Box>
      )}
    </Stack>
  );
}
