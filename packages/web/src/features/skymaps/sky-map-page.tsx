import { Box, Button, Chip, Paper, Skeleton, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { formatDec, formatRa } from '../../format/angle.ts';
import { formatCount } from '../../format/number.ts';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Notice } from '../../ui/notice.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { type Inside, insideParams } from './inside.ts';
import { InsideForm } from './inside-form.tsx';
import { ObjectsTable } from './objects-table.tsx';
import { SkyMapView } from './sky-map-view.tsx';
import { eventTime, formatArea, formatDistance } from './sky-map-words.ts';
import {
  type SkyMapDetail,
  type SkyMapKey,
  type SkyMapObjects,
  skyMapUrl,
  useGetSkyMapCellsQuery,
  useGetSkyMapObjectsQuery,
  useGetSkyMapQuery,
  useRemoveSkyMapMutation,
} from './sky-maps.api.ts';

const NONE: SkyMapObjects['objects'] = [];

/** One sky map: the sky, what is known of the event, and what lies in it. */
export function SkyMapPage() {
  const [params] = useSearchParams();
  const [dateobs, name] = [params.get('dateobs') ?? '', params.get('name') ?? ''];
  const key = { dateobs, name };
  usePageTitle(name);
  const { data, error, refetch } = useGetSkyMapQuery(key);
  if (error !== undefined) {
    const isAbsent = 'status' in error && error.status === 404;
    if (!isAbsent)
      return <ErrorNotice what="The sky map" error={error} onRetry={() => refetch()} />;
    return (
      <Notice
        isPage
        title="There is no such sky map"
        detail="It was deleted, or it is for a group that you are not in."
      />
    );
  }
  if (data === undefined) return <Skeleton variant="rounded" height={420} sx={{ mt: 2 }} />;
  return <Shown key={data.id} skyMap={data} mapKey={key} />;
}

function Shown({ skyMap, mapKey }: { readonly skyMap: SkyMapDetail; readonly mapKey: SkyMapKey }) {
  const [inside, setInside] = useState<Inside>({ kind: 'sources', percent: 90, withinDays: null });
  const cells = useGetSkyMapCellsQuery(mapKey);
  const asked = { ...mapKey, params: insideParams(inside, skyMap.dateobs) };
  const { currentData, data, error, isFetching, refetch } = useGetSkyMapObjectsQuery(asked);
  const found = currentData ?? data;
  return (
    <Stack spacing={1.5} sx={{ pt: 2 }}>
      <Head skyMap={skyMap} />
      <Box
        sx={{
          display: 'grid',
          gap: 1.5,
          alignItems: 'start',
          gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'minmax(0, 1fr) 280px' },
        }}
      >
        {cells.data !== undefined ? (
          <SkyMapView skyMap={skyMap} cells={cells.data} objects={found?.objects ?? NONE} />
        ) : cells.error !== undefined ? (
          <ErrorNotice what="The map" error={cells.error} onRetry={() => cells.refetch()} />
        ) : (
          <Skeleton variant="rounded" height={420} />
        )}
        <Facts skyMap={skyMap} mapKey={mapKey} />
      </Box>
      <Typography variant="h2">Within the map</Typography>
      <InsideForm value={inside} onChange={setInside} />
      {error !== undefined && (
        <ErrorNotice what="What lies in it" error={error} onRetry={() => refetch()} />
      )}
      {found === undefined && error === undefined && <Skeleton variant="rounded" height={160} />}
      {found !== undefined && (
        <Box aria-busy={isFetching} sx={{ opacity: isFetching ? 0.6 : 1 }}>
          <Found found={found} inside={inside} />
        </Box>
      )}
    </Stack>
  );
}

function Head({ skyMap }: { readonly skyMap: SkyMapDetail }) {
  return (
    <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap', alignItems: 'baseline' }}>
      <Typography variant="h1" sx={{ overflowWrap: 'anywhere' }}>
        {skyMap.localization_name}
      </Typography>
      {skyMap.tags.map((tag) => (
        <Chip key={tag} size="small" label={tag} />
      ))}
      <Typography variant="body2" color="textSecondary">
        {eventTime(skyMap)} UTC
      </Typography>
    </Box>
  );
}

