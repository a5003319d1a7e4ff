import { randomBytes } from 'node:crypto';
import type { ViewerTx } from '../viewer/viewer-tx.ts';
import { hashKey } from './keys.queries.ts';

/** How the mail of an invitation fares; `none`: its link is passed on by hand. */
export type MailStatus = 'none' | 'sending' | 'sent' | 'failed';

/** An invitation, without its secret. */
export interface InvitationRow {
  id: number;
  email: string;
  role_id: string;
  status: 'pending' | 'used' | 'expired' | 'withdrawn' | 'void';
  created_at: Date;
  expires_at: Date;
  user_expires_at: Date | null;
  used_at: Date | null;
  used_by: string | null;
  groups: { id: number; name: string; admin: boolean; can_save: boolean }[];
  streams: { id: number; name: string }[];
  invited_by: {
    id: number;
    username: string;
    first_name: string | null;
    last_name: string | null;
  };
  mail_status: MailStatus;
  mail_error: string | null;
  mail_at: Date | null;
}

/** Which invitations; e-mail and inviter are found anywhere in theirs, whatever the case. */
export interface InvitationSearch {
  id?: number;
  email?: string;
  group?: string;
  stream?: string;
  invitedBy?: string;
  /** Also those that were accepted or withdrawn. */
  includeDone: boolean;
  limit: number;
  offset: number;
}

/** A page of the invitations that the viewer may know of, newest first, and how many match. */
export async function listInvitations(
  tx: ViewerTx,
  search: InvitationSearch,
): Promise<{ invitations: InvitationRow[]; total: number }> {
  const { id, email, group, stream, invitedBy } = search;
  const values = [id, email, group, stream, invitedBy].map((value) => value ?? null);
  const conditions = [...values, search.includeDone];
  const [counted] = await tx.query<{ total: number }>(
    `SELECT count(*)::int AS total ${matching}`,
    conditions,
  );
  const invitations = await tx.query<InvitationRow & Record<string, unknown>>(
    `SELECT ${columns} ${matching} ORDER BY i.created_at DESC, i.id DESC LIMIT $7 OFFSET $8`,
    [...conditions, search.limit, search.offset],
  );
  return { invitations, total: counted?.total ?? 0 };
}

/** One invitation; null where there is none that the viewer may know of. */
export async function findInvitation(tx: ViewerTx, id: number): Promise<InvitationRow | null> {
  const found = await listInvitations(tx, { id, includeDone: true, limit: 1, offset: 0 });
  return found.invitations[0] ?? null;
}

const matching = `
   FROM invitations i JOIN users u ON u.id = i.invited_by
  WHERE ($1::int IS NULL OR i.id = $1)
    AND ($2::text IS NULL OR strpos(lower(i.email), lower($2)) > 0)
    AND ($3::text IS NULL OR EXISTS (
      SELECT FROM invitation_groups ig JOIN groups g ON g.id = ig.group_id
       WHERE ig.invitation_id = i.id AND g.name = $3))
    AND ($4::text IS NULL OR EXISTS (
      SELECT FROM invitation_streams ist JOIN streams s ON s.id = ist.stream_id
       WHERE ist.invitation_id = i.id AND s.name = $4))
    AND ($5::text IS NULL OR strpos(lower(u.username), lower($5)) > 0)
    AND ($6 OR (i.used_at IS NULL AND i.withdrawn_at IS NULL))`;

const columns = `
  i.id, i.email, i.role_id, i.created_at, i.expires_at, i.user_expires_at, i.used_at,
  i.mail_status, i.mail_error, i.mail_at,
  CASE WHEN i.used_at IS NOT NULL THEN 'used' WHEN i.withdrawn_at IS NOT NULL THEN 'withdrawn'
    WHEN i.expires_at <= now() THEN 'expired' WHEN i.id IN (SELECT void_invitations()) THEN 'void'
    ELSE 'pending' END AS status,
  (SELECT g.username FROM users g WHERE g.id = i.used_by) AS used_by,
  jsonb_build_object('id', u.id, 'username', u.username, 'first_name', u.first_name,
    'last_name', u.last_name) AS invited_by,
  coalesce((
    SELECT jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name, 'admin', ig.admin,
        'can_save', ig.can_save) ORDER BY g.id)
      FROM invitation_groups ig JOIN groups g ON g.id = ig.group_id
     WHERE ig.invitation_id = i.id), '[]') AS groups,
  coalesce((
    SELECT jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name) ORDER BY s.id)
      FROM invitation_streams ist JOIN streams s ON s.id = ist.stream_id
     WHERE ist.invitation_id = i.id), '[]') AS streams`;

/** Whom an invitation takes in where. */
export interface Enrollment {
  groups: readonly { id: number; admin: boolean; canSave: boolean }[];
  streamIds: readonly number[];
}

/** What an invitation gives, and until when. */
export interface InvitationTerms extends Enrollment {
  role: string;
  expiresAt: Date;
  userExpiresAt: Date | null;
}

const giftValues = ({ role, groups, streamIds }: InvitationTerms): readonly unknown[] => [
  role,
  groups.map((group) => group.id),
  groups.map((group) => group.admin),
  groups.map((group) => group.canSave),
  streamIds,
];

/** Makes an invitation; its secret is returned and not kept. */
export async function createInvitation(
  tx: ViewerTx,
  email: string,
  terms: InvitationTerms,
  mailStatus: MailStatus,
): Promise<{ id: number; secret: string }> {
  const secret = newInvitationSecret();
  const [row] = await tx.query<{ id: number }>(
    'SELECT create_invitation($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) AS id',
    [
      hashKey(secret),
      email,
      ...giftValues(terms),
      terms.expiresAt,
      terms.userExpiresAt,
      mailStatus,
    ],
  );
  if (!row) throw new Error('create_invitation returned nothing');
  return { id: row.id, secret };
}

/** Changes an invitation that is open; false where there is none. */
export async function updateInvitation(
  tx: ViewerTx,
  id: number,
  terms: InvitationTerms,
): Promise<boolean> {
  const [row] = await tx.query<{ changed: boolean }>(
    'SELECT update_invitation($1, $2, $3, $4, $5, $6, $7, $8) AS changed',
    [id, ...giftValues(terms), terms.expiresAt, terms.userExpiresAt],
  );
  return row?.changed ?? false;
}

/** Gives an open invitation another secret, and returns it; null where there is none. */
export async function renewInvitation(
  tx: ViewerTx,
  id: number,
  expiresAt: Date,
  mailStatus: MailStatus,
): Promise<string | null> {
  const secret = newInvitationSecret();
  const [row] = await tx.query<{ renewed: boolean }>(
    'SELECT renew_invitation($1, $2, $3, $4) AS renewed',
    [id, hashKey(secret), expiresAt, mailStatus],
  );
  return row?.renewed ? secret : null;
}

/** Withdraws an open invitation; false where there is none. */
export async function withdrawInvitation(tx: ViewerTx, id: number): Promise<boolean> {
  const [row] = await tx.query<{ withdrawn: boolean }>(
    'SELECT withdraw_invitation($1) AS withdrawn',
    [id],
  );
  return row?.withdrawn ?? false;
}

/** Notes what became of the mail with this secret; needs no viewer. */
export async function noteInvitationMail(
  tx: ViewerTx,
  secret: string,
  failure: string | null,
): Promise<void> {
  await tx.query('SELECT note_invitation_mail($1, $2)', [hashKey(secret), failure]);
}

/** 256 random bits, for an address. */
function newInvitationSecret(): string {
  return randomBytes(32).toString('base64url');
}
