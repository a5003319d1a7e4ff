import { Button, Dialog, DialogActions, DialogContent, DialogTitle, Stack } from '@mui/material';
import { type ReactNode, useId } from 'react';
import { ErrorNotice } from './error-notice.tsx';

type ConfirmDialogProps = {
  readonly title: string;
  /** What follows from it. */
  readonly children: ReactNode;
  readonly verb: string;
  readonly isBusy: boolean;
  readonly error: unknown;
  /** Begins an error, such as `Not removed`. */
  readonly failure: string;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
};

/** Says what follows before something is taken away; the way back has the focus. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, children, verb, isBusy, error, failure, onConfirm, onClose } = props;
  const id = useId();
  return (
    <Dialog
      open
      role="alertdialog"
      onClose={onClose}
      fullWidth
      maxWidth="xs"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
    >
      <DialogTitle id={`${id}-title`} sx={{ fontSize: 15, overflowWrap: 'anywhere' }}>
        {title}
      </DialogTitle>
      <DialogContent>
        <Stack id={`${id}-text`} spacing={1} sx={{ fontSize: 13, overflowWrap: 'anywhere' }}>
          {children}
        </Stack>
        {error !== undefined && <ErrorNotice what={failure} error={error} />}
      </DialogContent>
      <DialogActions>
        <Button autoFocus onClick={onClose}>
          Cancel
        </Button>
        <Button color="error" variant="contained" disabled={isBusy} onClick={onConfirm}>
          {verb}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
