import { Box } from '@mui/material';
import { memo, type ReactNode } from 'react';
import type { Candidate } from '../../api/types.ts';
import { formatScore } from '../../format/number.ts';
import { Position } from '../../ui/position.tsx';
import { AnnotationList } from './annotation-list.tsx';
import { CandidateSaid } from './candidate-said.tsx';
import { NearestMatches } from './nearest-matches.tsx';
import { useOrderedAnnotations } from './use-ordered-annotations.ts';

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

/** A known object of the solar system that was near at the time of the alert. */
function SolarSystem({ match }: { readonly match: NonNullable<Candidate['solar_system']> }) {
  const { name, distance_arcsec, mag } = match;
  return (
    <Box component="span" sx={{ color: 'warning.main', fontWeight: 600 }}>
      {name} at {distance_arcsec.toFixed(0)}″{mag === null ? '' : `, ${mag.toFixed(1)} mag`}
    </Box>
  );
}

type CandidateFactsProps = { readonly candidate: Candidate };

/** Position, scores, and what the filter said about it. */
export const CandidateFacts = memo(function CandidateFacts({ candidate }: CandidateFactsProps) {
  const { drb, rb } = candidate.scores;
  const annotations = useOrderedAnnotations(candidate.annotations);
  return (
    <Box sx={{ minWidth: 0, fontSize: 12, overflow: 'hidden' }}>
      <Box
        component="dl"
        sx={{
          m: 0,
          display: 'grid',
          gridTemplateColumns: 'auto minmax(0, 1fr)',
          columnGap: 1,
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
        {candidate.solar_system !== null && (
          <Row label="Solar system">
            <SolarSystem match={candidate.solar_system} />
          </Row>
        )}
        {candidate.redshift !== null && <Row label="Redshift">{candidate.redshift}</Row>}
        {candidate.tns_name !== null && <Row label="TNS">{candidate.tns_name}</Row>}
        <Row label="Galactic">
          {candidate.gal_lon.toFixed(2)} {candidate.gal_lat.toFixed(2)}
        </Row>
        {candidate.classifiers.map((classifier) => (
          <Row key={classifier.name} label={classifier.name}>
            <Classifier {...classifier} />
          </Row>
        ))}
      </Box>
      <CandidateSaid candidate={candidate} />
      <NearestMatches objId={candidate.id} />
      <AnnotationList objId={candidate.id} annotations={annotations} maxHeightPx={100} />
    </Box>
  );
});
