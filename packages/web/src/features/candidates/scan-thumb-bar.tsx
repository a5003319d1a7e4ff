import PrevIcon from '@mui/icons-material/ChevronLeft';
import NextIcon from '@mui/icons-material/ChevronRight';
import { Box, Button } from '@mui/material';
import type { Candidate } from '../../api/types.ts';
import { useCandidateSaving } from './use-candidate-saving.ts';

const BUTTON = { minHeight: 48, fontSize: 15 };

type ThumbSaveProps = {
  readonly candidate: Candidate;
  readonly position: string;
  readonly onSave: () => void;
};

function ThumbSave({ candidate, position, onSave }: ThumbSaveProps) {
  const { isSavedToTargets, label } = useCandidateSaving(candidate);
  return (
    <Button
      variant={isSavedToTargets ? 'outlined' : 'contained'}
      color={isSavedToTargets ? 'success' : 'primary'}
      onClick={onSave}
      sx={BUTTON}
    >
      {label} {position}
    </Button>
  );
}

type ScanThumbBarProps = {
  /** The one being looked at. */
  readonly candidate: Candidate;
  readonly position: string;
  readonly onMove: (step: 1 | -1) => void;
  readonly onSave: () => void;
};

/** Previous, save, next within reach of a thumb; narrow screens only. */
export function ScanThumbBar({ candidate, position, onMove, onSave }: ScanThumbBarProps) {
  return (
    <Box
      role="toolbar"
      aria-label="Scanning"
      sx={{
        display: { xs: 'grid', md: 'none' },
        gridTemplateColumns: '1fr 1.4fr 1fr',
        gap: 1,
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
      }}
    >
      <Button
        variant="outlined"
        aria-label="Previous candidate"
        onClick={() => onMove(-1)}
        sx={BUTTON}
      >
        <PrevIcon />
      </Button>
      <ThumbSave candidate={candidate} position={position} onSave={onSave} />
      <Button variant="outlined" aria-label="Next candidate" onClick={() => onMove(1)} sx={BUTTON}>
        <NextIcon />
      </Button>
    </Box>
  );
}
