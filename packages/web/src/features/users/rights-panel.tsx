import { acls } from '@fritz/contract';
import { Box, Typography } from '@mui/material';
import { useState } from 'react';
import type { RoleInfo, User } from '../../api/types.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { describeAcl, describeRole } from '../session/acl-words.ts';
import { useProfile } from '../session/use-profile.ts';
import { RightSwitch } from './right-switch.tsx';
import { whyFixed } from './user-words.ts';
import {
  useGetRolesQuery,
  useGetUserQuery,
  useGiveAclMutation,
  useGiveRoleMutation,
  useTakeAclMutation,
  useTakeRoleMutation,
} from './users.api.ts';

type Right = { readonly kind: 'role' | 'permission'; readonly name: string };

/** Gives and takes roles and permissions. */
function useRights(userId: number) {
  const [giveRole, givingRole] = useGiveRoleMutation();
  const [takeRole, takingRole] = useTakeRoleMutation();
  const [giveAcl, givingAcl] = useGiveAclMutation();
  const [takeAcl, takingAcl] = useTakeAclMutation();
  const all = [givingRole, takingRole, givingAcl, takingAcl];
  const set = async ({ kind, name }: Right, isOn: boolean) => {
    for (const { reset } of all) reset();
    const given = { userId, name };
    if (kind === 'role') await (isOn ? giveRole(given) : takeRole(given)).unwrap();
    else await (isOn ? giveAcl(given) : takeAcl(given)).unwrap();
  };
  return {
    set,
    isBusy: all.some(({ isLoading }) => isLoading),
    error: all.find(({ error }) => error !== undefined)?.error,
  };
}

function aclStanding(user: User, roles: readonly RoleInfo[], acl: string) {
  const own = user.acls?.includes(acl) ?? false;
  const held = roles.filter((role) => user.roles?.includes(role.id) && role.acls.includes(acl));
  const byRole = held.map(({ id }) => id).join(', ');
  return { own, byRole };
}

type GridProps = {
  readonly user: User;
  readonly roles: readonly RoleInfo[];
  readonly isBusy: boolean;
  readonly onSet: (right: Right, isOn: boolean) => void;
};

function RoleGrid({ user, roles, isBusy, onSet }: GridProps) {
  return roles.map(({ id, can_give }) => {
    const isGiven = user.roles?.includes(id) ?? false;
    return (
      <RightSwitch
        key={id}
        name={id}
        words={describeRole(id)}
        isOn={isGiven}
        isBusy={isBusy}
        why={whyFixed({ isGiven, canGive: can_give, canManage: user.can_manage })}
        onChange={(isOn) => onSet({ kind: 'role', name: id }, isOn)}
      />
    );
  });
}

function AclGrid({ user, roles, isBusy, onSet }: GridProps) {
  const mine = useProfile()?.acls ?? [];
  return acls.map((acl) => {
    const { own, byRole } = aclStanding(user, roles, acl);
    const canGive = mine.includes(acl);
    const fixed = whyFixed({ isGiven: own, canGive, canManage: user.can_manage });
    const byRoleAlone = byRole !== '' && !own;
    return (
      <RightSwitch
        key={acl}
        name={acl}
        words={describeAcl(acl)}
        isOn={own || byRole !== ''}
        isBusy={isBusy}
        why={byRoleAlone ? `by the role ${byRole}` : fixed}
        onChange={(isOn) => onSet({ kind: 'permission', name: acl }, isOn)}
      />
    );
  });
}

const GRID = {
  display: 'grid',
  gridTemplateColumns: { xs: '1fr', md: '1fr 1fr' },
  columnGap: 2,
} as const;

type Asked = Right & { readonly isOn: boolean };

type AskProps = {
  readonly user: User;
  readonly asked: Asked;
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
};

/** What follows from a change that is not easily undone. */
function AskDialog({ user, asked, isBusy, error, onConfirm, onClose }: AskProps) {
  const { kind, name, isOn } = asked;
  const words = kind === 'role' ? describeRole(name) : describeAcl(name);
  return (
    <ConfirmDialog
      title={
        isOn
          ? `Give ${user.username} the ${kind} ${name}?`
          : `Take the ${kind} ${name} from yourself?`
      }
      verb={isOn ? 'Give it' : 'Take it from me'}
      failure="Not changed"
      isBusy={isBusy}
      error={error}
      onConfirm={onConfirm}
      onClose={onClose}
    >
      <span>
        {isOn
          ? `${user.username} will see everything at once: all groups, private ones too, all alerts and all data of everyone. Only a System admin can take it back.`
          : `You will not be able to ${words} by it any more, and perhaps not to take it back: somebody else must give it to you then.`}
      </span>
    </ConfirmDialog>
  );
}

const SEES_ALL = 'System admin';

/** What a user may do: roles, and permissions beside them. */
export function RightsPanel({ user }: { readonly user: User }) {
  const { isFetching } = useGetUserQuery(user.id);
  const { data: roles = [], error: listError } = useGetRolesQuery();
  const viewerId = useProfile()?.id;
  const { set, isBusy, error } = useRights(user.id);
  const [asked, setAsked] = useState<Asked | null>(null);
  const onSet = (right: Right, isOn: boolean) => {
    const role = right.kind === 'role' ? roles.find(({ id }) => id === right.name) : undefined;
    const opensAll = right.name === SEES_ALL || role?.acls.includes(SEES_ALL) === true;
    // Who takes a right from himself may not be able to give it back.
    const isGrave = isOn ? opensAll : user.id === viewerId;
    if (isGrave) setAsked({ ...right, isOn });
    else set(right, isOn).catch(() => undefined);
  };
  const isOver = () => setAsked(null);
  // A switch stays as it is until it is known how it stands now.
  const grid = { user, roles, isBusy: isBusy || isFetching, onSet };
  return (
    <Panel title="What this user may do">
      <Typography variant="body2" color="textSecondary" sx={{ mb: 1 }}>
        A change holds at once. Roles and permissions tell what one may do; what one sees comes from
        groups and streams, except with “System admin”, which sees everything.{' '}
        {user.can_manage
          ? 'You cannot give more than you may do yourself.'
          : 'Only a System admin changes the account of a System admin.'}
      </Typography>
      {listError !== undefined && <ErrorNotice what="Roles" error={listError} />}
      {error !== undefined && asked === null && <ErrorNotice what="Not changed" error={error} />}
      <Box role="group" aria-label="Roles" sx={GRID}>
        <RoleGrid {...grid} />
      </Box>
      <Box component="details" sx={{ fontSize: 13, mt: 1 }}>
        <summary>Single permissions, beside the roles ({user.acls?.length ?? 0} given)</summary>
        <Box role="group" aria-label="Permissions" sx={{ ...GRID, mt: 1 }}>
          <AclGrid {...grid} />
        </Box>
      </Box>
      {asked !== null && (
        <AskDialog
          user={user}
          asked={asked}
          isBusy={isBusy}
          error={error}
          onConfirm={() => set(asked, asked.isOn).then(isOver, () => undefined)}
          onClose={isOver}
        />
      )}
    </Panel>
  );
}
