import type { GroupDetail, GroupMember } from '../../api/types.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useProfile } from '../session/use-profile.ts';
import { nameOf } from '../users/person-name.ts';
import { useRemoveMemberMutation } from './groups.api.ts';
import { tellRemoval } from './member-words.ts';

type RemoveMemberDialogProps = {
  readonly group: GroupDetail;
  readonly member: Pick<GroupMember, 'id' | 'username' | 'first_name' | 'last_name'>;
  readonly onClose: () => void;
  /** After it is done. */
  readonly onDone?: () => void;
};

/** Says what somebody loses before he is taken out of a group, or leaves it. */
export function RemoveMemberDialog({ group, member, onClose, onDone }: RemoveMemberDialogProps) {
  const isSelf = useProfile()?.id === member.id;
  const [remove, { isLoading, error }] = useRemoveMemberMutation();
  const confirm = () =>
    remove({ groupId: group.id, userId: member.id })
      .unwrap()
      .then(
        () => {
          onClose();
          onDone?.();
        },
        () => undefined,
      );
  return (
    <ConfirmDialog
      title={isSelf ? `Leave ${group.name}?` : `Remove ${nameOf(member)} from ${group.name}?`}
      verb={isSelf ? 'Leave' : 'Remove'}
      failure={isSelf ? 'You are still in it' : 'Not removed'}
      isBusy={isLoading}
      error={error}
      onConfirm={confirm}
      onClose={onClose}
    >
      {tellRemoval(group, isSelf ? null : member.username).map((text) => (
        <span key={text}>{text}</span>
      ))}
    </ConfirmDialog>
  );
}
