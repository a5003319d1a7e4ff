import { Button, Paper, Typography } from '@mui/material';
import type { BulkItem } from './bulk-actions.ts';
import { BULK_KINDS, BulkDialog } from './bulk-dialog.tsx';
import type { BulkKind } from './bulk-form.tsx';

type BulkBarProps = {
  readonly items: readonly BulkItem[];
  readonly kind: BulkKind | null;
  readonly onPick: (kind: BulkKind | null) => void;
  readonly onClear: () => void;
  /** After a change: the choice is over. */
  readonly onDone: () => void;
};

/** What can be done with the chosen sources. */
export function BulkBar({ items, kind, onPick, onClear, onDone }: BulkBarProps) {
  return (
    <Paper
      variant="outlined"
      role="toolbar"
      aria-label="Chosen sources"
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        gap: 0.5,
        alignItems: 'center',
        px: 1.5,
        py: 0.5,
        position: 'sticky',
        top: { xs: 0, md: 52 },
        zIndex: 2,
        borderColor: 'primary.main',
      }}
    >
      <Typography variant="body2" sx={{ mr: 1 }} role="status">
        {items.length} chosen
      </Typography>
      {BULK_KINDS.map(([one, label]) => (
        <Button key={one} onClick={() => onPick(one)}>
          {label}
        </Button>
      ))}
      <Button onClick={onClear} sx={{ ml: 'auto' }}>
        Choose none
      </Button>
      {kind !== null && (
        <BulkDialog
          kind={kind}
          items={items}
          onClose={(isOver) => (isOver ? onDone() : onPick(null))}
        />
      )}
    </Paper>
  );
}
