import type { ErrorCode } from '@fritz/contract';
import type { FastifyReply } from 'fastify';
import type { FritzError } from '../../http/fritz-error.ts';

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"]/g, (sign) => escapes[sign] ?? sign);
}

/** A page that stands without the web app: what happened, and what to do. `body` is HTML. */
function problemPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" type="image/svg+xml" href="/favicon.svg">
<title>Fritz: ${escapeHtml(title)}</title>
<style>
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 15vh auto; padding: 0 1rem; color: #1c2733; }
  code { background: #eef1f4; padding: 0.1em 0.4em; border-radius: 4px; white-space: nowrap; }
  a { color: #1a5fb0; }
  .next a { display: inline-block; padding: 0.6rem 0; margin-right: 1.5rem; }
  @media (prefers-color-scheme: dark) { body { background: #10161d; color: #dde5ec; } code { background: #223; } a { color: #7db8ff; } }
</style>
<main>
<h1>${escapeHtml(title)}</h1>
${body}
</main>
</html>
`;
}

function sendPage(reply: FastifyReply, error: FritzError, html: string): FastifyReply {
  const { retry_after_s: retryAfterS } = error.details;
  if (typeof retryAfterS === 'number') reply.header('retry-after', String(retryAfterS));
  return reply.code(error.status).header('content-type', 'text/html; charset=utf-8').send(html);
}

/** The page for a login link that cannot be used. */
export function sendUnusableLinkPage(reply: FastifyReply, error: FritzError): FastifyReply {
  const body = `<p>${escapeHtml(error.message)} A link works once and for a short time.</p>
<p>Make a new one with <code>npx fritz login-link</code>, or <a href="/">log in with a token</a>.</p>`;
  return sendPage(reply, error, problemPage('This login link cannot be used', body));
}

/** What to do about it, where the message does not say so. */
const advice: Partial<Record<ErrorCode, string>> = {
  sign_in_stale: 'Nothing is lost: begin again.',
  sign_in_refused: 'You are not signed in. You can begin again, or choose another way.',
  provider_unavailable: 'You are not signed in. Other ways to sign in may work meanwhile.',
  not_invited:
    'An account here needs an invitation: ask somebody of your group who uses Fritz. If you have an ' +
    'account already, sign in as you did before, and link this one in your profile.',
  identity_taken: 'To sign in with it, log out first. One account has one user here.',
  account_ended: 'Ask an administrator of this Fritz if you need it again.',
};

/** The page for a sign-in at a provider that came to nothing. */
export function sendProblemPage(
  reply: FastifyReply,
  error: FritzError,
  provider: { id: string; name: string } | null,
): FastifyReply {
  const id = typeof error.details.id === 'string' ? ` (${error.details.id})` : '';
  const again =
    provider === null
      ? ''
      : `<a href="/login/${encodeURIComponent(provider.id)}">Try ${escapeHtml(provider.name)} again</a>`;
  const body = `<p>${escapeHtml(error.message)}${escapeHtml(id)}</p>
<p>${escapeHtml(advice[error.code] ?? '')}</p>
<p class="next">${again}<a href="/">Other ways to sign in</a></p>`;
  return sendPage(reply, error, problemPage('You could not be signed in', body));
}
