import { Box, Button, Chip, Link } from '@mui/material';
import { useState } from 'react';
import { Link as RouterLink } from 'react-router';
import { formatUtc, parseNaiveUtc } from '../../format/time.ts';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { useProfile } from '../session/use-profile.ts';
import {
  type FollowupRequest,
  useCancelFollowupMutation,
  useGetFollowupQuery,
  useGetInstrumentFormsQuery,
  useTellFollowupMutation,
  useWatchFollowupMutation,
} from './followup.api.ts';
import { describePayload } from './schema-fields.ts';

type State = FollowupRequest['state'];

const STATES: Readonly<
  Record<State, readonly [string, 'default' | 'info' | 'success' | 'warning' | 'error']>
> = {
  waiting: ['waiting to be sent', 'default'],
  submitted: ['submitted', 'info'],
  accepted: ['accepted', 'info'],
  observed: ['observed', 'success'],
  completed: ['completed', 'success'],
  rejected: ['rejected', 'error'],
  failed: ['failed', 'error'],
  expired: ['expired', 'warning'],
  cancelling: ['being taken back', 'default'],
  cancelled: ['taken back', 'default'],
  unknown: ['unknown: ask them', 'warning'],
};

const moment = (text: string) => formatUtc(parseNaiveUtc(text)).slice(0, 16);

/** What was asked for, in the words of the instrument's form. */
function useWish({ payload, request_type, allocation }: FollowupRequest): string {
  const form = useGetInstrumentFormsQuery().data?.[String(allocation.instrument.id)];
  const isForced = request_type === 'forced_photometry';
  return describePayload(isForced ? form?.formSchemaForcedPhotometry : form?.formSchema, payload);
}

/** How it came to be what it is, and what was said to the facility. */
function Past({ id }: { readonly id: number }) {
  const { currentData, error } = useGetFollowupQuery(id);
  if (error !== undefined) return <ErrorNotice what="Not known" error={error} />;
  return (
    <Box sx={{ fontSize: 12, mt: 0.5 }}>
      <Box component="ol" aria-label="History" sx={{ m: 0, pl: 2.5 }}>
        {currentData?.history?.map(({ at, actor, status }, index) => (
          <li key={`${at} ${String(index)}`}>
            {moment(at)} {status}
            {actor === null ? '' : ` (${actor})`}
          </li>
        ))}
      </Box>
      {currentData?.transactions?.map(({ id: number, request, response }) => (
        <Box
          key={String(number)}
          component="pre"
          sx={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', m: 0, mt: 0.5 }}
        >
          {JSON.stringify(request)} → {JSON.stringify(response)}
        </Box>
      ))}
    </Box>
  );
}

/** Whoever did not ask for it may be told of it, too. */
function WatchButton({ request }: { readonly request: FollowupRequest }) {
  const { id, requester_id: requester, watchers } = request;
  const me = useProfile()?.id;
  const [watch, { isLoading }] = useWatchFollowupMutation();
  if (me === undefined || requester === me) return null;
  const watches = watchers.some(({ user_id: user }) => user === me);
  return (
    <Button
      aria-pressed={watches}
      aria-label={`Watch request ${id}`}
      title={watches ? 'You are told what becomes of it' : 'Be told what becomes of it'}
      disabled={isLoading}
      onClick={() => void watch({ id, watches: !watches })}
      sx={{ py: 0 }}
    >
      {watches ? 'Watching' : 'Watch'}
    </Button>
  );
}

/** What the facility's archive has of it. */
function Products({ products }: Pick<FollowupRequest, 'products'>) {
  if (products.length === 0) return null;
  return (
    <Box component="details" sx={{ fontSize: 12 }}>
      <summary>{products.length === 1 ? '1 frame' : `${products.length} frames`}</summary>
      <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
        {products.map(({ name, url, at, band }) => (
          <li key={name}>
            {url === null ? (
              name
            ) : (
              <Link href={url} rel="noreferrer" target="_blank">
                {name}
              </Link>
            )}{' '}
            {[band, at].filter((one) => one !== null).join(', ')}
          </li>
        ))}
      </Box>
    </Box>
  );
}

/** Where nobody knows whether the facility has it, somebody finds out, and says so. */
function AskThem({ id }: { readonly id: number }) {
  const [tell, { error, isLoading }] = useTellFollowupMutation();
  const say = (status: string) => () => void tell({ id, status });
  return (
    <Box>
      <Button disabled={isLoading} onClick={say('submitted: they have it')}>
        They have it
      </Button>
      <Button disabled={isLoading} onClick={say('failed: they have it not')}>
        They have it not
      </Button>
      {error !== undefined && <ErrorNotice what="Not said" error={error} />}
    </Box>
  );
}

/** One request, with what may be done about it. */
export function RequestLine({
  request,
  showsObj = false,
}: {
  readonly request: FollowupRequest;
  readonly showsObj?: boolean;
}) {
  const { id, state, status, allocation, requester, created_at: at } = request;
  const [isOpen, setOpen] = useState(false);
  const [cancel, { error, isLoading }] = useCancelFollowupMutation();
  const wish = useWish(request);
  const [words, color] = STATES[state];
  return (
    <Box component="li" sx={{ fontSize: 13, overflowWrap: 'anywhere' }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1 }}>
        {showsObj && (
          <Link component={RouterLink} to={`/source/${request.obj_id}`}>
            {request.obj_id}
          </Link>
        )}
        <b>{allocation.instrument.name}</b>
        <Chip size="small" label={words} color={color} />
        <Box sx={{ flex: 1 }} />
        <WatchButton request={request} />
        <Button
          aria-expanded={isOpen}
          aria-label={`History of request ${id}`}
          onClick={() => setOpen(!isOpen)}
          sx={{ py: 0 }}
        >
          History
        </Button>
        {request.can_cancel && (
          <ConfirmButton
            verb="Take back"
            what={`request ${id}`}
            isBusy={isLoading}
            onConfirm={() => void cancel(id)}
          />
        )}
      </Box>
      {status !== words && <Box>{status}</Box>}
      <Box sx={{ color: 'text.secondary' }}>
        {wish}
        <br />
        {requester.username} for {allocation.group.nickname ?? allocation.group.name}, {moment(at)}
        {request.hours_booked > 0 ? ` · ${request.hours_booked.toFixed(2)} h booked` : ''}
      </Box>
      {request.comment !== null && <Box>{request.comment}</Box>}
      <Products products={request.products} />
      {state === 'unknown' && request.can_change && <AskThem id={id} />}
      {error !== undefined && <ErrorNotice what="Not taken back" error={error} />}
      {isOpen && <Past id={id} />}
    </Box>
  );
}
