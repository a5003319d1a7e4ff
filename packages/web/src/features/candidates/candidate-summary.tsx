import { Box, Chip } from '@mui/material';
import { useMemo } from 'react';
import type { Candidate, GroupRef } from '../../api/types.ts';
import { formatAgo, formatSpan, mjdToDate } from '../../format/time.ts';
import { useNow } from '../../ui/use-now.ts';
import { detectionSpanDays, shortBand } from '../photometry/light-curve.ts';
import { photometryApi } from '../photometry/photometry.api.ts';

const PROGRAMMES: Readonly<Record<number, string>> = {
  1: 'public',
  2: 'partnership',
  3: 'Caltech',
};

function Bit({ label, value }: { readonly label?: string; readonly value: string }) {
  return (
    <Box component="span" sx={{ whiteSpace: 'nowrap' }}>
      {value}
      {label !== undefined && (
        <Box component="span" sx={{ color: 'text.secondary' }}>
          {' '}
          {label}
        </Box>
      )}
    </Box>
  );
}

/** Last detection, number of detections, age, programme: the line under the name. */
export function CandidateSummary({ candidate }: { readonly candidate: Candidate }) {
  const now = useNow();
  const { last_mag, last_band, last_detected_mjd, detections } = candidate;
  // The light curve asks for it.
  const { data: photometry } = photometryApi.endpoints.getPhotometry.useQueryState(candidate.id);
  const band = last_band === null ? '' : shortBand(last_band);
  const age = useMemo(() => (photometry ? detectionSpanDays(photometry) : null), [photometry]);
  const programme = candidate.programid === null ? null : PROGRAMMES[candidate.programid];
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 1.5, fontSize: 12 }}>
      {last_mag !== null && <Bit value={`${band} ${last_mag.toFixed(2)}`} />}
      {last_detected_mjd !== null && <Bit value={formatAgo(mjdToDate(last_detected_mjd), now)} />}
      <Bit value={String(detections)} label={detections === 1 ? 'detection' : 'detections'} />
      {age !== null && age > 0 && <Bit value={formatSpan(age)} label="old" />}
      {programme && <Bit value={programme} />}
    </Box>
  );
}

/** The groups it is saved in. */
export function SavedChips({ groups }: { readonly groups: readonly GroupRef[] }) {
  return (
    <Box sx={{ display: 'flex', gap: 0.5, flexWrap: 'wrap' }}>
      {groups.map((group) => (
        <Chip
          key={group.id}
          label={group.name}
          color="success"
          variant="outlined"
          sx={{ height: 20, fontSize: 11 }}
        />
      ))}
    </Box>
  );
}
