/** XML 1.0 has no control characters but these three, and no halves of surrogates. */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd');
}

/** An element of a text; nothing where there is none. */
export function element(name: string, text: string | null, indent = ''): string {
  return text === null || text === '' ? '' : `${indent}<${name}>${escapeXml(text)}</${name}>\n`;
}

export const XML_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
