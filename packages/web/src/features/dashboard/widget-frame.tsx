import DragIcon from '@mui/icons-material/DragIndicator';
import VisibilityOffIcon from '@mui/icons-material/VisibilityOffOutlined';
import { Box, IconButton, Paper, Typography } from '@mui/material';
import { type DragEvent, type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import type { WidgetId } from './layout.ts';

type WidgetFrameProps = {
  readonly id: WidgetId;
  readonly title: string;
  readonly children: ReactNode;
  /** Some places on or back. */
  readonly onMove: (steps: number) => void;
  /** Before this one stands the one that was dragged. */
  readonly onDrop: (dragged: string) => void;
  readonly onHide: () => void;
};

const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowUp: -1,
  ArrowRight: 1,
  ArrowDown: 1,
  Home: -100,
  End: 100,
};

const KIND = 'text/x-fritz-widget';

/** A widget with its handle: dragged by the mouse, moved by arrows while the handle has the focus. */
export function WidgetFrame({ id, title, children, onMove, onDrop, onHide }: WidgetFrameProps) {
  const headingId = useId();
  const [isOver, setOver] = useState(false);
  const onKeyDown = (event: KeyboardEvent) => {
    const steps = STEPS[event.key];
    if (steps === undefined) return;
    event.preventDefault();
    onMove(steps);
  };
  const isWidget = (event: DragEvent) => event.dataTransfer.types.includes(KIND);
  return (
    <Paper
      variant="outlined"
      component="section"
      aria-labelledby={headingId}
      onDragOver={(event) => {
        if (!isWidget(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        onDrop(event.dataTransfer.getData(KIND));
      }}
      sx={{
        p: 1.5,
        minWidth: 0,
        borderColor: isOver ? 'primary.main' : 'divider',
        '&:hover .widget-tools, &:focus-within .widget-tools': { opacity: 1 },
      }}
    >
      <Box sx={{ display: 'flex', alignItems: 'center', mb: 1, minHeight: 30 }}>
        <Typography id={headingId} variant="h2" sx={{ flex: 1 }}>
          {title}
        </Typography>
        <Box
          className="widget-tools"
          sx={{ display: 'flex', opacity: 0.45, '@media (pointer: coarse)': { opacity: 1 } }}
        >
          <IconButton size="small" aria-label={`Hide ${title}`} title="Hide" onClick={onHide}>
            <VisibilityOffIcon sx={{ fontSize: 16 }} />
          </IconButton>
          <IconButton
            size="small"
            draggable
            aria-label={`Move ${title}: arrow keys, or drag`}
            title="Drag, or use the arrow keys"
            onKeyDown={onKeyDown}
            onDragStart={(event) => {
              event.dataTransfer.setData(KIND, id);
              event.dataTransfer.effectAllowed = 'move';
            }}
            sx={{ cursor: 'grab' }}
          >
            <DragIcon sx={{ fontSize: 16 }} />
          </IconButton>
        </Box>
      </Box>
      {children}
    </Paper>
  );
}
