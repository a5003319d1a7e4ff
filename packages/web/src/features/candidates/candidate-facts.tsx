import { Box } from '@mui/material';
import type { ReactNode } from 'react';
import type { Candidate } from '../../api/types.ts';
import { formatScore } from '../../format/number.ts';
import { Position } from '../../ui/position.tsx';
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
      <AnnotationList objId={candidate.id} annotations={candidate.annotations} maxHeightPx={100} />
    </Box>
  );
}
