import { Box, Link as MuiLink, Paper } from '@mui/material';
import { memo } from 'react';
import { Link } from 'react-router';
import type { Candidate } from '../../api/types.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { LightCurvePanel } from '../photometry/light-curve-panel.tsx';
import { CandidateFacts } from './candidate-facts.tsx';
import { CandidateImages } from './candidate-images.tsx';
import { CandidateSummary, SavedChips } from './candidate-summary.tsx';
import { RejectButton } from './reject-button.tsx';
import { SaveControl } from './save-control.tsx';
import { useCandidateSaving } from './use-candidate-saving.ts';
import { useNearViewport } from './use-near-viewport.ts';

export const CARD_MIN_HEIGHT = { xs: 470, md: 240 } as const;
const PLOT_HEIGHT_PX = 186;

type CandidateCardProps = {
  readonly candidate: Candidate;
  readonly isActive: boolean;
  readonly onActivate: (id: string) => void;
};

/** Stays as it is while the card is come to and left. */
const CardBody = memo(function CardBody({ candidate }: { readonly candidate: Candidate }) {
  const saving = useCandidateSaving(candidate);
  return (
    <>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: { xs: 1, md: 2 }, mb: 0.75 }}>
        <Box sx={{ minWidth: 0, display: { md: 'flex' }, columnGap: 2, alignItems: 'baseline' }}>
          <Box component="h2" sx={{ m: 0, fontSize: 15, fontWeight: 650, whiteSpace: 'nowrap' }}>
            <MuiLink component={Link} to={`/source/${candidate.id}`} underline="hover">
              {candidate.id}
            </MuiLink>
            <CopyButton text={candidate.id} label={`Copy ${candidate.id}`} />
          </Box>
          <CandidateSummary candidate={candidate} />
        </Box>
        <Box sx={{ flex: 1 }} />
        <Box sx={{ display: { xs: 'none', sm: 'block' } }}>
          <SavedChips groups={saving.savedGroups} />
        </Box>
        <RejectButton candidate={candidate} />
        <SaveControl candidate={candidate} saving={saving} />
      </Box>
      <Box
        sx={{
          display: 'grid',
          columnGap: 2,
          rowGap: 1,
          alignItems: 'start',
          gridTemplateColumns: {
            xs: 'minmax(0, 1fr)',
            md: 'minmax(280px, 34%) minmax(0, 1fr) 280px',
            lg: 'minmax(300px, 36%) minmax(0, 1fr) 290px',
          },
        }}
      >
        <CandidateImages candidate={candidate} />
        <LightCurvePanel objId={candidate.id} heightPx={PLOT_HEIGHT_PX} />
        <CandidateFacts candidate={candidate} />
      </Box>
    </>
  );
});

/** One candidate; drawn only when near the screen, its place kept when it is not. */
export const CandidateCard = memo(function CandidateCard(props: CandidateCardProps) {
  const { candidate, isActive, onActivate } = props;
  const { ref, isNear, keptHeightPx } = useNearViewport();
  return (
    <Paper
      ref={ref}
      component="article"
      variant="outlined"
      id={`candidate-${candidate.id}`}
      aria-label={candidate.id}
      aria-current={isActive}
      onPointerDown={() => onActivate(candidate.id)}
      onFocus={() => onActivate(candidate.id)}
      sx={{
        px: { xs: 1.25, md: 1.5 },
        py: 1,
        mb: 1,
        // The place of a card that is not drawn; a drawn one is as high as it is.
        boxSizing: 'border-box',
        minHeight: isNear ? 0 : (keptHeightPx ?? CARD_MIN_HEIGHT),
        scrollMarginTop: { xs: 8, md: 112 },
        borderColor: isActive ? 'primary.main' : 'divider',
        boxShadow: (theme) => (isActive ? `inset 3px 0 0 ${theme.palette.primary.main}` : 'none'),
      }}
    >
      {isNear && <CardBody candidate={candidate} />}
    </Paper>
  );
});
