import { Box } from '@mui/material';
import { lexer, type MarkedToken, type Token, type Tokens } from 'marked';
import { Fragment, type ReactNode, useMemo } from 'react';
import { MONO } from '../../app/theme.ts';
import { safeLink } from './safe-link.ts';

/** What is said of text that is nothing else, so that names in it can be shown as such. */
type ShowText = (text: string) => ReactNode;

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

/** The lexer may write some characters as HTML does; here they are text. */
function plain(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity);
}

function linkOf(href: string, children: ReactNode): ReactNode {
  const address = safeLink(plain(href));
  if (address === null) return children;
  return (
    <a href={address} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  );
}

function cellsOf(row: readonly Tokens.TableCell[], Cell: 'th' | 'td', show: ShowText) {
  return (
    <tr>
      {row.map((cell, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a text that is parsed anew each time
        <Cell key={index} style={cell.align ? { textAlign: cell.align } : undefined}>
          {nodesOf(cell.tokens, show)}
        </Cell>
      ))}
    </tr>
  );
}

function listOf(token: Tokens.List, show: ShowText): ReactNode {
  const items = token.items.map((item, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a text that is parsed anew each time
    <li key={index}>
      {item.task && (item.checked === true ? '☑ ' : '☐ ')}
      {nodesOf(item.tokens, show)}
    </li>
  ));
  return token.ordered ? (
    <ol start={token.start === '' ? 1 : Number(token.start)}>{items}</ol>
  ) : (
    <ul>{items}</ul>
  );
}

function tableOf(token: Tokens.Table, show: ShowText): ReactNode {
  return (
    <Box sx={{ overflowX: 'auto' }}>
      <table>
        <thead>{cellsOf(token.header, 'th', show)}</thead>
        <tbody>
          {token.rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a text that is parsed anew each time
            <Fragment key={index}>{cellsOf(row, 'td', show)}</Fragment>
          ))}
        </tbody>
      </table>
    </Box>
  );
}

function blockOf(token: MarkedToken, show: ShowText): ReactNode {
  switch (token.type) {
    case 'paragraph':
      return <p>{nodesOf(token.tokens, show)}</p>;
    case 'heading':
      // No heading of the page: one who goes from heading to heading would stumble on it.
      return (
        <p>
          <strong>{nodesOf(token.tokens, show)}</strong>
        </p>
      );
    case 'blockquote':
      return <blockquote>{nodesOf(token.tokens, show)}</blockquote>;
    case 'list':
      return listOf(token, show);
    case 'table':
      return tableOf(token, show);
    case 'code':
      return (
        <pre>
          <code>{token.text}</code>
        </pre>
      );
    case 'hr':
      return <hr />;
    default:
      return inlineOf(token, show);
  }
}

function inlineOf(token: MarkedToken, show: ShowText): ReactNode {
  switch (token.type) {
    case 'strong':
      return <strong>{nodesOf(token.tokens, show)}</strong>;
    case 'em':
      return <em>{nodesOf(token.tokens, show)}</em>;
    case 'del':
      return <del>{nodesOf(token.tokens, show)}</del>;
    case 'codespan':
      return <code>{plain(token.text)}</code>;
    case 'br':
      return <br />;
    case 'link':
      return linkOf(token.href, nodesOf(token.tokens, show));
    case 'image':
      // A picture from elsewhere would tell its server who reads what: a link to it will do.
      return linkOf(token.href, token.text === '' ? token.href : plain(token.text));
    case 'text':
      return 'tokens' in token && token.tokens
        ? nodesOf(token.tokens, show)
        : show(plain(token.text));
    case 'escape':
      return plain(token.text);
    case 'space':
    case 'def':
      return null;
    default:
      // HTML, too: it is shown as it was written.
      return token.raw;
  }
}

function nodesOf(tokens: readonly Token[], show: ShowText): ReactNode {
  return tokens.map((token, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a text that is parsed anew each time
    <Fragment key={index}>{blockOf(token as MarkedToken, show)}</Fragment>
  ));
}

const LOOK = {
  fontSize: 13,
  overflowWrap: 'anywhere',
  '& p, & ul, & ol, & pre, & blockquote, & table': { my: 0.5 },
  '& > :first-of-type': { mt: 0 },
  '& > :last-child': { mb: 0 },
  '& ul, & ol': { pl: 3 },
  '& a': { color: 'primary.main' },
  '& code': { fontFamily: MONO, fontSize: 12 },
  '& pre': { overflowX: 'auto', p: 1, border: 1, borderColor: 'divider', borderRadius: 1 },
  '& blockquote': {
    borderLeft: 3,
    borderColor: 'divider',
    mx: 0,
    pl: 1.5,
    color: 'text.secondary',
  },
  '& table': { borderCollapse: 'collapse' },
  '& th, & td': { border: 1, borderColor: 'divider', px: 1, py: 0.25, textAlign: 'left' },
  '& hr': { border: 0, borderTop: 1, borderColor: 'divider' },
} as const;

const MENTION = /(?<![\p{L}\p{N}_.@-])(@[a-zA-Z0-9][a-zA-Z0-9_.@-]{0,99})/u;

/** Names of people stand out, where they name somebody. */
function showMentions(known: ReadonlySet<string>): ShowText {
  return (text) =>
    text.split(MENTION).map((part, index) => {
      const name = part.slice(1).toLowerCase();
      const isKnown =
        part.startsWith('@') && (known.has(name) || known.has(name.replace(/[.@-]+$/, '')));
      // biome-ignore lint/suspicious/noArrayIndexKey: a text that is parsed anew each time
      return isKnown ? <b key={index}>{part}</b> : part;
    });
}

type MarkdownProps = {
  readonly text: string;
  /** Usernames of those whom it names. */
  readonly mentions?: readonly string[];
};

const NOBODY: readonly string[] = [];

/**
 * Markdown as it is meant. It is made of elements one by one and never of HTML: what somebody
 * wrote as HTML is shown as he wrote it, and only plain addresses are links.
 */
export function Markdown({ text, mentions = NOBODY }: MarkdownProps) {
  const nodes = useMemo(() => {
    const known = new Set(mentions.map((name) => name.toLowerCase()));
    return nodesOf(lexer(text, { gfm: true, breaks: true }), showMentions(known));
  }, [text, mentions]);
  return <Box sx={LOOK}>{nodes}</Box>;
}
