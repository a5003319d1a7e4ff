import {
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  LinearProgress,
  Typography,
} from '@mui/material';
import { useId } from 'react';
import { describeError } from '../../api/api-error.ts';
import { RowList } from '../../ui/panel.tsx';
import type { BulkItem } from './bulk-actions.ts';
import { BulkForm, type BulkKind } from './bulk-form.tsx';
import { type BulkState, useBulk } from './use-bulk.ts';

export const BULK_KINDS: readonly (readonly [BulkKind, string])[] = [
  ['save', 'Save to groups'],
  ['unsave', 'Remove from groups'],
  ['tag', 'Tag'],
  ['classify', 'Classify'],
  ['list', 'Add to a list'],
];

function Running({ state }: { readonly state: Extract<BulkState, { step: 'running' }> }) {
  const { done, of, isUndo } = state;
  return (
    <>
      <Typography variant="body2" role="status">
        {isUndo ? 'Taking back' : 'Changing'}: {done} of {of}
      </Typography>
      <LinearProgress
        variant="determinate"
        value={of === 0 ? 100 : (100 * done) / of}
        aria-label="Progress"
        sx={{ my: 1 }}
      />
    </>
  );
}

function Over({ state }: { readonly state: Extract<BulkState, { step: 'over' }> }) {
  const failed = state.outcomes.filter(({ error }) => error !== undefined);
  const changed = state.outcomes.filter(({ isChanged }) => isChanged).length;
  const same = state.outcomes.length - failed.length - changed;
  const left = state.of - state.outcomes.length;
  const words = [
    `${changed} ${state.isUndo ? 'taken back' : 'changed'}`,
    ...(same > 0 ? [`${same} were so already`] : []),
    ...(failed.length > 0 ? [`${failed.length} failed`] : []),
    ...(left > 0 ? [`${left} not begun`] : []),
  ];
  return (
    <>
      <Typography variant="body2" role="status">
        {words.join(', ')}.
      </Typography>
      {failed.length > 0 && (
        <RowList label="Failures">
          {failed.map(({ objId, error }) => (
            <li key={objId}>
              <Typography variant="body2">
                <strong>{objId}</strong>: {describeError(error)}
              </Typography>
            </li>
          ))}
        </RowList>
      )}
    </>
  );
}

type BulkDialogProps = {
  readonly kind: BulkKind;
  readonly items: readonly BulkItem[];
  /** Whether something was done. */
  readonly onClose: (isOver: boolean) => void;
};

/** One change of many objects: what, how far, what failed, and the way back. */
export function BulkDialog({ kind, items, onClose }: BulkDialogProps) {
  const id = useId();
  const { state, start, undo, stop } = useBulk(items);
  const title = BULK_KINDS.find(([one]) => one === kind)?.[1] ?? '';
  const isRunning = state.step === 'running';
  const canUndo =
    state.step === 'over' && !state.isUndo && state.outcomes.some((one) => one.undo !== null);
  return (
    <Dialog
      open
      fullWidth
      maxWidth="sm"
      aria-labelledby={id}
      onClose={() => {
        if (!isRunning) onClose(state.step === 'over');
      }}
    >
      <DialogTitle id={id} sx={{ fontSize: 15 }}>
        {title}: {items.length} {items.length === 1 ? 'source' : 'sources'}
      </DialogTitle>
      <DialogContent>
        {state.step === 'asking' && (
          <BulkForm kind={kind} onSubmit={(action) => void start(action)} />
        )}
        {state.step === 'running' && <Running state={state} />}
        {state.step === 'over' && <Over state={state} />}
      </DialogContent>
      <DialogActions>
        {isRunning && <Button onClick={stop}>Stop</Button>}
        {canUndo && state.step === 'over' && (
          <Button onClick={() => void undo(state.outcomes)}>Undo</Button>
        )}
        {!isRunning && (
          <Button onClick={() => onClose(state.step === 'over')}>
            {state.step === 'over' ? 'Close' : 'Cancel'}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}
