import { Box, ButtonBase } from '@mui/material';
import { lazy, Suspense, useState } from 'react';
import type { Int64 } from '../../api/exact-json.ts';
import { Cutout } from './cutout.tsx';
import { CUTOUT_KINDS, CUTOUT_LABELS } from './cutout-display.ts';

export const loadCutoutDialog = () => import('./cutout-dialog.tsx');
const CutoutDialog = lazy(async () => ({ default: (await loadCutoutDialog()).CutoutDialog }));

type CutoutTrioProps = { readonly candid: Int64; readonly objId: string };

/** New, reference, difference; a click or tap enlarges them. */
export function CutoutTrio({ candid, objId }: CutoutTrioProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Box sx={{ display: 'grid', gridTemplateColumns: 'repeat(3, minmax(0, 1fr))', gap: 0.5 }}>
        {CUTOUT_KINDS.map((kind) => (
          <ButtonBase
            key={kind}
            onClick={() => setOpen(true)}
            aria-label={`Enlarge the ${CUTOUT_LABELS[kind]} image of ${objId}`}
            sx={{ display: 'block', borderRadius: 1, cursor: 'zoom-in' }}
          >
            <Cutout candid={candid} objId={objId} kind={kind} />
          </ButtonBase>
        ))}
      </Box>
      {isOpen && (
        <Suspense fallback={null}>
          <CutoutDialog candid={candid} objId={objId} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
