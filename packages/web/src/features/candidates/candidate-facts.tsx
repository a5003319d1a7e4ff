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

type ClassifierProps = Candidate['classifiers'][number];

const WORDS = { failed: 'failed', not_computed: 'not computed yet' } as const;

/** A score, or in words why there is none; the version, and the reason, where it is pointed at. */
function Classifier({ state, score, version, reason }: ClassifierProps) {
  const title = reason === null ? `version ${version}` : `version ${version}: ${reason}`;
  if (state === 'scored') return <b title={title}>{formatScore(score)}</b>;
  return (
    <Box component="span" title={title} sx={{ color: 'text.secondary' }}>
      {WORDS[state]}
    </Box>
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
        {candidate.classifiers.map((classifier) => (
          <Row key={classifier.name} label={classifier.name}>
            <Classifier {...classifier} />
          </Row>
        ))}
      </Box>
      <AnnotationList objId={candidate.id} annotations={candidate.annotations} maxHeightPx={100} />
    </Box>
  );
}
