import { dateToMjd } from '@fritz/sky';
import { Box, Link as MuiLink } from '@mui/material';
import { Link } from 'react-router';
import { RowList } from '../../ui/panel.tsx';
import { useNow } from '../../ui/use-now.ts';
import { DARKNESS_WORDS, darkestFirst } from '../telescopes/night.ts';
import { SiteMap } from '../telescopes/site-map.tsx';
import { type Telescope, useGetTelescopesQuery } from '../telescopes/telescopes.api.ts';
import { WidgetBody } from './widget-body.tsx';

/** More are on the page of telescopes. */
const MOST_ROWS = 6;

function Shown({ telescopes }: { readonly telescopes: readonly Telescope[] }) {
  const mjd = dateToMjd(useNow());
  const sites = darkestFirst(telescopes, mjd);
  return (
    <>
      <SiteMap telescopes={telescopes} mjd={mjd} isSmall />
      <RowList label="How dark it is">
        {sites.slice(0, MOST_ROWS).map(({ names, darkness, sunAltitude }) => (
          <li key={names.join()}>
            <Box sx={{ display: 'flex', gap: 1, alignItems: 'baseline', fontSize: 13 }}>
              <Box sx={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere', fontWeight: 650 }}>
                {names.join(', ')}
              </Box>
              <Box sx={{ color: 'text.secondary', whiteSpace: 'nowrap', fontSize: 12 }}>
                {`${DARKNESS_WORDS[darkness]}, Sun at ${sunAltitude.toFixed(0).replace('-', '−')}°`}
              </Box>
            </Box>
          </li>
        ))}
      </RowList>
      <MuiLink component={Link} to="/telescopes" sx={{ fontSize: 13 }}>
        {sites.length > MOST_ROWS ? `All ${telescopes.length} telescopes` : 'More of them'}
      </MuiLink>
    </>
  );
}

/** Where the telescopes stand, and where it is night. */
export function TelescopesWidget() {
  const { data, error, refetch } = useGetTelescopesQuery();
  return (
    <WidgetBody
      data={data}
      error={error}
      what="Telescopes"
      onRetry={() => void refetch()}
      isEmpty={(telescopes) => telescopes.length === 0}
      empty="No telescope is known yet."
    >
      {(telescopes) => <Shown telescopes={telescopes} />}
    </WidgetBody>
  );
}
