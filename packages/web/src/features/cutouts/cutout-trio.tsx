import { Box, ButtonBase } from '@mui/material';
import { lazy, Suspense, useEffect, useState } from 'react';
import type { Int64 } from '../../api/exact-json.ts';
import { useAppSelector } from '../../app/hooks.ts';
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

const BLINK_MS = 600;

/** Whether it is the turn of the reference while new and reference image take turns. */
function useBlink(): boolean {
  const isBlinking = useAppSelector((state) => state.preferences.isBlinking);
  const [isOther, setOther] = useState(false);
  useEffect(() => {
    if (!isBlinking) return;
    const timer = window.setInterval(() => setOther((now) => !now), BLINK_MS);
    return () => {
      window.clearInterval(timer);
      setOther(false);
    };
  }, [isBlinking]);
  return isBlinking && isOther;
}

type Alert = Pick<CutoutTrioProps, 'candid' | 'objId' | 'survey'>;

/** The new image, with the reference over it at its turns: both are there, so that nothing flickers. */
function BlinkingCutout(alert: Alert) {
  const isOther = useBlink();
  const isBlinking = useAppSelector((state) => state.preferences.isBlinking);
  return (
    <Box component="span" sx={{ display: 'block', position: 'relative' }}>
      <Cutout {...alert} kind="science" hasCompass />
      {isBlinking && (
        <Box
          component="span"
          aria-hidden="true"
          sx={{ position: 'absolute', inset: 0, opacity: isOther ? 1 : 0 }}
        >
          <Cutout {...alert} kind="template" hasCompass />
        </Box>
      )}
    </Box>
  );
}

/** New, reference, difference; a click or tap enlarges them. */
export function CutoutTrio({ candid, objId, survey }: CutoutTrioProps) {
  const alert: Alert = { candid, objId, ...(survey === undefined ? {} : { survey }) };
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
            {kind === 'science' ? <BlinkingCutout {...alert} /> : <Cutout {...alert} kind={kind} />}
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
