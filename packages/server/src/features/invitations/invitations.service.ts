import {
  createInvitation,
  findInvitation,
  type InvitationRow,
  type InvitationTerms,
  listGroupStreams,
  renewInvitation,
  updateInvitation,
  type ViewerTx,
  withdrawInvitation,
} from '@fritz/archive';
import { FritzError, InvalidRequestError, NotFoundError } from '../../http/fritz-error.ts';
import {
  defaultRole,
  demandEnrollment,
  demandFuture,
  demandGivableEnd,
  demandGivableRoles,
} from '../users/users.service.ts';

const dayMs = 86_400_000;
/** How long an invitation can be accepted where its maker says nothing, and at most. */
const usualDays = 14;
const mostDays = 365;

/** What an invitation shall give, as far as it is said. */
export interface Gifts {
  groupIds?: readonly number[];
  groupAdmin?: readonly boolean[];
  canSave?: readonly boolean[];
  streamIds?: readonly number[];
  role?: string;
  expiresAt?: Date;
  /** null: never. */
  userExpiresAt?: Date | null;
}

/** An invitation that is to be sent, or passed on by hand, once it is committed. */
export interface Outgoing {
  invitation: InvitationRow;
  secret: string;
}

/** Makes an invitation to what the viewer may give. */
export async function invite(
  tx: ViewerTx,
  now: Date,
  request: { email: string; gifts: Gifts; byMail: boolean },
): Promise<Outgoing> {
  const terms = await readTerms(tx, now, request.gifts, null);
  const mailStatus = request.byMail ? 'sending' : 'none';
  const { id, secret } = await createInvitation(tx, request.email, terms, mailStatus);
  return { invitation: await demandInvitation(tx, id), secret };
}

/** Changes an open invitation; with `resend`, null or by mail, it has another link from now on. */
export async function changeInvitation(
  tx: ViewerTx,
  now: Date,
  id: number,
  change: { gifts: Gifts; resend: { byMail: boolean } | null },
): Promise<{ invitation: InvitationRow; secret: string | null }> {
  const current = await demandOpenInvitation(tx, id);
  if (Object.keys(change.gifts).length > 0) {
    const terms = await readTerms(tx, now, change.gifts, current);
    if (!(await updateInvitation(tx, id, terms))) throw new FritzError('changed_meanwhile');
  }
  const secret =
    change.resend === null ? null : await renew(tx, now, id, change.gifts, change.resend.byMail);
  return { invitation: await demandInvitation(tx, id), secret };
}

/** Another link for an invitation: whoever has it gets all that it gives, so the viewer must be able to. */
async function renew(
  tx: ViewerTx,
  now: Date,
  id: number,
  gifts: Gifts,
  byMail: boolean,
): Promise<string> {
  const current = await demandOpenInvitation(tx, id);
  await demandGivableRoles(tx, 'role', [current.role_id]);
  await demandGivableEnd(tx, 'userExpirationDate', current.user_expires_at);
  const end = gifts.expiresAt ?? usualEnd(now);
  const secret = await renewInvitation(tx, id, end, byMail ? 'sending' : 'none');
  if (secret !== null) return secret;
  // Groups and streams that the viewer may not give, seen by him or not, or a change just now.
  await demandOpenInvitation(tx, id);
  const message = 'The invitation gives more than the key in hand can give.';
  throw new FritzError('rights_too_wide', { message });
}

/** Withdraws an open invitation. */
export async function withdraw(tx: ViewerTx, id: number): Promise<void> {
  await demandOpenInvitation(tx, id);
  // Somebody may have accepted it a moment ago.
  if (!(await withdrawInvitation(tx, id))) throw new FritzError('changed_meanwhile');
}

async function demandInvitation(tx: ViewerTx, id: number): Promise<InvitationRow> {
  const invitation = await findInvitation(tx, id);
  if (invitation === null) throw new NotFoundError('invitation');
  return invitation;
}

