import { Box, Button, Link, Skeleton } from '@mui/material';
import { useState } from 'react';
import { formatUtc, parseNaiveUtc } from '../../format/time.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { RowList } from '../../ui/panel.tsx';
import { useRemoval } from '../../ui/use-removal.tsx';
import { useMay, useProfile } from '../session/use-profile.ts';
import { fullName } from '../users/person-name.ts';
import { InterestForm } from './interest-form.tsx';
import { type Interest, useGetInterestsQuery, useRemoveInterestMutation } from './interests.api.ts';

type InterestLineProps = { readonly interest: Interest; readonly onRemove: (() => void) | null };

function InterestLine({ interest, onRemove }: InterestLineProps) {
  const { title, description, link, user, created_at: at } = interest;
  return (
    <Box component="li" sx={{ fontSize: 13, overflowWrap: 'anywhere' }}>
      <b>{fullName(user) || user.username}</b>: {title}
      {onRemove && (
        <Button color="error" aria-label={`Take back ${title}`} onClick={onRemove} sx={{ py: 0 }}>
          Take back
        </Button>
      )}
      <Box sx={{ color: 'text.secondary' }}>
        {description !== null && <Box sx={{ whiteSpace: 'pre-wrap' }}>{description}</Box>}
        {link !== null && link !== '' && (
          <Link href={link} target="_blank" rel="noopener noreferrer nofollow">
            {link}
          </Link>
        )}{' '}
        {formatUtc(parseNaiveUtc(at)).slice(0, 16)}
      </Box>
    </Box>
  );
}

/** Who means to work on an object. */
export function InterestsSection({ objId }: { readonly objId: string }) {
  const { currentData, error, refetch } = useGetInterestsQuery(objId);
  const [remove] = useRemoveInterestMutation();
  const removal = useRemoval((id: number) => remove({ objId, id }).unwrap());
  const [isAdding, setAdding] = useState(false);
  const profile = useProfile();
  const mayAdd = useMay('Comment');
  const there = currentData?.filter(({ id }) => !removal.isRemoved(id));
  return (
    <>
      {error !== undefined && currentData === undefined && (
        <ErrorNotice what="Not known" error={error} onRetry={() => refetch()} />
      )}
      {there === undefined && error === undefined && <Skeleton variant="rounded" height={40} />}
      {there !== undefined && there.length === 0 && (
        <Box sx={{ fontSize: 13, color: 'text.secondary', mb: 1 }}>
          Nobody has said that he works on it.
        </Box>
      )}
      {there !== undefined && there.length > 0 && (
        <RowList label="Who works on it">
          {there.map((interest) => (
            <InterestLine
              key={interest.id}
              interest={interest}
              onRemove={
                interest.user_id === profile?.id
                  ? () => removal.remove(interest.id, 'Taken back')
                  : null
              }
            />
          ))}
        </RowList>
      )}
      {mayAdd && !isAdding && (
        <Button variant="outlined" onClick={() => setAdding(true)} sx={{ mt: 1 }}>
          I work on it
        </Button>
      )}
      {isAdding && <InterestForm objId={objId} onDone={() => setAdding(false)} />}
      {removal.notice}
    </>
  );
}
