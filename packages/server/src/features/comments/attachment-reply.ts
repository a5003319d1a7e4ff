import type { AttachmentRow } from '@fritz/archive';
import type { FastifyReply } from 'fastify';
import { sendSuccess } from '../../http/envelope.ts';
import { FritzError } from '../../http/fritz-error.ts';
import { isFitsName, previewFits } from './fits-preview.ts';

/**
 * What a browser may show of people's files; as text what could be a page with scripts. Anything else
 * is only ever kept.
 */
const shown: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  pdf: 'application/pdf',
  ...Object.fromEntries(
    ['txt', 'md', 'csv', 'tsv', 'dat', 'ascii', 'log', 'json', 'yaml', 'yml', 'xml', 'py'].map(
      (ending) => [ending, 'text/plain; charset=utf-8'],
    ),
  ),
};

/** A comment's file, and how it is asked for. */
export interface AskedAttachment {
  commentId: number;
  file: AttachmentRow;
  how: 'download' | 'preview' | 'text';
}

/**
 * How a file is asked for: as SkyPortal, to be kept where nothing else is said.
 *
 * @throws FritzError where both are asked for
 */
export function howAsked(query: { download?: boolean; preview?: boolean }): AskedAttachment['how'] {
  const { preview = false, download = !preview } = query;
  if (download && preview) {
    throw new FritzError('invalid_request', { message: 'Ask for download or preview, not both.' });
  }
  if (download) return 'download';
  return preview ? 'preview' : 'text';
}

/** Sends a file to be kept, to be looked at, or as text in the envelope. */
export async function sendAttachment(
  reply: FastifyReply,
  version: string,
  { commentId, file, how }: AskedAttachment,
): Promise<FastifyReply> {
  if (how === 'text') {
    const attachment = file.content.toString('utf8');
    return sendSuccess(reply, version, { commentId, attachment, attachmentName: file.name });
  }
  if (how === 'preview' && isFitsName(file.name)) {
    const picture = await previewFits(file.content);
    if (picture !== null) return sendShown(reply, 'image/png', `${file.name}.png`, picture);
  }
  const ending = /\.([a-z0-9]+)$/i.exec(file.name)?.[1]?.toLowerCase() ?? '';
  const type = how === 'preview' ? shown[ending] : undefined;
  if (type) return sendShown(reply, type, file.name, file.content);
  return reply
    .header('content-type', 'application/octet-stream')
    .header('content-disposition', disposition('attachment', file.name))
    .header('cache-control', 'private, no-store')
    .send(file.content);
}

function sendShown(
  reply: FastifyReply,
  type: string,
  name: string,
  content: Uint8Array,
): FastifyReply {
  return reply
    .header('content-type', type)
    .header('content-disposition', disposition('inline', name))
    .header('cache-control', 'private, no-store')
    .send(Buffer.from(content));
}

/** RFC 6266: a name in ASCII for old clients, and as it is (RFC 8187). */
function disposition(kind: 'inline' | 'attachment', name: string): string {
  const plain = name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
  const exact = encodeURIComponent(name.toWellFormed()).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${plain}"; filename*=UTF-8''${exact}`;
}
