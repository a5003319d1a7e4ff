import { type InvitationRow, listInvitations, noteInvitationMail } from '@fritz/archive';
import { routes, type Static } from '@fritz/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ServerContext } from '../../context.ts';
import type { Binder } from '../../http/bind.ts';
import { sendSuccess } from '../../http/envelope.ts';
import { readUtc } from '../../http/fields.ts';
import { invitationMail } from './invitation-mail.ts';
import { presentInvitation } from './invitations.presenter.ts';
import { changeInvitation, type Gifts, invite, withdraw } from './invitations.service.ts';

export function bindInvitationRoutes(bind: Binder): void {
  const { context } = bind;
  const answer = answerer(context);

  bind.viewer(routes.listInvitations, async ({ tx, query }) => {
    const { includeUsed = false, pageNumber = 1, numPerPage = 25, ...search } = query;
    const { invitations, total } = await listInvitations(tx, {
      ...search,
      includeDone: includeUsed,
      limit: numPerPage,
      offset: (pageNumber - 1) * numPerPage,
    });
    return {
      invitations: invitations.map(presentInvitation),
      totalMatches: total,
      sends_mail: context.mail !== null,
    };
  });

  bind.file(
    routes.createInvitation,
    async ({ tx, body }) => {
      const { userEmail, sendEmail = true, ...rest } = body;
      const byMail = sendEmail && context.mail !== null;
      const gifts = readGifts(rest);
      return invite(tx, context.now(), { email: userEmail.trim(), gifts, byMail });
    },
    (reply, made, request) => answer(reply, request, made, { id: made.invitation.id }),
  );

  bind.file(
    routes.updateInvitation,
    async ({ tx, params, body }) => {
      const { resend = false, sendEmail = true, ...rest } = body;
      const byMail = sendEmail && context.mail !== null;
      return changeInvitation(tx, context.now(), params.id, {
        gifts: readGifts(rest),
        resend: resend ? { byMail } : null,
      });
    },
    (reply, changed, request) => answer(reply, request, changed, {}),
  );

  bind.viewer(routes.deleteInvitation, async ({ tx, params }) => {
    await withdraw(tx, params.id);
    return {};
  });
}

type Body = Static<typeof routes.updateInvitation.body & object>;

/** What a body says of an invitation's gifts; what it does not name is absent. */
function readGifts(body: Omit<Body, 'resend' | 'sendEmail'>): Gifts {
  const { groupIDs, streamIDs, expires_at, userExpirationDate, ...rest } = body;
  return {
    ...rest,
    ...(groupIDs === undefined ? {} : { groupIds: groupIDs }),
    // Neither names a stream: null, and the empty text of a form.
    ...(Array.isArray(streamIDs) ? { streamIds: streamIDs } : {}),
    ...(expires_at === undefined ? {} : { expiresAt: readUtc('body', 'expires_at', expires_at) }),
    ...(userExpirationDate === undefined
      ? {}
      : {
          userExpiresAt:
            userExpirationDate === null
              ? null
              : readUtc('body', 'userExpirationDate', userExpirationDate),
        }),
  };
}

/** Answers after the commit: gives the mail out, or shows the link to whoever passes it on. */
function answerer(context: ServerContext) {
  return (
    reply: FastifyReply,
    request: FastifyRequest,
    { invitation, secret }: { invitation: InvitationRow; secret: string | null },
    more: { id?: number },
  ): FastifyReply => {
    // Who passes a link on gets that of his own request; mail goes out with a publicUrl alone.
    const home = context.publicUrl ?? `${request.protocol}://${request.host}`;
    const link = secret === null ? null : `${home}/invitation?token=${secret}`;
    const isSent = link !== null && secret !== null && invitation.mail_status === 'sending';
    if (isSent) {
      context.mail?.post(invitationMail(invitation, link), (failure) =>
        context.archive.asViewer(null, (tx) => noteInvitationMail(tx, secret, failure)),
      );
    }
    return sendSuccess(reply, context.version, {
      ...more,
      mail_status: invitation.mail_status,
      link: isSent ? null : link,
    });
  };
}
