import type { IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';

const page = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Test provider</title>
<h1>Who are you?</h1>
<form method="post">
  <label>Account <input name="account" required autofocus></label>
  <button name="action" value="log-in">Log in</button>
  <button name="action" value="refuse" formnovalidate>Refuse</button>
</form></html>`;

/** The provider's own page: whoever names an account has it. */
export async function showInteraction(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const { prompt } = await provider.interactionDetails(request, response);
    if (prompt.name === 'consent') {
      await provider.interactionFinished(request, response, { consent: {} });
      return;
    }
    if (request.method !== 'POST') {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
      return;
    }
    const form = new URLSearchParams(await readText(request));
    const result =
      form.get('action') === 'refuse'
        ? { error: 'access_denied', error_description: 'the person refused' }
        : { login: { accountId: form.get('account') ?? '' } };
    await provider.interactionFinished(request, response, result);
  } catch (error) {
    response.writeHead(400, { 'content-type': 'text/plain' }).end(String(error));
  }
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request.setEncoding('utf8')) text += part;
  return text;
}
