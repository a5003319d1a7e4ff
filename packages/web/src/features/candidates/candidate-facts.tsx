import { Box } from '@mui/material';
import type { ReactNode } from 'react';
import type { Candidate } from '../../api/types.ts';
import { MONO } from '../../app/theme.ts';
import { formatDec, formatDegrees, formatRa } from '../../format/angle.ts';
import { formatScore } from '../../format/number.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { AnnotationList } from './annotation-list.tsx';

function Row({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <>
      <Box component="dt" sx={{ color: 'text.secondary' }}>
        {label}
      </Box>
      <Box component="dd" sx={{ m: 0, minWidth: 0 }}>
        {children}
      </Box>
    </>
  );
}

function Position({ ra, dec }: { readonly ra: number; readonly dec: number }) {
  const sexagesimal = `${formatRa(ra)} ${formatDec(dec)}`;
  const degrees = `${formatDegrees(ra)} ${formatDegrees(dec)}`;
  const line = {
    display: 'flex',
    alignItems: 'center',
    height: 20,
    fontFamily: MONO,
    fontSize: 12,
  };
  return (
    <>
      <Box sx={line}>
        {sexagesimal}
        <CopyButton text={sexagesimal} label="Copy the position in sexagesimal" />
      </Box>
      <Box sx={{ ...line, color: 'text.secondary' }}>
        {degrees}
        <CopyButton text={degrees} label="Copy the position in degrees" />
      </Box>
    </>
  );
}

/** Position, scores, and what the filter said about it. */
export function CandidateFacts({ candidate }: { readonly candidate: Candidate }) {
  const { drb, rb } = candidate.scores;
  return (
    <Box sx={{ minWidth: 0, fontSize: 12, overflow: 'hidden' }}>
      <Box
        component="dl"
        sx={{
          m: 0,
          display: 'grid',
          gridTemplateColumns: 'auto minmax(0, 1fr)',
          columnGap: 1.5,
          rowGap: 0.25,
        }}
      >
        <Row label="RA Dec">
          <Position ra={candidate.ra} dec={candidate.dec} />
        </Row>
        <Row label="drb">
          <b>{formatScore(drb)}</b>{' '}
          <Box component="span" sx={{ color: 'text.secondary', ml: 1 }}>
            rb
          </Box>{' '}
          <b>{formatScore(rb)}</b>
        </Row>
      </Box>
      <AnnotationList annotations={candidate.annotations} />
    </Box>
  );
}
