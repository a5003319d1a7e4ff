import AddIcon from '@mui/icons-material/Add';
import RemoveIcon from '@mui/icons-material/Remove';
import RestartAltIcon from '@mui/icons-material/RestartAlt';
import {
  Box,
  IconButton,
  Paper,
  ToggleButton,
  ToggleButtonGroup,
  Typography,
  useTheme,
} from '@mui/material';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { DrawnMap } from './drawn-map.ts';
import { type Size, SkyProjection, type SkyView } from './projection.ts';
import { SkyMapCanvas } from './sky-map-canvas.tsx';
import { SkyMapLines } from './sky-map-lines.tsx';
import type { SkyMapCells, SkyMapDetail, SkyMapObject } from './sky-maps.api.ts';
import { useSkyView } from './use-sky-view.ts';

type SkyMapViewProps = {
  readonly skyMap: SkyMapDetail;
  readonly cells: SkyMapCells;
  readonly objects: readonly SkyMapObject[];
};

/** A map is as large as its place lets it be, and is seen at a glance on a phone. */
function useSize(): [(element: HTMLElement | null) => void, Size] {
  const [element, setElement] = useState<HTMLElement | null>(null);
  const [width, setWidth] = useState(600);
  useEffect(() => {
    if (element === null) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setWidth(Math.max(200, Math.floor(entry.contentRect.width)));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  const size = useMemo(
    () => ({ width, height: Math.round(Math.min(520, Math.max(190, width * 0.52))) }),
    [width],
  );
  return [setElement, size];
}

/** Small regions are seen from near by. */
function startOf({ peak, area_90: area }: SkyMapDetail): SkyView {
  const across = Math.sqrt(area);
  if (across > 40) return { kind: 'mollweide', ra: peak.ra, dec: 0, zoom: 1 };
  return {
    kind: 'globe',
    ra: peak.ra,
    dec: peak.dec,
    zoom: Math.max(1, 45 / Math.max(across, 0.005)),
  };
}

/** The sky with a map's probability, its contours, and what lies in it. */
export function SkyMapView({ skyMap, cells, objects }: SkyMapViewProps) {
  const [measure, size] = useSize();
  const box = useRef<HTMLDivElement>(null);
  const map = useMemo(() => new DrawnMap(cells), [cells]);
  const { view, isMoving, zoom, reset, show, handlers } = useSkyView(startOf(skyMap), size, box);
  return (
    <Paper variant="outlined" sx={{ p: 1, minWidth: 0 }} ref={measure}>
      <Box
        ref={box}
        role="application"
        aria-label={`Map of the sky: ${skyMap.localization_name}. Arrows turn it, plus and minus zoom.`}
        tabIndex={0}
        {...handlers}
        sx={{
          position: 'relative',
          width: '100%',
          height: size.height,
          overflow: 'hidden',
          cursor: isMoving ? 'grabbing' : 'grab',
          // One finger scrolls the page where all of the sky is seen.
          touchAction: view.zoom > 1 || view.kind === 'globe' ? 'none' : 'pan-y',
        }}
      >
        <SkyMapCanvas map={map} view={view} size={size} isMoving={isMoving} />
        <Box
          component="svg"
          viewBox={`0 0 ${size.width} ${size.height}`}
          sx={{ position: 'absolute', inset: 0, width: '100%', height: '100%' }}
        >
          <SkyMapLines view={view} size={size} />
          <Marks objects={objects} skyMap={skyMap} view={view} size={size} />
        </Box>
      </Box>
      <Typography variant="caption" color="textSecondary" component="p" sx={{ mt: 0.5 }}>
        Lines: the regions that hold 50 % and 90 %. Cross: the most probable place. Dots: what lies
        in it, filled where it is saved.
      </Typography>
      <Controls kind={view.kind} zoom={zoom} reset={reset} show={show} />
    </Paper>
  );
}

type MarksProps = Pick<SkyMapViewProps, 'objects' | 'skyMap'> & {
  readonly view: SkyView;
  readonly size: Size;
};

/** What lies in a map, to be gone to; those that are saved are filled. */
function Marks({ objects, skyMap, view, size }: MarksProps) {
  const { palette } = useTheme();
  const navigate = useNavigate();
  const projection = new SkyProjection(view, size);
  const peak = projection.toPixel(skyMap.peak);
  return (
    <g>
      {peak !== null && (
        <path
          d={`M${peak[0] - 7} ${peak[1]}h14M${peak[0]} ${peak[1] - 7}v14`}
          stroke={palette.text.primary}
          strokeWidth={1.5}
        >
          <title>The most probable place</title>
        </path>
      )}
      {objects.map((one) => {
        const at = projection.toPixel(one);
        if (at === null) return null;
        const path = `/source/${encodeURIComponent(one.id)}`;
        return (
          <a
            key={one.id}
            href={path}
            onClick={(event) => {
              event.preventDefault();
              navigate(path);
            }}
          >
            <title>{`${one.id}, within ${one.credible_level.toFixed(0)} %`}</title>
            <circle
              cx={at[0]}
              cy={at[1]}
              r={5}
              fill={one.saved ? palette.warning.main : palette.background.paper}
              stroke={one.saved ? palette.background.paper : palette.warning.main}
              strokeWidth={2}
            />
          </a>
        );
      })}
    </g>
  );
}

type ControlsProps = Pick<ReturnType<typeof useSkyView>, 'zoom' | 'reset' | 'show'> & {
  readonly kind: SkyView['kind'];
};

function Controls({ kind, zoom, reset, show }: ControlsProps) {
  return (
    <Box sx={{ display: 'flex', gap: 0.5, alignItems: 'center', flexWrap: 'wrap', mt: 1 }}>
      <ToggleButtonGroup
        exclusive
        size="small"
        value={kind}
        aria-label="How the sky is drawn"
        onChange={(_, chosen: SkyView['kind'] | null) => chosen !== null && show(chosen)}
      >
        <ToggleButton value="mollweide">All sky</ToggleButton>
        <ToggleButton value="globe">Globe</ToggleButton>
      </ToggleButtonGroup>
      <Box sx={{ flex: 1 }} />
      <IconButton aria-label="Zoom out" onClick={() => zoom(1 / 1.6)}>
        <RemoveIcon />
      </IconButton>
      <IconButton aria-label="Zoom in" onClick={() => zoom(1.6)}>
        <AddIcon />
      </IconButton>
      <IconButton aria-label="As at first" onClick={reset}>
        <RestartAltIcon />
      </IconButton>
    </Box>
  );
}
