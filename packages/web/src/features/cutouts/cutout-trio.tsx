import { Box, ButtonBase } from '@mui/material';
import { lazy, Suspense, useState } from 'react';
import type { Int64 } from '../../api/exact-json.ts';
import { Cutout } from './cutout.tsx';
import { CUTOUT_KINDS, CUTOUT_LABELS } from './cutout-display.ts';

export const loadCutoutDialog = () => import('./cutout-dialog.tsx');
const CutoutDialog = lazy(async () => ({ default: (await loadCutoutDialog()).CutoutDialog }));

type CutoutTrioProps = {
  readonly candid: Int64;
  readonly objId: string;
  /** Whose alert it is, where that is known: two surveys may use one candid. */
  readonly survey?: string;
};

/** New, reference, difference; a click or tap enlarges them. */
export function CutoutTrio({ candid, objId, survey }: CutoutTrioProps) {
  const alert = { candid, objId, ...(survey === undefined ? {} : { survey }) };
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
            <Cutout {...alert} kind={kind} />
          </ButtonBase>
        ))}
      </Box>
      {isOpen && (
        <Suspense fallback={null}>
          <CutoutDialog {...alert} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
