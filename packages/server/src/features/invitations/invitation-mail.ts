import type { InvitationRow } from '@fritz/archive';
import type { Mail } from '../../mail/mail-room.ts';

/** The mail that brings an invitation: who invites to what, until when, and the link. */
export function invitationMail(invitation: InvitationRow, link: string): Mail {
  const { first_name, last_name, username } = invitation.invited_by;
  const names = [first_name, last_name].filter((name) => name !== null && name !== '');
  const inviter = oneLine(names.length > 0 ? names.join(' ') : username);
  const groups = invitation.groups.map((group) => `  - ${oneLine(group.name)}`);
  const until = invitation.expires_at.toISOString().slice(0, 10);
  const lines = [
    `${inviter} invites you to Fritz, where alerts from sky surveys become discoveries.`,
    ...(groups.length === 0 ? [] : ['', 'You will be a member of:', ...groups]),
    '',
    'To accept, open this link and sign in:',
    '',
    link,
    '',
    `It works once, until ${until} (UTC). Whoever has it can use it: do not pass it on.`,
    'If you did not expect this, ignore it: nothing happens without the link.',
  ];
  return {
    to: invitation.email,
    subject: `${inviter} invites you to Fritz`,
    text: `${lines.join('\n')}\n`,
  };
}

/** What people called themselves makes no lines of its own in a mail, nor headers. */
function oneLine(text: string): string {
  return text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
}
