import { Alert, Button, Snackbar } from '@mui/material';
import { memo, useDeferredValue, useEffect, useState } from 'react';
import { useAppDispatch, useAppSelector } from '../../app/hooks.ts';
import { describeDecision, describeFailure, isDeliberate } from './decision.ts';
import { giveUp, retry, undo } from './outbox.ts';
import { countPending, type OutboxEntry } from './outbox-slice.ts';
import { openOutbox } from './outbox-store.ts';

/** Asks before the page is left where decisions would be lost with it. */
function useLossWarning(): void {
  const hasPending = useAppSelector((state) => countPending(state.outbox.entries) > 0);
  useEffect(() => {
    if (!hasPending) return;
    let isDurable = true;
    void openOutbox().then((store) => {
      isDurable = store.isDurable;
    });
    const ask = (event: BeforeUnloadEvent) => {
      if (!isDurable) event.preventDefault();
    };
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [hasPending]);
}

type ReportProps = { readonly entry: OutboxEntry; readonly onClose: () => void };

function Failure({ entry, onClose }: ReportProps) {
  const dispatch = useAppDispatch();
  const act = (action: typeof retry) => {
    onClose();
    void dispatch(action(entry));
  };
  return (
    <Alert
      severity="error"
      variant="outlined"
      action={
        <>
          <Button color="inherit" onClick={() => act(retry)}>
            Retry
          </Button>
          <Button color="inherit" onClick={() => act(giveUp)}>
            Give up
          </Button>
        </>
      }
      sx={{ bgcolor: 'background.paper', alignItems: 'center' }}
    >
      {describeFailure(entry.decision)}: {entry.message}
    </Alert>
  );
}

function Success({ entry, onClose }: ReportProps) {
  const dispatch = useAppDispatch();
  const takeBack = () => {
    onClose();
    void dispatch(undo(entry));
  };
  const isOpen = entry.status === 'waiting' || entry.status === 'sending';
  return (
    <Alert
      severity={isOpen ? 'info' : 'success'}
      variant="outlined"
      action={
        entry.isUndone ? undefined : (
          <Button color="inherit" onClick={takeBack}>
            Undo
          </Button>
        )
      }
      sx={{ bgcolor: 'background.paper', alignItems: 'center' }}
    >
      {describeDecision(entry.decision)}
      {isOpen && ': to be sent'}
    </Alert>
  );
}

type ShownProps = {
  readonly entry: OutboxEntry;
  readonly isOpen: boolean;
  readonly onSeen: (key: string) => void;
};

const Report = memo(function Report({ entry, isOpen, onSeen }: ShownProps) {
  const isFailed = entry.status === 'failed';
  const close = () => onSeen(entry.key);
  return (
    <Snackbar
      open={isOpen}
      autoHideDuration={isFailed ? null : 4000}
      onClose={(_event, reason) => reason !== 'clickaway' && !isFailed && close()}
      anchorOrigin={{ vertical: 'bottom', horizontal: 'center' }}
      sx={{ bottom: { xs: 84, md: 24 } }}
    >
      {/* What slides in is an element of its own: the transition measures it. */}
      <div>
        {isFailed ? (
          <Failure entry={entry} onClose={close} />
        ) : (
          <Success entry={entry} onClose={close} />
        )}
      </div>
    </Snackbar>
  );
});

/** Says what the last decision did, with undo; a refused one stays until it is retried or given up. */
export function OutboxReports() {
  useLossWarning();
  const [seen, setSeen] = useState<string | null>(null);
  const failed = useAppSelector(({ outbox }) =>
    outbox.entries.find((entry) => entry.status === 'failed'),
  );
  const last = useAppSelector(({ outbox }) =>
    outbox.entries.findLast(
      ({ decision, status }) => status !== 'failed' && isDeliberate(decision),
    ),
  );
  // What was decided on shows it first.
  const shown = useDeferredValue(failed ?? last);
  if (shown === undefined) return null;
  const isOpen = shown.status === 'failed' || seen !== shown.key;
  return <Report key={shown.key} entry={shown} isOpen={isOpen} onSeen={setSeen} />;
}
