import { Box } from '@mui/material';
import type { ReactNode } from 'react';
import { SwipeHint } from './swipe-hint.tsx';
import type { ScanActions } from './use-scan-keys.ts';
import { type SwipeAct, useSwipe } from './use-swipe.ts';

function actBySwipe(act: SwipeAct, { move, save, reject }: ScanActions): void {
  if (act === 'save') save();
  if (act === 'reject') reject();
  else move(act === -1 ? -1 : 1);
}

type SwipeAreaProps = { readonly actions: ScanActions; readonly children: ReactNode };

/** Where fingers decide. What a finger would do shows here, without drawing anew what it moves over. */
export function SwipeArea({ actions, children }: SwipeAreaProps) {
  const { handlers, pending } = useSwipe((act) => actBySwipe(act, actions));
  return (
    <>
      <Box {...handlers} sx={{ pb: { xs: 8, md: 0 }, touchAction: 'pan-y' }}>
        {children}
      </Box>
      <SwipeHint act={pending} />
    </>
  );
}
