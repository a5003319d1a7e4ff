import { Box, Dialog, DialogContent, DialogTitle } from '@mui/material';
import { MONO } from '../../app/theme.ts';
import { SCAN_KEYS } from './use-scan-keys.ts';

/** The keys of the candidates page. */
export function KeysHelp({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog open onClose={onClose} aria-labelledby="keys-help-title">
      <DialogTitle id="keys-help-title" sx={{ fontSize: 16 }}>
        Keys
      </DialogTitle>
      <DialogContent onKeyDown={(event) => event.key === '?' && onClose()} tabIndex={-1}>
        <Box
          component="dl"
          sx={{ m: 0, display: 'grid', gridTemplateColumns: 'auto auto', columnGap: 3, rowGap: 1 }}
        >
          {SCAN_KEYS.map(([keys, meaning]) => (
            <Box key={keys} sx={{ display: 'contents' }}>
              <Box component="dt" sx={{ fontFamily: MONO, fontWeight: 700, whiteSpace: 'pre' }}>
                {keys}
              </Box>
              <Box component="dd" sx={{ m: 0 }}>
                {meaning}
              </Box>
            </Box>
          ))}
        </Box>
        <Box sx={{ mt: 2, color: 'text.secondary', fontSize: 12 }}>
          On a phone, swipe left and right for next and previous; over two thirds of the screen,
          left rejects and right saves. Swipe up from the bar for the rest.
        </Box>
      </DialogContent>
    </Dialog>
  );
}
