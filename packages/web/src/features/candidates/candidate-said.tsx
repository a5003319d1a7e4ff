import { Box, Chip } from '@mui/material';
import type { ReactNode } from 'react';
import type { Candidate } from '../../api/types.ts';
import { formatAgo, parseNaiveUtc } from '../../format/time.ts';
import { useNow } from '../../ui/use-now.ts';
import { saidOf } from '../outbox/overlay.ts';
import { useDecisionsOf } from '../outbox/use-outbox.ts';
import { useProfile } from '../session/use-profile.ts';

const MOST_COMMENTS = 2;

type Classification = Candidate['classifications'][number];

function nameOf({ classification, probability }: Classification): string {
  return probability === null ? classification : `${classification} ${probability.toFixed(2)}`;
}

function ClassChip({ one }: { readonly one: Classification }) {
  const who = one.ml ? `${one.origin ?? 'a model'}` : one.author_name;
  return (
    <Chip
      label={one.ml ? `${nameOf(one)} (model)` : nameOf(one)}
      variant={one.ml ? 'outlined' : 'filled'}
      title={`${one.taxname}, by ${who}`}
      sx={{ height: 20, fontSize: 11 }}
    />
  );
}

function Line({ children }: { readonly children: ReactNode }) {
  return <Box sx={{ mt: 0.5, overflowWrap: 'anywhere' }}>{children}</Box>;
}

function ScannedBy({ labellers }: { readonly labellers: Candidate['labellers'] }) {
  const now = useNow();
  const myId = useProfile()?.id ?? null;
  const first = new Map<string, string>();
  for (const one of labellers) {
    const who = one.user_id === myId ? 'you' : one.username;
    if (!first.has(who)) first.set(who, one.created_at);
  }
  if (first.size === 0) return null;
  const words = [...first].map(([who, at]) => `${who} ${formatAgo(parseNaiveUtc(at), now)}`);
  return (
    <Line>
      <Box component="span" sx={{ color: 'text.secondary' }}>
        Scanned by
      </Box>{' '}
      {words.join(', ')}
    </Line>
  );
}

/** What people and models said of it before, and who looked at it. */
export function CandidateSaid({ candidate }: { readonly candidate: Candidate }) {
  const own = saidOf(useDecisionsOf(candidate.id));
  const known = new Set(candidate.classifications.map((one) => one.classification));
  const fresh = own.flatMap(({ decision }) =>
    decision.kind === 'classify' && !known.has(decision.said.classification)
      ? [decision.said.classification]
      : [],
  );
  const comments = (candidate.comments ?? []).filter(({ bot }) => !bot).slice(-MOST_COMMENTS);
  const written = own.flatMap(({ key, decision }) =>
    decision.kind === 'comment' ? [{ key, text: decision.comment.text }] : [],
  );
  const hasClasses = candidate.classifications.length + fresh.length > 0;
  return (
    <>
      {hasClasses && (
        <Box
          role="group"
          aria-label="Classifications"
          sx={{ display: 'flex', gap: 0.5, flexWrap: 'wrap', mt: 0.5 }}
        >
          {candidate.classifications.map((one) => (
            <ClassChip key={one.id} one={one} />
          ))}
          {fresh.map((name) => (
            <Chip key={name} label={name} color="success" sx={{ height: 20, fontSize: 11 }} />
          ))}
        </Box>
      )}
      {candidate.tags.length > 0 && (
        <Box
          role="group"
          aria-label="Tags"
          sx={{ display: 'flex', gap: 0.5, flexWrap: 'wrap', mt: 0.5 }}
        >
          {candidate.tags.map(({ id, name, color }) => (
            <Chip
              key={id}
              label={name}
              variant="outlined"
              sx={{
                height: 20,
                fontSize: 11,
                ...(color && { borderColor: color, borderWidth: 2 }),
              }}
            />
          ))}
        </Box>
      )}
      <ScannedBy labellers={candidate.labellers} />
      {comments.map((comment) => (
        <Line key={comment.id}>
          <b>{comment.author?.username}</b> {comment.text}
        </Line>
      ))}
      {written.map(({ key, text }) => (
        <Line key={key}>
          <b>you</b> {text}
        </Line>
      ))}
    </>
  );
}
