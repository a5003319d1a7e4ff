import ArrowUpwardIcon from '@mui/icons-material/ArrowUpward';
import { Box, Fab } from '@mui/material';

type NewPillProps = { readonly count: number; readonly onInsert: () => void };

/** How many came since; choosing it puts them on top without moving what is being looked at. */
export function NewPill({ count, onInsert }: NewPillProps) {
  return (
    <Box
      role="status"
      sx={{
        position: 'fixed',
        // On a phone above the thumb bar, where it hides neither the name nor the Save button.
        top: { xs: 'auto', md: 104 },
        bottom: { xs: 'calc(74px + env(safe-area-inset-bottom))', md: 'auto' },
        left: 0,
        right: 0,
        zIndex: 'fab',
        display: 'flex',
        justifyContent: 'center',
        pointerEvents: 'none',
      }}
    >
      {count > 0 && (
        <Fab
          variant="extended"
          color="primary"
          size="medium"
          onClick={onInsert}
          sx={{ pointerEvents: 'auto', textTransform: 'none', gap: 0.5, height: 40 }}
        >
          <ArrowUpwardIcon fontSize="small" />
          {count} new candidate{count === 1 ? '' : 's'}
        </Fab>
      )}
    </Box>
  );
}
