import PrevIcon from '@mui/icons-material/ChevronLeft';
import NextIcon from '@mui/icons-material/ChevronRight';
import { Box, Button } from '@mui/material';

type ScanThumbBarProps = {
  readonly position: string;
  readonly onMove: (step: 1 | -1) => void;
  readonly onSave: () => void;
};

/** Previous, save, next within reach of a thumb; narrow screens only. */
export function ScanThumbBar({ position, onMove, onSave }: ScanThumbBarProps) {
  const button = { minHeight: 48, fontSize: 15 };
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
        sx={button}
      >
        <PrevIcon />
      </Button>
      <Button variant="contained" onClick={onSave} sx={button}>
        Save {position}
      </Button>
      <Button variant="outlined" aria-label="Next candidate" onClick={() => onMove(1)} sx={button}>
        <NextIcon />
      </Button>
    </Box>
  );
}
