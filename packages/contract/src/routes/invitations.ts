import { roles } from '../permissions.ts';
import { defineRoute } from '../route.ts';
import {
  clearable,
  closed,
  datetime,
  datetimeInput,
  nullable,
  pageNumber,
  pageSize,
  rowId,
  Type,
} from '../schema.ts';
import { paddedEmail } from './person-fields.ts';

const idParams = closed({ id: rowId('The invitation') });

const mailStatus = Type.Enum(['none', 'sending', 'sent', 'failed'], {
  description: '`none`: the link is passed on by hand',
});

const invitation = closed({
  id: rowId('The invitation'),
  user_email: Type.String(),
  role_id: Type.String(),
  status: Type.Enum(['pending', 'used', 'expired', 'withdrawn', 'void'], {
    description: '`void`: its maker may not give any more what it gives',
  }),
  used: Type.Boolean(),
  groups: Type.Array(
    closed({
      id: rowId('The group'),
      name: Type.String(),
      admin: Type.Boolean(),
      can_save: Type.Boolean(),
    }),
  ),
  admin_for_groups: Type.Array(Type.Boolean(), { description: 'The same, group by group' }),
  can_save_to_groups: Type.Array(Type.Boolean()),
  streams: Type.Array(closed({ id: rowId('The stream'), name: Type.String() })),
  invited_by: closed({
    id: rowId('The user'),
    username: Type.String(),
    first_name: nullable(Type.String()),
    last_name: nullable(Type.String()),
  }),
  created_at: datetime('When it was made'),
  expires_at: datetime('Until when it can be accepted'),
  user_expiration_date: nullable(datetime('When the account ends that it makes; null: never')),
  used_at: nullable(datetime('When it was accepted')),
  used_by: nullable(Type.String({ description: 'The username of who accepted it' })),
  mail_status: mailStatus,
  mail_error: nullable(Type.String({ description: 'Why the mail could not be sent' })),
  mail_at: nullable(datetime('When it was sent, or failed')),
});

export const listInvitations = defineRoute({
  method: 'GET',
  path: '/api/invitations',
  tags: ['users'],
  summary: "The viewer's invitations, newest first; those of all with `System admin`",
  acl: 'Manage users',
  query: closed({
    includeUsed: Type.Optional(
      Type.Boolean({
        default: false,
        description: 'Also those that were accepted or withdrawn',
      }),
    ),
    pageNumber: Type.Optional(pageNumber),
    numPerPage: Type.Optional(pageSize(25)),
    email: Type.Optional(Type.String({ maxLength: 200, description: 'The e-mail has this in it' })),
    group: Type.Optional(Type.String({ maxLength: 200, description: 'Name of a group' })),
    stream: Type.Optional(Type.String({ maxLength: 200, description: 'Name of a stream' })),
    invitedBy: Type.Optional(
      Type.String({ maxLength: 200, description: "The maker's username has this in it" }),
    ),
  }),
  response: closed({
    invitations: Type.Array(invitation),
    totalMatches: Type.Integer(),
    sends_mail: Type.Boolean({ description: 'Whether Fritz has a mail server to send by' }),
  }),
});

const gifts = {
  groupAdmin: Type.Optional(
    Type.Array(Type.Boolean(), { maxItems: 100, description: 'Of each group; false' }),
  ),
  canSave: Type.Optional(
    Type.Array(Type.Boolean(), { maxItems: 100, description: 'Of each group; true' }),
  ),
  streamIDs: Type.Optional(
    clearable(
      Type.Array(rowId('A stream'), {
        maxItems: 100,
        description: 'Those of the groups, where they are not named',
      }),
    ),
  ),
  role: Type.Optional(Type.Enum([...roles])),
  userExpirationDate: Type.Optional(
    nullable(datetimeInput('When the account shall end; null: never')),
  ),
  expires_at: Type.Optional(datetimeInput('Until when it can be accepted; in two weeks')),
  sendEmail: Type.Optional(
    Type.Boolean({ description: 'Whether to send it, where Fritz has a mail server; true' }),
  ),
};

const sent = {
  mail_status: mailStatus,
  link: nullable(
    Type.String({ description: 'To pass on by hand; null where it is sent. Shown once.' }),
  ),
};

export const createInvitation = defineRoute({
  method: 'POST',
  path: '/api/invitations',
  tags: ['users'],
  summary: 'Invite somebody by e-mail',
  description:
    'The invitation gives what its maker may give: a role that carries no more than his key, groups ' +
    'that he administers, streams that he reads. It works once.',
  acl: 'Manage users',
  body: closed({
    userEmail: paddedEmail,
    groupIDs: Type.Array(rowId('A group'), { maxItems: 100 }),
    ...gifts,
  }),
  response: closed({ id: rowId('The invitation'), ...sent }),
  examples: {
    body: { userEmail: 'ada@example.org', groupIDs: [3], groupAdmin: [false], role: 'Full user' },
  },
});

export const updateInvitation = defineRoute({
  method: 'PATCH',
  path: '/api/invitations/{id}',
  tags: ['users'],
  summary: 'Change an invitation, or send it again',
  description:
    'Groups that stay keep what the invitation gives in them, where that is not said anew. Sent ' +
    'again it has another link and two more weeks: the link before is void.',
  acl: 'Manage users',
  params: idParams,
  body: closed({
    groupIDs: Type.Optional(Type.Array(rowId('A group'), { maxItems: 100 })),
    ...gifts,
    resend: Type.Optional(Type.Boolean()),
  }),
  response: closed(sent),
  examples: { body: { resend: true } },
});

export const deleteInvitation = defineRoute({
  method: 'DELETE',
  path: '/api/invitations/{id}',
  tags: ['users'],
  summary: 'Withdraw an invitation: its link is void',
  acl: 'Manage users',
  params: idParams,
  response: closed({}),
});
