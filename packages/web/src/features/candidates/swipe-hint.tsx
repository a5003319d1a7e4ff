import { Box } from '@mui/material';

const WORDS = { save: 'Let go to save', reject: 'Let go to reject' } as const;

/** Says what letting go of a long swipe decides. */
export function SwipeHint({ act }: { readonly act: 'save' | 'reject' | null }) {
  if (act === null) return null;
  return (
    <Box
      aria-hidden="true"
      sx={{
        position: 'fixed',
        top: '38%',
        left: act === 'save' ? 16 : 'auto',
        right: act === 'reject' ? 16 : 'auto',
        zIndex: 'tooltip',
        px: 2,
        py: 1.25,
        borderRadius: 2,
        border: 2,
        borderColor: act === 'save' ? 'success.main' : 'error.main',
        color: act === 'save' ? 'success.main' : 'error.main',
        bgcolor: 'background.paper',
        fontSize: 16,
        fontWeight: 650,
        pointerEvents: 'none',
      }}
    >
      {WORDS[act]}
    </Box>
  );
}
