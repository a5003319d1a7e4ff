import { Box } from '@mui/material';
import { memo } from 'react';
import type { Candidate } from '../../api/types.ts';
import { CutoutTrio } from '../cutouts/cutout-trio.tsx';
import { SkyImages } from '../cutouts/sky-images.tsx';
import { PostedImages } from './posted-images.tsx';

/** That of ZTF's stamps: 63 pixels of 1.01″. */
const FIELD_ARCSEC = 63.6;

type CandidateImagesProps = { readonly candidate: Candidate };

/** A candidate's pictures: its alert's cutouts, or what came with it. */
export const CandidateImages = memo(function CandidateImages({ candidate }: CandidateImagesProps) {
  const { id, candid, survey, ra, dec } = candidate;
  return (
    <Box sx={{ minWidth: 0 }}>
      {candid === null || survey === null ? (
        <PostedImages objId={id} />
      ) : (
        <CutoutTrio candid={candid} objId={id} survey={survey} />
      )}
      <SkyImages objId={id} ra={ra} dec={dec} fieldArcsec={FIELD_ARCSEC} />
    </Box>
  );
});
