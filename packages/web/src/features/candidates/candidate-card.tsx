import { Box, Link as MuiLink } from '@mui/material';
import { styled } from '@mui/material/styles';
import { memo, useCallback } from 'react';
import { Link } from 'react-router';
import type { Candidate } from '../../api/types.ts';
import { useAppDispatch, useAppSelector } from '../../app/hooks.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { LightCurvePanel } from '../photometry/light-curve-panel.tsx';
import { CandidateFacts } from './candidate-facts.tsx';
import { CandidateImages } from './candidate-images.tsx';
import { CandidateSummary, SavedChips } from './candidate-summary.tsx';
import { RejectButton } from './reject-button.tsx';
import { SaveControl } from './save-control.tsx';
import { activated } from './scan-slice.ts';
import { useCandidateSaving } from './use-candidate-saving.ts';
import { useNearViewport } from './use-near-viewport.ts';

export const CARD_MIN_HEIGHT = { xs: 470, md: 240 } as const;
const PLOT_HEIGHT_PX = 186;

type CandidateProps = { readonly candidate: Candidate };

/** What is drawn anew when something is decided: the images and the light curve beneath it are not. */
const CardHead = memo(function CardHead({ candidate }: CandidateProps) {
  const saving = useCandidateSaving(candidate);
  return (
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
  );
});

/** Stays as it is while the card is come to and left. */
const CardBody = memo(function CardBody({ candidate }: CandidateProps) {
  return (
    <>
      <CardHead candidate={candidate} />
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

/** Its looks are written once, and which card is looked at changes an attribute alone. */
const CardFrame = styled('article')(({ theme }) => ({
  padding: theme.spacing(1, 1.25),
  marginBottom: theme.spacing(1),
  boxSizing: 'border-box',
  scrollMarginTop: 8,
  backgroundColor: theme.palette.background.paper,
  border: `1px solid ${theme.palette.divider}`,
  borderRadius: theme.shape.borderRadius,
  // What changes in one card moves nothing in another.
  contain: 'layout style',
  '&[aria-current="true"]': {
    borderColor: theme.palette.primary.main,
    boxShadow: `inset 3px 0 0 ${theme.palette.primary.main}`,
  },
  '&[data-drawn="false"]': { minHeight: CARD_MIN_HEIGHT.xs },
  [theme.breakpoints.up('md')]: {
    padding: theme.spacing(1, 1.5),
    scrollMarginTop: 112,
    '&[data-drawn="false"]': { minHeight: CARD_MIN_HEIGHT.md },
  },
}));

/** One candidate; drawn only when near the screen or looked at, its place kept when it is not. */
export const CandidateCard = memo(function CandidateCard({ candidate }: CandidateProps) {
  const { id } = candidate;
  const dispatch = useAppDispatch();
  const isActive = useAppSelector((state) => state.scan.activeId === id);
  const activate = useCallback(() => dispatch(activated(id)), [dispatch, id]);
  const { ref, isNear, keptHeightPx } = useNearViewport();
  const isDrawn = isNear || isActive;
  return (
    <CardFrame
      ref={ref}
      id={`candidate-${id}`}
      aria-label={id}
      aria-current={isActive}
      data-drawn={isDrawn}
      onPointerDown={activate}
      onFocus={activate}
      // The place of a card that is not drawn; a drawn one is as high as it is.
      style={isDrawn || keptHeightPx === null ? undefined : { minHeight: keptHeightPx }}
    >
      {isDrawn && <CardBody candidate={candidate} />}
    </CardFrame>
  );
});
