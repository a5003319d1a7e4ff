import { useTheme } from '@mui/material';
import { useEffect, useRef } from 'react';
import type { DrawnMap } from './drawn-map.ts';
import { paintMap, readColor } from './paint-map.ts';
import type { Size, SkyView } from './projection.ts';

type SkyMapCanvasProps = {
  readonly map: DrawnMap;
  readonly view: SkyView;
  readonly size: Size;
  /** While it moves it is painted coarsely. */
  readonly isMoving: boolean;
};

const COARSE = 0.4;
const FINEST = 2;

/** The probability of a map in colours. */
export function SkyMapCanvas({ map, view, size, isMoving }: SkyMapCanvasProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  const { palette } = useTheme();
  const [sky, peak, line] = [
    palette.background.default,
    palette.primary.main,
    palette.text.primary,
  ];
  useEffect(() => {
    const canvas = ref.current;
    if (canvas === null) return;
    const scale = isMoving ? COARSE : Math.min(FINEST, window.devicePixelRatio);
    const frame = requestAnimationFrame(() => {
      canvas.width = Math.max(1, Math.round(size.width * scale));
      canvas.height = Math.max(1, Math.round(size.height * scale));
      const context = canvas.getContext('2d');
      if (context === null) return;
      const image = context.createImageData(canvas.width, canvas.height);
      const inks = { sky: readColor(sky), peak: readColor(peak), line: readColor(line) };
      paintMap(image, map, { view, inks });
      context.putImageData(image, 0, 0);
    });
    return () => cancelAnimationFrame(frame);
  }, [map, view, size, isMoving, sky, peak, line]);
  return (
    <canvas
      ref={ref}
      aria-hidden
      style={{ position: 'absolute', inset: 0, width: '100%', height: '100%' }}
    />
  );
}
