/** A statement of a migration and the line it starts on (from 1). */
export interface SqlStatement {
  text: string;
  line: number;
}

/**
 * What a semicolon may hide in: comments, quoted texts and names, dollar quotes. A block comment
 * may nest, which the scanner counts; an E'' text may hold a backslash before its quote.
 */
const opaque =
  /--[^\n]*|\/\*|\b[eE]'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|(?<![\w$])\$([A-Za-z_]\w*)?\$|\bBEGIN\s+ATOMIC\b|;/gi;

/** Splits an SQL text at the semicolons that end its statements. */
export function splitStatements(sql: string): SqlStatement[] {
  const statements: SqlStatement[] = [];
  const scanner = new RegExp(opaque);
  let start = 0;
  for (let match = scanner.exec(sql); match; match = scanner.exec(sql)) {
    const token = match[0];
    if (token === ';') {
      addStatement(statements, sql, start, match.index);
      start = scanner.lastIndex;
    } else if (token === '/*') {
      scanner.lastIndex = endOfBlockComment(sql, scanner.lastIndex);
    } else if (token.startsWith('$')) {
      const end = sql.indexOf(token, scanner.lastIndex);
      scanner.lastIndex = end < 0 ? sql.length : end + token.length;
    } else if (/^begin/i.test(token)) {
      const end = /\bEND\s*;/gi;
      end.lastIndex = scanner.lastIndex;
      const found = end.exec(sql);
      scanner.lastIndex = found ? end.lastIndex - 1 : sql.length;
    }
  }
  addStatement(statements, sql, start, sql.length);
  return statements;
}

function endOfBlockComment(sql: string, from: number): number {
  const marks = /\/\*|\*\//g;
  marks.lastIndex = from;
  let depth = 1;
  for (let mark = marks.exec(sql); mark; mark = marks.exec(sql)) {
    depth += mark[0] === '/*' ? 1 : -1;
    if (depth === 0) return marks.lastIndex;
  }
  return sql.length;
}

function addStatement(into: SqlStatement[], sql: string, start: number, end: number): void {
  const raw = sql.slice(start, end);
  const lead = raw.match(/^(?:\s+|--[^\n]*(?:\n|$))*/)?.[0].length ?? 0;
  const text = raw.slice(lead).trim();
  if (text === '') return;
  into.push({ text, line: sql.slice(0, start + lead).split('\n').length });
}
