/** Hours of one allocation, in a report. */
export interface ReportRow {
  group: string;
  pi: string | null;
  proposal_id: string | null;
  hours: number;
  /** Of what was observed. */
  booked: number;
  requests: number;
}

/** The table as CSV (RFC 4180); a cell never begins a formula of a spreadsheet. */
export function reportCsv(rows: readonly ReportRow[]): string {
  const cell = (value: string | number | null) => {
    const text = String(value ?? '');
    const safe = /^[=+\-@\t\r]/.test(text) && typeof value !== 'number' ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const lines = rows.map((row) =>
    [row.group, row.pi, row.proposal_id, row.hours, row.booked, row.requests].map(cell),
  );
  return [['group', 'pi', 'proposal_id', 'hours_allocated', 'hours_booked', 'requests'], ...lines]
    .map((line) => `${line.join(',')}\r\n`)
    .join('');
}

const LINES_PER_PAGE = 50;

/** The table as a PDF (ISO 32000-1) of plain lines. */
export function reportPdf(title: string, rows: readonly ReportRow[]): Buffer {
  const total = rows.reduce((sum, row) => sum + row.hours, 0);
  const lines = [
    title,
    '',
    ...rows.map((row) => {
      const share = total > 0 ? ((100 * row.hours) / total).toFixed(1) : '0.0';
      const who = [row.group, row.pi, row.proposal_id].filter((part) => part).join(', ');
      const used = `${row.booked.toFixed(1)} h booked, ${row.requests} requests`;
      return `${row.hours.toFixed(1)} h  ${share} %  ${who}  (${used})`;
    }),
    '',
    `${total.toFixed(1)} h in all`,
  ];
  return linesPdf(lines);
}

/** Lines of text as a PDF (ISO 32000-1). */
export function linesPdf(lines: readonly string[]): Buffer {
  const pages: string[] = [];
  for (let at = 0; at < lines.length; at += LINES_PER_PAGE) {
    pages.push(pageText(lines.slice(at, at + LINES_PER_PAGE)));
  }
  return assemblePdf(pages);
}

/** Text in the encoding of the standard fonts: what Latin-1 has not becomes a question mark. */
function pageText(lines: readonly string[]): string {
  const text = lines.map((line) => {
    const latin = line.replaceAll(/[^\x20-\x7e\u00a0-\u00ff]/g, '?');
    return `(${latin.replaceAll(/[\\()]/g, '\\$&')}) '`;
  });
  return `BT /F1 11 Tf 14 TL 50 800 Td ${text.join('\n')} ET`;
}

function assemblePdf(pages: readonly string[]): Buffer {
  const kids = pages.map((_, index) => `${4 + 2 * index} 0 R`).join(' ');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    ...pages.flatMap((text, index) => [
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] ' +
        `/Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + 2 * index} 0 R >>`,
      `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
    ]),
  ];
  let body = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const at = body.length;
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const entries = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  const tail = `trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`;
  return Buffer.from(`${body}xref\n0 ${size}\n0000000000 65535 f \n${entries}${tail}`, 'latin1');
}
