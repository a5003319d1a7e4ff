/** A name that is being written after an @: where the @ stands, and what of the name is there. */
export type MentionDraft = { readonly at: number; readonly typed: string };

// As the server reads them: not behind a letter or digit, so that an e-mail address names nobody.
const BEING_WRITTEN = /(?:^|[^\p{L}\p{N}_.@-])@([a-zA-Z0-9_.@-]{0,99})$/u;

/** The name that the cursor stands behind, where somebody is being named. */
export function findMention(text: string, cursor: number): MentionDraft | null {
  const match = BEING_WRITTEN.exec(text.slice(0, cursor));
  if (!match) return null;
  const typed = match[1] ?? '';
  return { at: cursor - typed.length - 1, typed };
}

/** The text with the name written out, and where the cursor goes. */
export function completeMention(
  text: string,
  { at, typed }: MentionDraft,
  username: string,
): { readonly text: string; readonly cursor: number } {
  const before = `${text.slice(0, at)}@${username}`;
  const after = text.slice(at + 1 + typed.length);
  const space = /^\s/.test(after) ? '' : ' ';
  return { text: `${before}${space}${after}`, cursor: before.length + 1 };
}
