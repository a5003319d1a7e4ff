import type { GroupDetail } from '../../api/types.ts';
import { WhoSees } from '../../ui/who-sees.tsx';
import { describeRole } from '../session/acl-words.ts';
import { describeStream } from '../streams/stream-words.ts';
import { useGetStreamsQuery } from '../streams/streams.api.ts';
import { useGetRolesQuery } from '../users/users.api.ts';
import { type Gifts, streamsGiven, tellGroupGift } from './gifts.ts';

type GiftSummaryProps = {
  /** Who is given it, such as an e-mail address. */
  readonly who: string;
  readonly gifts: Gifts;
  readonly details: readonly GroupDetail[];
  /** What else there is to say. */
  readonly notes: readonly string[];
};

/** What somebody will see and may do, in plain words. */
export function GiftSummary({ who, gifts, details, notes }: GiftSummaryProps) {
  const role = useGetRolesQuery().data?.find(({ id }) => id === gifts.role);
  const streams = streamsGiven(useGetStreamsQuery().data ?? [], gifts, details);
  const seesAll = role?.acls.includes('System admin') ?? false;
  return (
    <WhoSees title={`What ${who} will see`}>
      <ul>
        {seesAll && (
          <li>
            <b>Everything here</b>: all groups, private ones too, all alerts and all data.
          </li>
        )}
        <li>
          {streams.length === 0
            ? 'No alerts: reads no stream yet.'
            : `All alerts, old ones too, of ${streams
                .map((stream) => `${stream.name}, which is ${describeStream(stream)}`)
                .join('; ')}.`}
        </li>
        {gifts.groups.length === 0 && <li>No group's data: is in none but the group of all.</li>}
        {gifts.groups.map((gift) => {
          const group = details.find(({ id }) => id === gift.id);
          return (
            group && (
              <li key={gift.id}>
                <b>{group.name}</b>: {tellGroupGift(gift, group)}
              </li>
            )
          );
        })}
        <li>
          As {gifts.role} may {describeRole(gifts.role)}
          {gifts.accountEnd === '' ? '.' : `, until ${gifts.accountEnd}.`}
        </li>
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </WhoSees>
  );
}
