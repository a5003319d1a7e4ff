import { Box, Skeleton } from '@mui/material';
import type { ReactNode } from 'react';
import { formatUtc, parseNaiveUtc } from '../../format/time.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';

type Version = {
  readonly version: number;
  readonly said_at: string;
  readonly replaced_at: string;
  readonly replaced_by: { readonly username: string } | null;
};

type NoteHistoryProps<V extends Version> = {
  readonly label: string;
  readonly versions: readonly V[] | undefined;
  readonly error: unknown;
  readonly onRetry: () => void;
  /** What it said. */
  readonly children: (version: V) => ReactNode;
};

const minuteOf = (time: string) => formatUtc(parseNaiveUtc(time)).slice(0, 16);

/** What a note said before, the latest first. */
export function NoteHistory<V extends Version>(props: NoteHistoryProps<V>) {
  const { label, versions, error, onRetry, children } = props;
  if (error !== undefined) return <ErrorNotice what="No history" error={error} onRetry={onRetry} />;
  if (versions === undefined) return <Skeleton />;
  if (versions.length === 0) {
    return (
      <Box role="status" sx={{ fontSize: 12, color: 'text.secondary' }}>
        It said nothing else, as far as you could read it.
      </Box>
    );
  }
  return (
    <Box
      component="ul"
      aria-label={label}
      sx={{ listStyle: 'none', m: 0, pl: 1.5, borderLeft: 2, borderColor: 'divider' }}
    >
      {versions.toReversed().map((version) => (
        <Box component="li" key={version.version} sx={{ py: 0.5, minWidth: 0 }}>
          <Box sx={{ fontSize: 12, color: 'text.secondary' }}>
            {`${minuteOf(version.said_at)} to ${minuteOf(version.replaced_at)} UTC, changed by ${
              version.replaced_by?.username ?? 'somebody'
            }`}
          </Box>
          {children(version)}
        </Box>
      ))}
    </Box>
  );
}
