import { Button } from '@mui/material';
import { useEffect, useState } from 'react';
import { Notice } from '../../ui/notice.tsx';
import { openOutbox } from './outbox-store.ts';

const LOOK_AGAIN_MS = 10_000;

function describeWaiting(count: number): string {
  if (count === 0) return 'The page opens by itself as soon as there is a connection.';
  const what = count === 1 ? '1 decision waits' : `${count} decisions wait`;
  return `${what} to be sent: that happens as soon as there is a connection.`;
}

/** The app was opened without a connection: nothing of anyone is kept here but what waits to be sent. */
export function OfflineGate({ onRetry }: { readonly onRetry: () => unknown }) {
  const [count, setCount] = useState(0);
  useEffect(() => {
    let isOver = false;
    void openOutbox()
      .then((store) => store.countWaiting())
      .then((found) => {
        if (!isOver) setCount(found);
      });
    return () => {
      isOver = true;
    };
  }, []);
  useEffect(() => {
    window.addEventListener('online', onRetry);
    const timer = window.setInterval(onRetry, LOOK_AGAIN_MS);
    return () => {
      window.removeEventListener('online', onRetry);
      window.clearInterval(timer);
    };
  }, [onRetry]);
  return (
    <Notice isPage title="No connection" detail={describeWaiting(count)}>
      <Button variant="contained" onClick={() => onRetry()}>
        Try again
      </Button>
    </Notice>
  );
}
