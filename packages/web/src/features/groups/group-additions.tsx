import { MenuItem, Stack, TextField } from '@mui/material';
import type { GroupDetail } from '../../api/types.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import {
  useAddGroupStreamMutation,
  useAddMemberMutation,
  useGetStreamsQuery,
} from './groups.api.ts';
import { type Person, useKnownPeople } from './use-known-people.ts';

type AddOneProps = {
  readonly label: string;
  readonly options: readonly Person[];
  readonly emptyText: string;
  readonly isBusy: boolean;
  readonly onAdd: (id: number) => void;
};

/** A menu whose choice is added at once. */
function AddOne({ label, options, emptyText, isBusy, onAdd }: AddOneProps) {
  return (
    <TextField
      select
      label={label}
      value=""
      disabled={isBusy}
      onChange={(event) => onAdd(Number(event.target.value))}
      sx={{ minWidth: 200 }}
    >
      {options.length === 0 && <MenuItem disabled>{emptyText}</MenuItem>}
      {options.map(({ id, name }) => (
        <MenuItem key={id} value={id}>
          {name}
        </MenuItem>
      ))}
    </TextField>
  );
}

/** Takes people and streams into a group; for whoever may change it. */
export function GroupAdditions({ group }: { readonly group: GroupDetail }) {
  const people = useKnownPeople();
  const streams = useGetStreamsQuery().data ?? [];
  const [addMember, member] = useAddMemberMutation();
  const [addStream, stream] = useAddGroupStreamMutation();
  const memberIds = new Set(group.users?.map(({ id }) => id));
  const streamIds = new Set(group.streams.map(({ id }) => id));
  const error = member.error ?? stream.error;
  return (
    <>
      <Stack direction="row" sx={{ flexWrap: 'wrap', gap: 1, mt: 1.5 }}>
        {!group.sitewide && (
          <AddOne
            label="Add a person"
            options={people.filter(({ id }) => !memberIds.has(id))}
            emptyText="Everyone you know is in it"
            isBusy={member.isLoading}
            onAdd={(userId) => addMember({ groupId: group.id, userId })}
          />
        )}
        <AddOne
          label="Add a stream"
          options={streams.filter(({ id }) => !streamIds.has(id))}
          emptyText="It reads every stream of yours"
          isBusy={stream.isLoading}
          onAdd={(streamId) => addStream({ groupId: group.id, streamId })}
        />
      </Stack>
      {error !== undefined && <ErrorNotice what="Not added" error={error} />}
    </>
  );
}
