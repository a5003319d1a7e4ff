import { Box, Link as MuiLink } from '@mui/material';
import { Link } from 'react-router';
import { formatAgo, parseNaiveUtc } from '../../format/time.ts';
import { RowList } from '../../ui/panel.tsx';
import { useNow } from '../../ui/use-now.ts';
import { formatArea, formatDistance, skyMapPath } from '../skymaps/sky-map-words.ts';
import { type SkyMapItem, useListSkyMapsQuery } from '../skymaps/sky-maps.api.ts';
import { WidgetBody } from './widget-body.tsx';

const NEWEST = { numPerPage: 6 } as const;

function detailsOf({ tags, area_90: area, distmean, diststd }: SkyMapItem): string {
  const details = [...tags, `90 % within ${formatArea(area)}`, formatDistance(distmean, diststd)];
  return details.filter((one) => one !== null).join(' · ');
}

/** Where something happened last: the newest events' sky maps. */
export function SkyMapsWidget() {
  const { data, error, refetch } = useListSkyMapsQuery(NEWEST);
  const now = useNow();
  return (
    <WidgetBody
      data={data?.localizations}
      error={error}
      what="Sky maps"
      onRetry={() => void refetch()}
      isEmpty={(skyMaps) => skyMaps.length === 0}
      empty={
        <>
          No sky map is here yet. <Link to="/skymaps">See what they are for.</Link>
        </>
      }
    >
      {(skyMaps) => (
        <RowList label="Recent sky maps">
          {skyMaps.map((skyMap) => (
            <li key={skyMap.id}>
              <Box sx={{ display: 'flex', gap: 1, alignItems: 'baseline', fontSize: 13 }}>
                <MuiLink
                  component={Link}
                  to={skyMapPath(skyMap)}
                  sx={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere', fontWeight: 650 }}
                >
                  {skyMap.localization_name}
                </MuiLink>
                <Box sx={{ color: 'text.secondary', whiteSpace: 'nowrap', fontSize: 12 }}>
                  {formatAgo(parseNaiveUtc(skyMap.dateobs), now)}
                </Box>
              </Box>
              <Box sx={{ fontSize: 12, color: 'text.secondary' }}>{detailsOf(skyMap)}</Box>
            </li>
          ))}
        </RowList>
      )}
    </WidgetBody>
  );
}
