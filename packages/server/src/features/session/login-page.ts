const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"]/g, (sign) => escapes[sign] ?? sign);
}

/** The page for a login link that cannot be used: what happened and what to do. */
export function unusableLinkPage(message: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" type="image/svg+xml" href="/favicon.svg">
<title>Fritz: this login link cannot be used</title>
<style>
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 15vh auto; padding: 0 1rem; color: #1c2733; }
  code { background: #eef1f4; padding: 0.1em 0.4em; border-radius: 4px; white-space: nowrap; }
  a { color: #1a5fb0; }
  @media (prefers-color-scheme: dark) { body { background: #10161d; color: #dde5ec; } code { background: #223; } a { color: #7db8ff; } }
</style>
<h1>This login link cannot be used</h1>
<p>${escapeHtml(message)} A link works once and for a short time.</p>
<p>Make a new one with <code>npx fritz login-link</code>, or <a href="/">log in with a token</a>.</p>
</html>
`;
}
