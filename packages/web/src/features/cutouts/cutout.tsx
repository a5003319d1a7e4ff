import { Box } from '@mui/material';
import { useTheme } from '@mui/material/styles';
import { useEffect, useMemo, useRef } from 'react';
import type { Int64 } from '../../api/exact-json.ts';
import { useAppSelector } from '../../app/hooks.ts';
import { Compass } from './compass.tsx';
import { CUTOUT_LABELS, type CutoutKind } from './cutout-display.ts';
import { drawStamp } from './cutout-pixels.ts';
import { stampSky, stampTransform } from './stamp-sky.ts';
import { type StampState, useStamp } from './use-stamp.ts';

type CutoutProps = {
  readonly candid: Int64;
  readonly objId: string;
  readonly survey?: string;
  readonly kind: CutoutKind;
  /** Whether it tells its scale and where north is. */
  readonly hasCompass?: boolean;
};

const MESSAGES: Readonly<Record<StampState['status'], string>> = {
  loading: '',
  ready: '',
  missing: 'none sent',
  failed: 'failed',
};

type LabelProps = { readonly kind: CutoutKind; readonly status: StampState['status'] };

function Label({ kind, status, isRed }: LabelProps & { readonly isRed: boolean }) {
  return (
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
      {CUTOUT_LABELS[kind]} {MESSAGES[status]}
    </Box>
  );
}

/** One stamp, north up and east left, filling its square; enlarged pixels stay pixels. */
export function Cutout({ candid, objId, survey, kind, hasCompass = false }: CutoutProps) {
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const display = useAppSelector((state) => state.preferences.cutouts);
  const isRed = useTheme().name === 'night';
  const stamp = useStamp(candid, kind, survey);
  const image = stamp.status === 'ready' ? stamp.image : null;
  const sky = useMemo(() => (image ? stampSky(image, survey) : null), [image, survey]);
  const { zoom } = display;

  useEffect(() => {
    if (canvasRef.current && image) drawStamp(canvasRef.current, image, display, isRed);
  }, [image, display, isRed]);

  const scale = sky?.arcsecPerPixel ?? null;
  const fieldArcsec = image && scale !== null ? (image.width * scale) / zoom : null;
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
          transform: sky === null ? undefined : stampTransform(sky, zoom),
        }}
      />
      <Label kind={kind} status={stamp.status} isRed={isRed} />
      {hasCompass && <Compass fieldArcsec={fieldArcsec} isRed={isRed} />}
    </Box>
  );
}
