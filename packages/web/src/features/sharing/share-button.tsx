import { Button } from '@mui/material';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useGetPhotometryQuery } from '../photometry/photometry.api.ts';
import { useProfile } from '../session/use-profile.ts';
import { sharablePoints } from './sharable.ts';

const LazyShareDialog = lazy(async () => ({
  default: (await import('./share-dialog.tsx')).ShareDialog,
}));

/** Opens the dialog that shares an object's photometry; there where the viewer has some to share. */
export function ShareButton({ objId }: { readonly objId: string }) {
  const [isOpen, setOpen] = useState(false);
  const profile = useProfile();
  const { currentData } = useGetPhotometryQuery(objId);
  const points = useMemo(
    () => (profile && currentData ? sharablePoints(currentData, profile) : []),
    [profile, currentData],
  );
  if (points.length === 0) return null;
  return (
    <>
      <Button aria-haspopup="dialog" aria-expanded={isOpen} onClick={() => setOpen(true)}>
        Share
      </Button>
      {isOpen && (
        <Suspense fallback={null}>
          <LazyShareDialog objId={objId} points={points} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
