import {
  countAttachments,
  findAttachment,
  listChannels,
  listComments,
  listCommentVersions,
  searchComments,
} from '@fritz/archive';
import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { NotFoundError } from '../../http/fritz-error.ts';
import { presentVersion } from '../notes/notes.presenter.ts';
import { demandSubject } from '../notes/subject.service.ts';
import { howAsked, sendAttachment } from './attachment-reply.ts';
import { presentComment } from './comments.presenter.ts';
import {
  changeComment,
  demandComment,
  removeChannel,
  removeComment,
  writeComment,
} from './comments.service.ts';

export function bindCommentRoutes(bind: Binder): void {
  bindReads(bind);
  bindChannels(bind);
  bindAttachments(bind);

  bind.viewer(routes.createComment, async ({ tx, viewer, params, body }) => {
    const subject = await demandSubject(tx, params);
    const id = await writeComment(tx, viewer, subject, {
      text: body.text,
      channel: body.channel ?? null,
      groupIds: body.group_ids ?? null,
      attachment: body.attachment ?? null,
    });
    return { comment_id: id };
  });

  bind.viewer(routes.updateComment, async ({ tx, viewer, params, body }) => {
    const subject = await demandSubject(tx, params);
    const comment = await demandComment(tx, subject, params.comment_id);
    await changeComment(tx, viewer, comment, {
      text: body.text ?? null,
      groupIds: body.group_ids ?? null,
      attachment: body.attachment ?? null,
    });
    return {};
  });

  bind.viewer(routes.deleteComment, async ({ tx, viewer, params }) => {
    const subject = await demandSubject(tx, params);
    await removeComment(tx, viewer, await demandComment(tx, subject, params.comment_id));
    return {};
  });
}

function bindReads(bind: Binder): void {
  bind.viewer(routes.listComments, async ({ tx, viewer, params, query }) => {
    const subject = await demandSubject(tx, params);
    const { channel = null, text = null } = query;
    const rows = await listComments(tx, { subject, channel, text });
    return rows.map((row) => presentComment(row, viewer));
  });

  bind.viewer(routes.searchComments, async ({ tx, viewer, query }) => {
    const { text, pageNumber = 1, numPerPage = 25 } = query;
    const offset = (pageNumber - 1) * numPerPage;
    const search = { subjectType: 'sources', text: text.trim(), limit: numPerPage, offset };
    return (await searchComments(tx, search)).map((row) => presentComment(row, viewer));
  });

  bind.viewer(routes.getComment, async ({ tx, viewer, params }) => {
    const subject = await demandSubject(tx, params);
    return presentComment(await demandComment(tx, subject, params.comment_id), viewer);
  });

  bind.viewer(routes.getCommentHistory, async ({ tx, params }) => {
    const subject = await demandSubject(tx, params);
    const { id } = await demandComment(tx, subject, params.comment_id);
    const rows = await listCommentVersions(tx, id);
    return rows.map((row) => ({ ...presentVersion(row), text: row.text }));
  });
}

const ofSource = (id: string) => ({ resource_type: 'sources', resource_id: id });

function bindChannels(bind: Binder): void {
  bind.viewer(routes.listCommentChannels, async ({ tx, params }) =>
    listChannels(tx, await demandSubject(tx, ofSource(params.id))),
  );

  bind.viewer(routes.deleteCommentChannel, async ({ tx, viewer, params, query }) => {
    const subject = await demandSubject(tx, ofSource(params.id));
    return { deleted: await removeChannel(tx, viewer, subject, query.channel) };
  });
}

function bindAttachments(bind: Binder): void {
  const { version } = bind.context;
  for (const route of [routes.getCommentAttachment, routes.getCommentAttachmentPdf]) {
    bind.file(
      route,
      async ({ tx, params, query }) => {
        const how = howAsked(query);
        const subject = await demandSubject(tx, params);
        const { id } = await demandComment(tx, subject, params.comment_id);
        const file = await findAttachment(tx, id);
        if (file === null) throw new NotFoundError('attachment');
        return { commentId: id, file, how };
      },
      (reply, asked) => sendAttachment(reply, version, asked),
    );
  }

  bind.viewer(routes.countCommentAttachments, async ({ tx }) => {
    const count = await countAttachments(tx);
    return {
      totalWithAttachmentBytes: count.with,
      totalWithoutAttachmentBytes: count.without,
    };
  });

  bind.viewer(routes.moveCommentAttachments, async ({ tx, query }) => ({
    totalMatches: (await countAttachments(tx)).with,
    pageNumber: query.pageNumber ?? 1,
    numPerPage: query.numPerPage ?? 100,
  }));
}
