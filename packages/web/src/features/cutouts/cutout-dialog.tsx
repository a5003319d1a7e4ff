import CloseIcon from '@mui/icons-material/Close';
import { Box, Dialog, DialogContent, DialogTitle, IconButton } from '@mui/material';
import type { Int64 } from '../../api/exact-json.ts';
import { Cutout } from './cutout.tsx';
import { CutoutControls } from './cutout-controls.tsx';
import { CUTOUT_KINDS } from './cutout-display.ts';
import { type Pinch, usePinch } from './use-pinch.ts';

type CutoutDialogProps = {
  readonly candid: Int64;
  readonly objId: string;
  readonly survey?: string;
  readonly onClose: () => void;
};

function transformOf({ scale, x, y }: Pinch): string | undefined {
  if (scale === 1) return undefined;
  return `translate(${100 * x}%, ${100 * y}%) scale(${scale})`;
}

/** The three stamps as large as the screen allows, with the controls of all stamps. */
export function CutoutDialog({ candid, objId, survey, onClose }: CutoutDialogProps) {
  const { ref, pinch } = usePinch();
  return (
    <Dialog open onClose={onClose} maxWidth="xl" fullWidth aria-labelledby="cutout-dialog-title">
      <DialogTitle
        id="cutout-dialog-title"
        sx={{ display: 'flex', alignItems: 'center', gap: 1, py: 1, fontSize: 15 }}
      >
        {objId}
        <Box component="span" sx={{ color: 'text.secondary', fontSize: 12, fontWeight: 400 }}>
          candid {candid} · north up, east left
        </Box>
        <IconButton aria-label="Close" onClick={onClose} sx={{ ml: 'auto' }}>
          <CloseIcon fontSize="small" />
        </IconButton>
      </DialogTitle>
      <DialogContent>
        <Box
          ref={ref}
          sx={{
            touchAction: pinch.scale === 1 ? 'pan-y' : 'none',
            display: 'grid',
            gridTemplateColumns: { xs: 'minmax(0, 1fr)', sm: 'repeat(3, minmax(0, 1fr))' },
            gap: 1,
            mb: 2,
            maxWidth: { xs: '60vh', sm: 'none' },
            mx: 'auto',
          }}
        >
          {CUTOUT_KINDS.map((kind) => (
            <Box key={kind} sx={{ overflow: 'hidden', minWidth: 0 }}>
              {/* All three are enlarged alike: what is compared is the same field. */}
              <Box data-scale={pinch.scale} style={{ transform: transformOf(pinch) }}>
                <Cutout
                  candid={candid}
                  objId={objId}
                  kind={kind}
                  hasCompass
                  {...(survey === undefined ? {} : { survey })}
                />
              </Box>
            </Box>
          ))}
        </Box>
        <CutoutControls />
      </DialogContent>
    </Dialog>
  );
}
