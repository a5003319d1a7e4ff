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
        top: { xs: 12, md: 104 },
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
