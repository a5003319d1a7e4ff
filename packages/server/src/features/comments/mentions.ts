/** Code is not spoken: `@decorator` in it names nobody. */
const code = /```[\s\S]*?(```|$)|`[^`\n]*`/g;
/** Not behind a letter or digit: an e-mail address names nobody, either. */
const mention = /(?<![\p{L}\p{N}_.@-])@([a-zA-Z0-9][a-zA-Z0-9_.@-]{0,99})/gu;

/** The usernames that a text may name, small: each with and without the full stop that may end it. */
export function readMentions(text: string): string[] {
  const found = new Set<string>();
  for (const [, name = ''] of text.replaceAll(code, ' ').matchAll(mention)) {
    const small = name.toLowerCase();
    found.add(small);
    found.add(small.replace(/[.@-]+$/, ''));
  }
  return [...found].slice(0, 200);
}
