import { Alert, Button, Snackbar } from '@mui/material';
import { useEffect, useState } from 'react';
import { useAppDispatch, useAppSelector } from '../../app/hooks.ts';
import { failureDismissed, type SaveEntry } from './saves-slice.ts';
import { inverseOf, useSave } from './use-save.ts';

function describe(entry: SaveEntry): string {
  const names = (groups: SaveEntry['added']) => groups.map((group) => group.name).join(', ');
  const parts = [
    entry.added.length > 0 ? `saved to ${names(entry.added)}` : '',
    entry.removed.length > 0 ? `removed from ${names(entry.removed)}` : '',
  ];
  return `${entry.objId} ${parts.filter((part) => part !== '').join(', ')}`;
}

/** Asks before the page is left while a save waits for a connection. */
function useUnsentWarning(): void {
  const hasUnsent = useAppSelector((state) =>
    state.saves.entries.some((entry) => entry.status === 'saving'),
  );
  useEffect(() => {
    if (!hasUnsent) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [hasUnsent]);
}

/** Says what the last save did, with undo; a failed one stays until retried or dismissed. */
export function SaveReports() {
  useUnsentWarning();
  const last = useAppSelector((state) => state.saves.entries.at(-1));
  const [seen, setSeen] = useState<SaveEntry | undefined>(undefined);
  const dispatch = useAppDispatch();
  const save = useSave();
  if (last === undefined) return null;
  const isFailed = last.status === 'failed';

  const retry = () => {
    dispatch(failureDismissed(last.objId));
    save(last);
  };
  const dismiss = () => (isFailed ? dispatch(failureDismissed(last.objId)) : setSeen(last));
  const action = isFailed ? (
    <>
      <Button color="inherit" onClick={retry}>
        Retry
      </Button>
      <Button color="inherit" onClick={dismiss}>
        Dismiss
      </Button>
    </>
  ) : (
    <Button color="inherit" onClick={() => save(inverseOf(last))}>
      Undo
    </Button>
  );
  return (
    <Snackbar
      open={seen !== last && last.status !== 'saving'}
      autoHideDuration={isFailed ? null : 4000}
      onClose={(_event, reason) => reason !== 'clickaway' && dismiss()}
      anchorOrigin={{ vertical: 'bottom', horizontal: 'center' }}
      sx={{ bottom: { xs: 84, md: 24 } }}
    >
      <Alert
        severity={isFailed ? 'error' : 'success'}
        variant="outlined"
        action={action}
        sx={{ bgcolor: 'background.paper', alignItems: 'center' }}
      >
        {isFailed ? `${last.objId} was not saved: ${last.message}` : describe(last)}
      </Alert>
    </Snackbar>
  );
}
