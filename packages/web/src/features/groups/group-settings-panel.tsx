import { Button, Stack } from '@mui/material';
import { type FormEvent, useState } from 'react';
import { useNavigate } from 'react-router';
import { otherProblem } from '../../api/field-problem.ts';
import type { GroupDetail } from '../../api/types.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SaveRow } from '../../ui/save-row.tsx';
import { GROUP_FIELD_CODES, GROUP_FIELDS, GroupForm } from './group-form.tsx';
import { type GroupFields, useDeleteGroupMutation, useUpdateGroupMutation } from './groups.api.ts';

function fieldsOf(group: GroupDetail): GroupFields {
  const { name, nickname, description, auto_accept_requests } = group;
  return { name, nickname, description, private: group.private, auto_accept_requests };
}

/** What was changed, so that another's change of the rest stays. */
function changeOf(fields: GroupFields, before: GroupFields): Partial<GroupFields> {
  const name = fields.name.trim();
  return {
    ...(name === before.name ? {} : { name }),
    ...(fields.nickname === before.nickname ? {} : { nickname: fields.nickname }),
    ...(fields.description === before.description ? {} : { description: fields.description }),
    ...(fields.private === before.private ? {} : { private: fields.private }),
    ...(fields.auto_accept_requests === before.auto_accept_requests
      ? {}
      : { auto_accept_requests: fields.auto_accept_requests }),
  };
}

function SettingsForm({ group }: { readonly group: GroupDetail }) {
  const before = fieldsOf(group);
  const [edited, setEdited] = useState<Partial<GroupFields>>({});
  const fields = { ...before, ...edited };
  const [update, { isLoading, error, isSuccess }] = useUpdateGroupMutation();
  const change = changeOf(fields, before);
  const isChanged = Object.keys(change).length > 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    update({ id: group.id, ...change })
      .unwrap()
      .then(
        () => setEdited({}),
        () => undefined,
      );
  };
  const rest = otherProblem(error, GROUP_FIELDS, GROUP_FIELD_CODES);
  return (
    <Stack component="form" spacing={1.5} onSubmit={submit} sx={{ pt: 1 }}>
      <GroupForm
        fields={fields}
        error={error}
        isSitewide={group.sitewide}
        onChange={(part) => setEdited({ ...edited, ...part })}
      />
      {rest !== undefined && <ErrorNotice what="Not saved" error={rest} />}
      <SaveRow
        verb="Save settings"
        isChanged={isChanged}
        isComplete={fields.name.trim() !== ''}
        isBusy={isLoading}
        isSaved={isSuccess}
        onUndo={() => setEdited({})}
      />
    </Stack>
  );
}

function DeleteGroup({ group }: { readonly group: GroupDetail }) {
  const navigate = useNavigate();
  const [isAsking, setAsking] = useState(false);
  const [remove, { isLoading, error, reset }] = useDeleteGroupMutation();
  const close = () => {
    reset();
    setAsking(false);
  };
  const confirm = () => {
    remove(group.id)
      .unwrap()
      .then(
        () => navigate('/groups', { replace: true }),
        () => undefined,
      );
  };
  const names = group.filters.map(({ name }) => `“${name}”`).join(', ');
  return (
    <>
      <Button color="error" variant="outlined" onClick={() => setAsking(true)}>
        Delete group
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={`Delete ${group.name} for good?`}
          verb={`Delete ${group.name}`}
          failure="Not deleted"
          isBusy={isLoading}
          error={error}
          onConfirm={confirm}
          onClose={close}
        >
          <span>
            {names === ''
              ? 'Its list of saved sources goes.'
              : `Its filters go, with all their versions and candidates: ${names}. So does its list of saved sources.`}
          </span>
          <span>
            Its {group.users?.length ?? 0} members lose what they saw by it alone. Objects, alerts
            and photometry stay; what was shared with this group alone is left to its owner.
          </span>
          <b>This cannot be undone.</b>
        </ConfirmDialog>
      )}
    </>
  );
}

/** Name, words and doors of a group, for its admins; and its end. */
export function GroupSettingsPanel({ group }: { readonly group: GroupDetail }) {
  return (
    <Panel title="Settings" action={!group.sitewide && <DeleteGroup group={group} />}>
      <SettingsForm group={group} />
    </Panel>
  );
}
