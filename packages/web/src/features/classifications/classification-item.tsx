import ThumbDownIcon from '@mui/icons-material/ThumbDownOutlined';
import ThumbUpIcon from '@mui/icons-material/ThumbUpOutlined';
import { Box, Button, Chip, IconButton } from '@mui/material';
import { useState } from 'react';
import type { Classification } from '../../api/types.ts';
import { formatAgo, formatUtc, parseNaiveUtc } from '../../format/time.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { useNow } from '../../ui/use-now.ts';
import { AccessLink } from '../access/access-button.tsx';
import { useProfile } from '../session/use-profile.ts';
import { ClassificationHistory } from './classification-history.tsx';
import { describeProbability } from './classification-words.ts';
import { useVoteOnMutation } from './classifications.api.ts';
import { ProbabilityForm } from './probability-form.tsx';

type ItemProps = {
  readonly objId: string;
  readonly said: Classification;
  readonly onWithdraw: () => void;
};

/** Agreeing or not; to press the same again takes the vote back. */
function Votes({ objId, said }: Omit<ItemProps, 'onWithdraw'>) {
  const profile = useProfile();
  const [vote, { error, isLoading }] = useVoteOnMutation();
  const own = said.votes.find((one) => one.voter_id === profile?.id)?.vote ?? 0;
  const choices = [
    { value: 1 as const, Icon: ThumbUpIcon, verb: 'Agree with' },
    { value: -1 as const, Icon: ThumbDownIcon, verb: 'Disagree with' },
  ];
  return (
    <Box component="span" sx={{ whiteSpace: 'nowrap' }}>
      {choices.map(({ value, Icon, verb }) => (
        <Box component="span" key={value} sx={{ mr: 0.5 }}>
          <IconButton
            size="small"
            aria-pressed={own === value}
            aria-label={`${verb} ${said.classification}`}
            color={own === value ? 'primary' : 'default'}
            disabled={isLoading}
            onClick={() => void vote({ id: said.id, objId, vote: own === value ? 0 : value })}
          >
            <Icon sx={{ fontSize: 16 }} />
          </IconButton>
          {said.votes.filter((one) => one.vote === value).length}
        </Box>
      ))}
      {error !== undefined && <ErrorNotice what="Not voted" error={error} />}
    </Box>
  );
}

/** Who says it, a person or a model, where it is from, and when. */
function Provenance({ said }: { readonly said: Classification }) {
  const now = useNow();
  const made = parseNaiveUtc(said.created_at);
  return (
    <Box component="span" sx={{ color: 'text.secondary' }}>
      {said.ml ? 'a model' : said.author_name}
      {said.origin !== null && said.origin !== '' && ` (${said.origin})`}
      {said.ml && ` by ${said.author_name}`} ·{' '}
      <time dateTime={`${said.created_at}Z`} title={`${formatUtc(made)} UTC`}>
        {formatAgo(made, now)}
      </time>{' '}
      · {said.taxname}
      {said.groups.length > 0 && ` · for ${said.groups.map(({ name }) => name).join(', ')}`}
    </Box>
  );
}

/** One thing that is said of an object, with what one may do about it. */
export function ClassificationItem({ objId, said, onWithdraw }: ItemProps) {
  const [open, setOpen] = useState<'history' | 'probability' | null>(null);
  const toggle = (part: 'history' | 'probability') => setOpen(open === part ? null : part);
  return (
    <Box component="li" sx={{ fontSize: 13, overflowWrap: 'anywhere' }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 1, alignItems: 'center' }}>
        <b>{said.classification}</b>
        {said.probability !== null && <span>{describeProbability(said.probability)}</span>}
        <Chip label={said.ml ? 'model' : 'human'} variant="outlined" />
        <Box sx={{ flex: 1 }} />
        <Votes objId={objId} said={said} />
        <AccessLink
          kind="classification"
          id={String(said.id)}
          name={`the classification ${said.classification}`}
        />
        <Button aria-expanded={open === 'history'} onClick={() => toggle('history')}>
          History
        </Button>
        {said.can_change && (
          <>
            <Button aria-expanded={open === 'probability'} onClick={() => toggle('probability')}>
              Change
            </Button>
            <Button
              color="error"
              aria-label={`Withdraw ${said.classification}`}
              onClick={onWithdraw}
            >
              Withdraw
            </Button>
          </>
        )}
      </Box>
      <Provenance said={said} />
      {open === 'probability' && (
        <ProbabilityForm objId={objId} said={said} onDone={() => setOpen(null)} />
      )}
      {open === 'history' && <ClassificationHistory objId={objId} id={said.id} />}
    </Box>
  );
}
