import PrevIcon from '@mui/icons-material/ChevronLeft';
import NextIcon from '@mui/icons-material/ChevronRight';
import MoreIcon from '@mui/icons-material/MoreHoriz';
import RejectIcon from '@mui/icons-material/ThumbDownOutlined';
import { Box, Button, Drawer, useMediaQuery } from '@mui/material';
import type { Theme } from '@mui/material/styles';
import { memo, type TouchEvent, useDeferredValue, useRef, useState } from 'react';
import type { Candidate } from '../../api/types.ts';
import { useAppSelector } from '../../app/hooks.ts';
import { describePlace } from './scan-where.tsx';
import { useCandidateDecisions } from './use-candidate-decisions.ts';
import { useCandidateSaving } from './use-candidate-saving.ts';
import type { ScanActions } from './use-scan-keys.ts';

const BUTTON = { minHeight: 50, minWidth: 44, px: 0.5, fontSize: 15 };
const UPWARD_SWIPE_PX = 30;

type BarProps = {
  /** The one being looked at. */
  readonly candidate: Candidate;
  readonly position: string;
  readonly actions: ScanActions;
};

function ThumbSave({ candidate, position, actions }: BarProps) {
  const { isSavedToTargets, label } = useCandidateSaving(candidate);
  return (
    <Button
      variant={isSavedToTargets ? 'outlined' : 'contained'}
      color={isSavedToTargets ? 'success' : 'primary'}
      onClick={actions.save}
      sx={{ ...BUTTON, flexDirection: 'column', lineHeight: 1.2 }}
    >
      {label}
      {position !== '' && (
        <Box component="span" sx={{ fontSize: 11, fontWeight: 500 }}>
          {position}
        </Box>
      )}
    </Button>
  );
}

function ThumbReject({ candidate, actions }: Omit<BarProps, 'position'>) {
  const { isRejected } = useCandidateDecisions(candidate);
  return (
    <Button
      variant="outlined"
      color={isRejected ? 'error' : 'inherit'}
      aria-label={isRejected ? 'Take the rejection back' : 'Reject'}
      onClick={actions.reject}
      sx={BUTTON}
    >
      <RejectIcon fontSize="small" />
    </Button>
  );
}

type MoreProps = { readonly actions: ScanActions; readonly onClose: () => void };

/** Everything else that can be decided, in a sheet that a thumb reaches. */
function MoreSheet({ actions, onClose }: MoreProps) {
  const entries: readonly (readonly [string, () => void])[] = [
    ['Classify', actions.classify],
    ['Comment', actions.comment],
    ['Choose groups', actions.chooseGroup],
    ['Undo', actions.undo],
    ['Blink', actions.toggleBlink],
    ['All conditions', actions.openFilters],
  ];
  return (
    <Drawer
      anchor="bottom"
      open
      onClose={onClose}
      slotProps={{ paper: { 'aria-label': 'More decisions', role: 'dialog', sx: { p: 1.5 } } }}
    >
      <Box
        sx={{
          display: 'grid',
          gridTemplateColumns: 'repeat(2, 1fr)',
          gap: 1,
          pb: 'env(safe-area-inset-bottom)',
        }}
      >
        {entries.map(([label, act]) => (
          <Button
            key={label}
            variant="outlined"
            onClick={() => {
              onClose();
              act();
            }}
            sx={{ ...BUTTON, minHeight: 54 }}
          >
            {label}
          </Button>
        ))}
      </Box>
    </Drawer>
  );
}

/** Opens the sheet by a swipe upwards from the bar. */
function useUpwardSwipe(open: () => void) {
  const startY = useRef<number | null>(null);
  return {
    onTouchStart: (event: TouchEvent) => {
      startY.current = event.touches[0]?.clientY ?? null;
    },
    onTouchEnd: (event: TouchEvent) => {
      const endY = event.changedTouches[0]?.clientY;
      if (startY.current === null || endY === undefined) return;
      if (startY.current - endY > UPWARD_SWIPE_PX) open();
    },
  };
}

const ThumbBar = memo(function ThumbBar({ candidate, position, actions }: BarProps) {
  const [isOpen, setOpen] = useState(false);
  const swipe = useUpwardSwipe(() => setOpen(true));
  const { move } = actions;
  return (
    <Box
      role="toolbar"
      aria-label="Scanning"
      {...swipe}
      sx={{
        display: 'grid',
        gridTemplateColumns: '1fr 1fr 1.8fr 1fr 1fr',
        gap: 0.75,
        position: 'fixed',
        bottom: 0,
        left: 0,
        right: 0,
        zIndex: 'appBar',
        p: 1,
        pb: 'calc(8px + env(safe-area-inset-bottom))',
        bgcolor: 'background.paper',
        borderTop: 1,
        borderColor: 'divider',
        touchAction: 'none',
      }}
    >
      <Button
        variant="outlined"
        aria-label="Previous candidate"
        onClick={() => move(-1)}
        sx={BUTTON}
      >
        <PrevIcon />
      </Button>
      <ThumbReject candidate={candidate} actions={actions} />
      <ThumbSave candidate={candidate} position={position} actions={actions} />
      <Button
        variant="outlined"
        aria-label="More decisions"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
        sx={BUTTON}
      >
        <MoreIcon />
      </Button>
      <Button variant="outlined" aria-label="Next candidate" onClick={() => move(1)} sx={BUTTON}>
        <NextIcon />
      </Button>
      {isOpen && <MoreSheet actions={actions} onClose={() => setOpen(false)} />}
    </Box>
  );
});

type ScanThumbBarProps = {
  readonly candidates: readonly Candidate[];
  readonly total: number | null;
  readonly actions: ScanActions;
};

/** Every decision within reach of a thumb, on the one that is looked at; narrow screens only. */
export function ScanThumbBar({ candidates, total, actions }: ScanThumbBarProps) {
  const isNarrow = useMediaQuery((theme: Theme) => theme.breakpoints.down('md'), { noSsr: true });
  // The card comes first: what the bar tells of it may come a moment later.
  const activeId = useDeferredValue(useAppSelector((state) => state.scan.activeId));
  const looked = candidates.find(({ id }) => id === activeId) ?? candidates[0];
  if (looked === undefined || !isNarrow) return null;
  const position = describePlace({ candidates, total }, activeId);
  return <ThumbBar candidate={looked} position={position} actions={actions} />;
}
