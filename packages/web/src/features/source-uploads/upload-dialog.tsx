import {
  Alert,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  Stack,
} from '@mui/material';
import { type ReactNode, useId } from 'react';
import { ErrorNotice } from '../../ui/error-notice.tsx';

type UploadDialogProps = {
  readonly title: string;
  readonly verb: string;
  /** What is still missing; empty: it can be sent. */
  readonly missing: readonly string[];
  readonly isBusy: boolean;
  readonly error: unknown;
  /** How many rows are marked as wrong: they tell themselves what is wrong with them. */
  readonly badRows?: number;
  /** Said when it is done. */
  readonly done: string | null;
  readonly onSend: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
};

/** The frame of an upload: what is missing, what went wrong, and that it is done. */
export function UploadDialog(props: UploadDialogProps) {
  const { title, verb, missing, isBusy, error, badRows = 0, done } = props;
  const { onSend, onClose, children } = props;
  const id = useId();
  return (
    <Dialog
      open
      onClose={onClose}
      fullWidth
      maxWidth="md"
      aria-labelledby={id}
      // Keys of the page behind it are not meant for it.
      onKeyDown={(event) => event.stopPropagation()}
    >
      <DialogTitle id={id} sx={{ fontSize: 15 }}>
        {title}
      </DialogTitle>
      <DialogContent>
        {done === null ? (
          <Stack spacing={2} sx={{ pt: 1 }}>
            {children}
          </Stack>
        ) : (
          <Alert severity="success" variant="outlined">
            {done}
          </Alert>
        )}
        {error !== undefined && badRows === 0 && <ErrorNotice what="Not uploaded" error={error} />}
        {badRows > 0 && (
          <Alert severity="error" variant="outlined" sx={{ mt: 1 }}>
            Nothing was stored: {badRows === 1 ? '1 row is' : `${badRows} rows are`} wrong, as
            marked in the preview.
          </Alert>
        )}
        {done === null && missing.length > 0 && (
          <Alert severity="info" variant="outlined" sx={{ mt: 1 }}>
            Still needed: {missing.join(', ')}.
          </Alert>
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{done === null ? 'Cancel' : 'Close'}</Button>
        {done === null && (
          <Button variant="contained" disabled={missing.length > 0 || isBusy} onClick={onSend}>
            {isBusy ? 'Sending…' : verb}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}
