import { Box, Button, Skeleton, TextField } from '@mui/material';
import { Fragment, useState } from 'react';
import { formatSpan } from '../../format/time.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { describeColor, describeSolarSystem, listFlags, readEbv } from './feature-words.ts';
import { type Features, useGetFeaturesQuery } from './features.api.ts';
import { FeaturesTable } from './features-table.tsx';
import { PeriodSearch } from './period-search.tsx';

function factsOf(features: Features): readonly (readonly [string, string])[] {
  const { all_bands: all, colors } = features;
  const facts: (readonly [string, string])[] = colors.map((color) => [
    'Colour at peak',
    describeColor(color),
  ]);
  if (all !== null) {
    const peak = all.days_since_peak > 0 ? `, peak ${formatSpan(all.days_since_peak)} before` : '';
    facts.push(['Age', `${formatSpan(all.age_days)} from first to last detection${peak}`]);
  }
  const flags = listFlags(features);
  facts.push(['Flags', flags.length === 0 ? 'none' : flags.join(', ')]);
  const solarSystem = describeSolarSystem(features);
  if (solarSystem !== null) facts.push(['Solar system', solarSystem]);
  return facts;
}

function Facts({ features }: { readonly features: Features }) {
  return (
    <Box
      component="dl"
      sx={{
        m: 0,
        mt: 1,
        fontSize: 13,
        display: 'grid',
        gridTemplateColumns: 'auto minmax(0, 1fr)',
        columnGap: 1.5,
        rowGap: 0.25,
      }}
    >
      {factsOf(features).map(([name, value]) => (
        <Fragment key={name + value}>
          <Box component="dt" sx={{ color: 'text.secondary' }}>
            {name}
          </Box>
          <Box component="dd" sx={{ m: 0 }}>
            {value}
          </Box>
        </Fragment>
      ))}
    </Box>
  );
}

function exportAddress(objId: string, ebv: number | null): string {
  const search = ebv === null ? '' : `?ebv=${ebv}`;
  return `/api/sources/${encodeURIComponent(objId)}/features/export${search}`;
}

/** What is computed of an object's light curve; corrected for extinction where one wants it. */
export function FeaturesSection({ objId }: { readonly objId: string }) {
  const [ebvText, setEbvText] = useState('');
  const ebv = readEbv(ebvText);
  const { data, error, refetch } = useGetFeaturesQuery({ objId, ebv: ebv ?? null });
  const mapEbv = data?.map_ebv ?? null;
  return (
    <>
      <Box sx={{ display: 'flex', gap: 1, alignItems: 'center', flexWrap: 'wrap', mb: 1 }}>
        <TextField
          size="small"
          label="Correct for E(B−V)"
          value={ebvText}
          onChange={(event) => setEbvText(event.target.value)}
          error={ebv === undefined}
          helperText={ebv === undefined ? 'A number from 0 to 20' : undefined}
          slotProps={{ htmlInput: { inputMode: 'decimal' } }}
          sx={{ width: 170 }}
        />
        {mapEbv !== null && (
          <Button
            onClick={() => setEbvText(mapEbv.toFixed(4))}
            title="Of the dust map at its place"
          >
            Map: {mapEbv.toFixed(3)}
          </Button>
        )}
        <Box sx={{ flex: 1 }} />
        <Button href={exportAddress(objId, ebv ?? null)} download variant="outlined">
          CSV
        </Button>
      </Box>
      {error !== undefined && (
        <ErrorNotice what="No features" error={error} onRetry={() => refetch()} />
      )}
      {data === undefined && error === undefined && <Skeleton variant="rounded" height={120} />}
      {data !== undefined && data.bands.length > 0 && <FeaturesTable features={data} />}
      {data !== undefined && data.bands.length === 0 && (
        <Box sx={{ fontSize: 13, color: 'text.secondary' }}>
          No detection brighter than the reference that you may see.
        </Box>
      )}
      {data !== undefined && <Facts features={data} />}
      {data !== undefined && (
        <PeriodSearch objId={objId} filters={data.bands.map(({ filter }) => filter)} />
      )}
    </>
  );
}
