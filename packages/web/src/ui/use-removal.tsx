import { Alert, Button, Snackbar } from '@mui/material';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { describeError } from '../api/api-error.ts';

const GRACE_MS = 6000;

type Pending<Id> = { readonly id: Id; readonly words: string };

export type Removal<Id> = {
  /** Whether it is on its way out: the page hides it already. */
  readonly isRemoved: (id: Id) => boolean;
  /** Removes it, unless that is undone within some seconds. */
  readonly remove: (id: Id, words: string) => void;
  /** Says what was removed, with undo; stands anywhere on the page. */
  readonly notice: ReactNode;
};

type Watch<Id> = { readonly waiting: Map<Id, number>; send: (id: Id) => void };

/** Sends what still waits when the part of the page goes, or the page itself. */
function useFlush<Id>(watch: Watch<Id>): void {
  useEffect(() => {
    const flush = () => {
      for (const [id, timer] of watch.waiting) {
        window.clearTimeout(timer);
        watch.send(id);
      }
      watch.waiting.clear();
    };
    window.addEventListener('pagehide', flush);
    return () => {
      window.removeEventListener('pagehide', flush);
      flush();
    };
  }, [watch]);
}

/**
 * Taking away with undo: what is removed is hidden at once and sent some seconds later, so that an
 * undo brings back the very same thing with all that hangs on it. Leaving the page sends it.
 */
export function useRemoval<Id>(send: (id: Id) => Promise<unknown>): Removal<Id> {
  const [removed, setRemoved] = useState<readonly Pending<Id>[]>([]);
  const [shown, setShown] = useState<Pending<Id> | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const sendRef = useRef(send);
  sendRef.current = send;
  const bringBack = useCallback((id: Id) => {
    setRemoved((all) => all.filter((one) => one.id !== id));
    setShown((one) => (one?.id === id ? null : one));
  }, []);
  const [watch] = useState<Watch<Id>>(() => ({
    waiting: new Map(),
    send: (id) => {
      sendRef.current(id).then(
        () => setShown((one) => (one?.id === id ? null : one)),
        (error: unknown) => {
          bringBack(id);
          setFailure(describeError(error));
        },
      );
    },
  }));
  useFlush(watch);
  const remove = (id: Id, words: string) => {
    const pending = { id, words };
    setRemoved((all) => [...all, pending]);
    setShown(pending);
    setFailure(null);
    const timer = window.setTimeout(() => {
      watch.waiting.delete(id);
      watch.send(id);
    }, GRACE_MS);
    watch.waiting.set(id, timer);
  };
  const undo = (id: Id) => {
    window.clearTimeout(watch.waiting.get(id));
    watch.waiting.delete(id);
    bringBack(id);
  };
  return {
    isRemoved: (id) => removed.some((one) => one.id === id),
    remove,
    notice: (
      <RemovalNotice
        words={failure === null ? (shown?.words ?? null) : `Not removed: ${failure}`}
        isFailure={failure !== null}
        onUndo={() => shown && undo(shown.id)}
        onClose={() => setFailure(null)}
      />
    ),
  };
}

type RemovalNoticeProps = {
  readonly words: string | null;
  readonly isFailure: boolean;
  readonly onUndo: () => void;
  readonly onClose: () => void;
};

function RemovalNotice({ words, isFailure, onUndo, onClose }: RemovalNoticeProps) {
  return (
    <Snackbar
      open={words !== null}
      anchorOrigin={{ vertical: 'bottom', horizontal: 'center' }}
      sx={{ bottom: { xs: 84, md: 24 } }}
    >
      <Alert
        severity={isFailure ? 'error' : 'info'}
        variant="outlined"
        sx={{ bgcolor: 'background.paper', alignItems: 'center' }}
        action={
          <Button color="inherit" onClick={isFailure ? onClose : onUndo}>
            {isFailure ? 'Dismiss' : 'Undo'}
          </Button>
        }
      >
        {words}
      </Alert>
    </Snackbar>
  );
}