async function demandOpenInvitation(tx: ViewerTx, id: number): Promise<InvitationRow> {
  const invitation = await demandInvitation(tx, id);
  if (invitation.status !== 'used' && invitation.status !== 'withdrawn') return invitation;
  const message = `This invitation was ${invitation.status === 'used' ? 'accepted' : 'withdrawn'}.`;
  throw new FritzError('conflict', { message });
}

/** What an invitation will give: what is said, else what it gives now, else what is usual. */
async function readTerms(
  tx: ViewerTx,
  now: Date,
  gifts: Gifts,
  current: InvitationRow | null,
): Promise<InvitationTerms> {
  const role = gifts.role ?? current?.role_id ?? defaultRole;
  await demandGivableRoles(tx, 'role', [role]);
  const groups = readGroups(gifts, current);
  const streamIds = await readStreams(tx, groups, gifts, current);
  await demandEnrollment(
    tx,
    groups.map((group) => group.id),
    streamIds,
  );
  const expiresAt = gifts.expiresAt ?? current?.expires_at ?? usualEnd(now);
  if (gifts.expiresAt !== undefined) demandEnd(now, gifts.expiresAt);
  const userExpiresAt =
    gifts.userExpiresAt === undefined ? (current?.user_expires_at ?? null) : gifts.userExpiresAt;
  if (gifts.userExpiresAt) demandFuture(now, 'userExpirationDate', gifts.userExpiresAt);
  await demandGivableEnd(tx, 'userExpirationDate', userExpiresAt);
  return { role, groups, streamIds, expiresAt, userExpiresAt };
}

function usualEnd(now: Date): Date {
  return new Date(now.getTime() + usualDays * dayMs);
}

function demandEnd(now: Date, end: Date): void {
  demandFuture(now, 'expires_at', end);
  if (end.getTime() - now.getTime() <= mostDays * dayMs) return;
  throw bad('expires_at', `is more than ${mostDays} days away`);
}

function readGroups(gifts: Gifts, current: InvitationRow | null): InvitationTerms['groups'] {
  const { groupIds, groupAdmin, canSave } = gifts;
  if (groupIds === undefined) {
    if (groupAdmin !== undefined || canSave !== undefined) {
      throw bad('groupIDs', 'is missing: groupAdmin and canSave tell of these groups');
    }
    return (current?.groups ?? []).map((group) => ({
      id: group.id,
      admin: group.admin,
      canSave: group.can_save,
    }));
  }
  if (new Set(groupIds).size < groupIds.length) throw bad('groupIDs', 'names a group twice');
  for (const [field, list] of Object.entries({ groupAdmin, canSave })) {
    if (list !== undefined && list.length !== groupIds.length) {
      throw bad(field, 'must have one value for each of groupIDs');
    }
  }
  const given = new Map(current?.groups.map((group) => [group.id, group]));
  return groupIds.map((id, index) => ({
    id,
    admin: groupAdmin?.[index] ?? given.get(id)?.admin ?? false,
    canSave: canSave?.[index] ?? given.get(id)?.can_save ?? true,
  }));
}

/** Those of the groups come along unasked, but not against what is said. */
async function readStreams(
  tx: ViewerTx,
  groups: InvitationTerms['groups'],
  gifts: Gifts,
  current: InvitationRow | null,
): Promise<number[]> {
  const needed = new Set<number>();
  for (const group of groups) {
    for (const stream of await listGroupStreams(tx, group.id)) needed.add(stream.id);
  }
  if (gifts.streamIds === undefined) {
    for (const stream of current?.streams ?? []) needed.add(stream.id);
    return [...needed];
  }
  const given = new Set(gifts.streamIds);
  const missing = [...needed.difference(given)];
  if (missing.length > 0)
    throw new FritzError('missing_streams', { details: { streams: missing } });
  return [...given];
}

function bad(field: string, message: string): InvalidRequestError {
  return new InvalidRequestError([{ in: 'body', field, message }]);
}
