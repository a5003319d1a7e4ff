import { Box, Button, Checkbox, FormControlLabel, Stack } from '@mui/material';
import { useState } from 'react';
import type { GroupDetail, Stream, User } from '../../api/types.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { WhoSees } from '../../ui/who-sees.tsx';
import { useGiveStreamMutation } from '../streams/streams.api.ts';
import { nameOf } from '../users/person-name.ts';
import { UserPicker } from '../users/user-picker.tsx';
import { type MemberFlags, useAddMemberMutation } from './groups.api.ts';
import { tellShared } from './member-words.ts';

const USUAL: MemberFlags = { admin: false, canSave: true, canSharePhotometry: false };
const LABELS: readonly (readonly [keyof MemberFlags, string])[] = [
  ['admin', 'admin of the group'],
  ['canSave', 'saves sources to it'],
  ['canSharePhotometry', 'shares its photometry'],
];

/** The group's streams that somebody lacks, as far as the viewer may know. */
function lackedStreams(user: User, group: GroupDetail): readonly Stream[] {
  if (user.streams === null || group.sitewide) return [];
  const held = new Set(user.streams.map(({ id }) => id));
  return group.streams.filter(({ id }) => !held.has(id));
}

/** Takes a user in, with the streams that he lacks where the viewer may give them. */
function useTakeIn(group: GroupDetail) {
  const [give, giving] = useGiveStreamMutation();
  const [add, adding] = useAddMemberMutation();
  const takeIn = async (user: User, flags: MemberFlags) => {
    for (const { id } of lackedStreams(user, group)) {
      await give({ streamId: id, userId: user.id }).unwrap();
    }
    await add({ groupId: group.id, userId: user.id, ...flags }).unwrap();
  };
  return {
    takeIn,
    isBusy: giving.isLoading || adding.isLoading,
    error: giving.error ?? adding.error,
    forget: () => {
      giving.reset();
      adding.reset();
    },
  };
}

function Preview({ user, group }: { readonly user: User; readonly group: GroupDetail }) {
  const lacked = lackedStreams(user, group);
  const names = lacked.map(({ name }) => name).join(', ');
  return (
    <WhoSees>
      {nameOf(user)} will see {tellShared(group)}. The members will see what {user.username} saves
      to it.
      {lacked.length > 0 && (
        <p>
          {user.username} may not read {names} yet, which every member does: {user.username} will
          read all its alerts from now on, outside of this group, too.
        </p>
      )}
    </WhoSees>
  );
}

/** Finds a user and takes him into the group. */
export function AddMember({ group }: { readonly group: GroupDetail }) {
  const [user, setUser] = useState<User | null>(null);
  const [flags, setFlags] = useState(USUAL);
  const { takeIn, isBusy, error, forget } = useTakeIn(group);
  const memberIds = new Set(group.users?.map(({ id }) => id));
  const choose = (chosen: User | null) => {
    forget();
    setUser(chosen);
    setFlags(USUAL);
  };
  const add = () => {
    if (user === null) return;
    takeIn(user, flags).then(
      () => choose(null),
      () => undefined,
    );
  };
  const lacks = user !== null && lackedStreams(user, group).length > 0;
  return (
    <Stack spacing={1}>
      <UserPicker
        label="Add a person"
        value={user}
        whyNot={({ id }) => (memberIds.has(id) ? 'is in the group already' : null)}
        onChoose={choose}
      />
      {user !== null && (
        <>
          <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 2 }}>
            {LABELS.map(([flag, label]) => (
              <FormControlLabel
                key={flag}
                control={
                  <Checkbox
                    size="small"
                    checked={flags[flag]}
                    onChange={(_event, isOn) => setFlags({ ...flags, [flag]: isOn })}
                  />
                }
                label={label}
              />
            ))}
          </Box>
          <Preview user={user} group={group} />
          {error !== undefined && <ErrorNotice what={`${user.username} not added`} error={error} />}
          <Stack direction="row" spacing={1}>
            <Button variant="contained" disabled={isBusy} onClick={add}>
              {lacks ? 'Give the streams and add' : `Add ${user.username}`}
            </Button>
            <Button onClick={() => choose(null)}>Cancel</Button>
          </Stack>
        </>
      )}
    </Stack>
  );
}
