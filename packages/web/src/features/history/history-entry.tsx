import { Box, Link, Stack, Typography } from '@mui/material';
import type { AuditEntry, AuditPage } from '../../api/types.ts';
import { MISSING } from '../../format/number.ts';
import { formatUtc, parseNaiveUtc } from '../../format/time.ts';
import { changedValues, describeActor, describeChange } from './describe-change.ts';

type HistoryEntryProps = {
  readonly entry: AuditEntry;
  readonly audiences: AuditPage['audiences'];
  readonly onActor: (id: number) => void;
};

/** One change: when, who, what; before and after when asked for. */
export function HistoryEntry({ entry, audiences, onActor }: HistoryEntryProps) {
  const { actor } = entry;
  const who = describeActor(entry);
  return (
    <Box component="li" sx={{ borderTop: 1, borderColor: 'divider', py: 1 }}>
      <Stack direction={{ xs: 'column', sm: 'row' }} sx={{ columnGap: 2 }}>
        <Typography
          component="time"
          dateTime={`${entry.at}Z`}
          variant="body2"
          color="textSecondary"
          sx={{ whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' }}
        >
          {formatUtc(parseNaiveUtc(entry.at))}
        </Typography>
        <Box sx={{ minWidth: 0, fontSize: 13, overflowWrap: 'anywhere' }}>
          {actor === null ? (
            who
          ) : (
            <Link
              component="button"
              sx={{ fontSize: 13, fontWeight: 650, verticalAlign: 'baseline' }}
              title={`Only what ${who} did`}
              onClick={() => onActor(actor.id)}
            >
              {who}
            </Link>
          )}{' '}
          {describeChange(entry)}
          <ChangeDetails entry={entry} audiences={audiences} />
        </Box>
      </Stack>
    </Box>
  );
}

function Heading({ children }: { readonly children: string }) {
  return (
    <Box component="th" scope="col" sx={{ pr: 2, whiteSpace: 'nowrap', fontWeight: 650 }}>
      {children}
    </Box>
  );
}

function ChangeDetails({ entry, audiences }: Omit<HistoryEntryProps, 'onActor'>) {
  const values = changedValues(entry, audiences);
  if (values.length === 0) return null;
  const cell = { verticalAlign: 'top', pr: 2, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' };
  return (
    <Box component="details" sx={{ mt: 0.25 }}>
      <Box component="summary" sx={{ color: 'text.secondary', cursor: 'pointer' }}>
        {entry.action === 'update' ? 'Before and after' : 'Details'}
      </Box>
      <Box component="table" sx={{ borderSpacing: 0, mt: 0.5, fontSize: 12 }}>
        <thead>
          <Box component="tr" sx={{ textAlign: 'left', color: 'text.secondary' }}>
            <Heading>Field</Heading>
            {entry.before !== null && <Heading>Before</Heading>}
            {entry.after !== null && <Heading>After</Heading>}
          </Box>
        </thead>
        <tbody>
          {values.map(({ name, before, after }) => (
            <tr key={name}>
              <Box component="th" scope="row" sx={{ ...cell, textAlign: 'left', fontWeight: 400 }}>
                {name}
              </Box>
              {entry.before !== null && (
                <Box component="td" sx={cell}>
                  {before ?? MISSING}
                </Box>
              )}
              {entry.after !== null && (
                <Box component="td" sx={cell}>
                  {after ?? MISSING}
                </Box>
              )}
            </tr>
          ))}
        </tbody>
      </Box>
    </Box>
  );
}
