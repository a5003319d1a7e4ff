import { Box } from '@mui/material';
import { useTheme } from '@mui/material/styles';
import { useEffect, useRef } from 'react';
import type { Int64 } from '../../api/exact-json.ts';
import { useAppSelector } from '../../app/hooks.ts';
import { CUTOUT_LABELS, type CutoutKind } from './cutout-display.ts';
import { drawStamp } from './cutout-pixels.ts';
import { type StampState, useStamp } from './use-stamp.ts';

type CutoutProps = {
  readonly candid: Int64;
  readonly objId: string;
  readonly survey?: string;
  readonly kind: CutoutKind;
};

const MESSAGES: Readonly<Record<StampState['status'], string>> = {
  loading: '',
  ready: '',
  missing: 'none sent',
  failed: 'failed',
};

/** One stamp, north up and east left, filling its square; enlarged pixels stay pixels. */
export function Cutout({ candid, objId, survey, kind }: CutoutProps) {
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const display = useAppSelector((state) => state.preferences.cutouts);
  const isRed = useTheme().name === 'night';
  const stamp = useStamp(candid, kind, survey);
  const image = stamp.status === 'ready' ? stamp.image : null;

  useEffect(() => {
    if (canvasRef.current && image) drawStamp(canvasRef.current, image, display, isRed);
  }, [image, display, isRed]);

  return (
    <Box
      component="span"
      sx={{
        position: 'relative',
        display: 'block',
        aspectRatio: '1',
        width: '100%',
        bgcolor: stamp.status === 'loading' ? 'action.selected' : '#000',
        borderRadius: 1,
        overflow: 'hidden',
      }}
    >
      <canvas
        ref={canvasRef}
        width={63}
        height={63}
        role="img"
        aria-label={`${CUTOUT_LABELS[kind]} image of ${objId}`}
        style={{
          visibility: image ? 'visible' : 'hidden',
          width: '100%',
          height: '100%',
          imageRendering: 'pixelated',
          display: 'block',
        }}
      />
      <Box
        component="span"
        sx={{
          position: 'absolute',
          left: 4,
          top: 4,
          px: 0.5,
          borderRadius: 0.5,
          fontSize: 11,
          lineHeight: 1.4,
          color: isRed ? '#ff5a4d' : '#fff',
          bgcolor: 'rgba(0,0,0,0.72)',
        }}
      >
        {CUTOUT_LABELS[kind]} {MESSAGES[stamp.status]}
      </Box>
    </Box>
  );
}
