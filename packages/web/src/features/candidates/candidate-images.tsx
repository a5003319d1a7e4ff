import { Box } from '@mui/material';
import type { Candidate } from '../../api/types.ts';
import { CutoutTrio } from '../cutouts/cutout-trio.tsx';
import { PostedImages } from './posted-images.tsx';

/** A candidate's pictures: its alert's cutouts, or what came with it. */
export function CandidateImages({ candidate }: { readonly candidate: Candidate }) {
  const { id, candid, survey } = candidate;
  return (
    <Box sx={{ minWidth: 0 }}>
      {candid === null || survey === null ? (
        <PostedImages objId={id} />
      ) : (
        <CutoutTrio candid={candid} objId={id} survey={survey} />
      )}
    </Box>
  );
}
