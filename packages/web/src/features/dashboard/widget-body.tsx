import { Skeleton, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { ErrorNotice } from '../../ui/error-notice.tsx';

type WidgetBodyProps<T> = {
  readonly data: T | undefined;
  readonly error: unknown;
  readonly what: string;
  readonly onRetry: () => void;
  readonly isEmpty: (data: T) => boolean;
  /** What to do where there is nothing. */
  readonly empty: ReactNode;
  readonly children: (data: T) => ReactNode;
};

/** A widget's contents: on the way, failed, nothing, or there. */
export function WidgetBody<T>(props: WidgetBodyProps<T>) {
  const { data, error, what, onRetry, isEmpty, empty, children } = props;
  if (data !== undefined && !isEmpty(data)) return children(data);
  if (data !== undefined) {
    return (
      <Typography variant="body2" color="textSecondary" role="status">
        {empty}
      </Typography>
    );
  }
  if (error !== undefined) return <ErrorNotice what={what} error={error} onRetry={onRetry} />;
  return <Skeleton variant="rounded" height={120} aria-label="Loading" />;
}
