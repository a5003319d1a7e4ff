import type { InvitationRow } from '@fritz/archive';
import { naiveUtc, type routes, type Static } from '@fritz/contract';

type Invitation = Static<typeof routes.listInvitations.response>['invitations'][number];

export function presentInvitation(row: InvitationRow): Invitation {
  const { email, created_at, expires_at, user_expires_at, used_at, mail_at, ...rest } = row;
  return {
    ...rest,
    user_email: email,
    used: row.status === 'used',
    admin_for_groups: row.groups.map((group) => group.admin),
    can_save_to_groups: row.groups.map((group) => group.can_save),
    created_at: naiveUtc(created_at),
    expires_at: naiveUtc(expires_at),
    user_expiration_date: user_expires_at && naiveUtc(user_expires_at),
    used_at: used_at && naiveUtc(used_at),
    mail_at: mail_at && naiveUtc(mail_at),
  };
}