/** As FITS files call it, in words. */
const PROPERTY_WORDS = [
  ['OBJECT', 'Event'],
  ['INSTRUME', 'Instruments'],
  ['ORIGIN', 'From'],
  ['CREATOR', 'Made by'],
] as const;

type FactsProps = { readonly skyMap: SkyMapDetail; readonly mapKey: SkyMapKey };

function Facts({ skyMap, mapKey }: FactsProps) {
  const { peak, properties, aliases, groups } = skyMap;
  const distance = formatDistance(skyMap.distmean, skyMap.diststd);
  const facts: [string, string][] = [
    ['50 % within', formatArea(skyMap.area_50)],
    ['90 % within', formatArea(skyMap.area_90)],
    ['Most probable', `${formatRa(peak.ra, 1)} ${formatDec(peak.dec, 0)}`],
    ...(distance === null ? [] : [['Distance', distance] as [string, string]]),
    ...PROPERTY_WORDS.flatMap(([keyword, words]): [string, string][] => {
      const value = properties[keyword];
      return value === undefined ? [] : [[words, String(value)]];
    }),
    ...(aliases.length === 0 ? [] : [['Also called', aliases.join(', ')] as [string, string]]),
    ['Cells', `${formatCount(skyMap.cells)}, down to order ${skyMap.max_order}`],
    ['For', groups.map(({ name }) => name).join(', ')],
  ];
  return (
    <Paper variant="outlined" sx={{ p: 1.5, minWidth: 0 }}>
      <Box
        component="dl"
        sx={{
          m: 0,
          display: 'grid',
          gridTemplateColumns: 'auto minmax(0, 1fr)',
          columnGap: 2,
          rowGap: 0.5,
          fontSize: 13,
        }}
      >
        {facts.map(([term, value]) => (
          <Box key={term} sx={{ display: 'contents' }}>
            <Box component="dt" sx={{ color: 'text.secondary' }}>
              {term}
            </Box>
            <Box component="dd" sx={{ m: 0, textAlign: 'right', overflowWrap: 'anywhere' }}>
              {value}
            </Box>
          </Box>
        ))}
      </Box>
      <FileButtons skyMap={skyMap} mapKey={mapKey} />
    </Paper>
  );
}

function FileButtons({ skyMap, mapKey }: FactsProps) {
  const [remove, { isLoading, error }] = useRemoveSkyMapMutation();
  const navigate = useNavigate();
  const url = `/api/${skyMapUrl(mapKey)}`;
  const onRemove = async () => {
    const gone = await remove(mapKey);
    if (gone.error === undefined) navigate('/skymaps');
  };
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, mt: 1.5 }}>
      <Button size="small" variant="outlined" href={`${url}/download`}>
        FITS
      </Button>
      <Button size="small" variant="outlined" href={`${url}/moc?percent=90&format=fits`}>
        90 % as MOC
      </Button>
      {skyMap.can_delete && (
        <ConfirmButton
          verb="Delete"
          what="the sky map"
          isBusy={isLoading}
          onConfirm={() => void onRemove()}
        />
      )}
      {error !== undefined && <ErrorNotice what="The sky map" error={error} />}
    </Box>
  );
}

function Found({ found, inside }: { readonly found: SkyMapObjects; readonly inside: Inside }) {
  const noun = inside.kind === 'sources' ? 'source' : 'candidate';
  const { objects } = found;
  if (objects.length === 0) {
    return (
      <Notice
        title={`No ${noun} lies in it`}
        detail="Look in a larger region, or at what was first seen at any time."
      />
    );
  }
  return (
    <>
      <Typography variant="body2" color="textSecondary" role="status" sx={{ mb: 1 }}>
        {`${found.has_more ? 'The newest ' : ''}${formatCount(objects.length)} ${noun}${objects.length === 1 ? '' : 's'} within ${formatArea(found.area_deg2)}`}
      </Typography>
      <ObjectsTable label={`${noun}s within the map`} objects={objects} />
    </>
  );
}
