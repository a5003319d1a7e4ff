/** The text with two spaces per level; unchanged where it is not JSON, or would lose digits. */
export function tidyPipelineText(text: string): string {
  // A 64-bit integer would be rounded.
  if (/\d{16}/.test(text)) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
