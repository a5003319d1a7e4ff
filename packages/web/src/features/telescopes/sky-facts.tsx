import { dateToMjd, mjdToDate, type Site } from '@fritz/sky';
import { Box } from '@mui/material';
import { formatAgo, formatUtc } from '../../format/time.ts';
import { useNow } from '../../ui/use-now.ts';
import { DARKNESS_WORDS, skyAt } from './night.ts';

function degrees(altitude: number): string {
  return `${altitude >= 0 ? '+' : '−'}${Math.abs(altitude).toFixed(1)}°`;
}

function Fact({ term, value }: { readonly term: string; readonly value: string }) {
  return (
    <Box sx={{ display: 'contents' }}>
      <Box component="dt" sx={{ color: 'text.secondary' }}>
        {term}
      </Box>
      <Box component="dd" sx={{ m: 0, textAlign: 'right' }}>
        {value}
      </Box>
    </Box>
  );
}

const MOST_EVENTS = 4;

/** Sun, Moon and what comes next at a site, as of now. */
export function SkyFacts({ site }: { readonly site: Site }) {
  const now = useNow();
  const sky = skyAt(site, dateToMjd(now));
  return (
    <>
      <Box sx={{ fontSize: 20, fontWeight: 700 }}>{DARKNESS_WORDS[sky.darkness]}</Box>
      <Box
        component="dl"
        sx={{
          m: 0,
          mt: 0.5,
          display: 'grid',
          gridTemplateColumns: '1fr auto',
          columnGap: 2,
          rowGap: 0.25,
          fontSize: 13,
        }}
      >
        <Fact term="Sun" value={degrees(sky.sunAltitude)} />
        <Fact
          term="Moon"
          value={`${degrees(sky.moonAltitude)}, ${Math.round(sky.moonLit * 100)} % lit${sky.moonAltitude < 0 ? ', set' : ''}`}
        />
        {sky.events.slice(0, MOST_EVENTS).map(({ label, mjd }) => {
          const at = mjdToDate(mjd);
          return (
            <Fact
              key={label}
              term={label}
              value={`${formatUtc(at).slice(11, 16)} UTC, ${formatAgo(at, now)}`}
            />
          );
        })}
      </Box>
    </>
  );
}
