const PLAIN_SCHEMES = /^(https?|mailto):/i;
const ANY_SCHEME = /^[a-z][a-z0-9+.-]*:/i;

/** An address that may be followed: of the web, of mail, or within Fritz; null for any other. */
export function safeLink(address: string): string | null {
  // Browsers pass over white space and control characters within a scheme.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
  const bare = address.replace(/[\u0000-\u0020\u007f-\u009f]/g, '');
  if (bare === '' || bare.startsWith('//') || bare.startsWith('\\')) return null;
  if (ANY_SCHEME.test(bare)) return PLAIN_SCHEMES.test(bare) ? bare : null;
  return bare;
}
