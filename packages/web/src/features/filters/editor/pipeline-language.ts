import {
  HighlightStyle,
  StreamLanguage,
  type StreamParser,
  syntaxHighlighting,
} from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { Theme } from '@mui/material/styles';
import { MONO } from '../../../app/theme.ts';

type State = { depth: number; isInComment: boolean };

const COMMENT = /^(?:\/\/|#).*/;
const QUOTED = /^(?:"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?)/;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/;
const ATOM = /^(?:true|false|null|True|False|None|NaN|Infinity)\b/;
const WORD = /^[A-Za-z_$][\w$.]*/;

/** JSON as the language takes it: also quotes and literals of Python and the Mongo shell. */
const parser: StreamParser<State> = {
  name: 'pipeline',
  startState: () => ({ depth: 0, isInComment: false }),
  token(stream, state) {
    if (state.isInComment) {
      state.isInComment = !stream.match(/^.*?\*\//);
      if (state.isInComment) stream.skipToEnd();
      return 'comment';
    }
    if (stream.eatSpace()) return null;
    if (stream.match(COMMENT)) return 'comment';
    if (stream.match('/*')) {
      state.isInComment = true;
      return 'comment';
    }
    const isQuoted = stream.match(QUOTED);
    if (isQuoted || stream.match(ATOM, false) === null) {
      if (isQuoted || stream.match(WORD))
        return wordKind(stream.current(), stream.string.slice(stream.pos));
    }
    if (stream.match(ATOM)) return 'atom';
    if (stream.match(NUMBER)) return 'number';
    const sign = stream.next() ?? '';
    if ('[{('.includes(sign)) state.depth += 1;
    if (']})'.includes(sign)) state.depth = Math.max(0, state.depth - 1);
    return null;
  },
  indent: (state, after, { unit }) => {
    const closes = /^[\]})]/.test(after) ? 1 : 0;
    return Math.max(0, state.depth - closes) * unit;
  },
  languageData: {
    closeBrackets: { brackets: ['(', '[', '{', "'", '"'] },
    commentTokens: { line: '//' },
  },
};

function wordKind(word: string, after: string): string {
  const isKey = /^\s*:/.test(after);
  const isDollar = /^["']?\$/.test(word);
  if (isKey) return isDollar ? 'keyword' : 'propertyName';
  return isDollar ? 'variableName' : 'string';
}

const language = StreamLanguage.define(parser);

/** The language with the colours of a theme. */
export function pipelineLanguage({ palette }: Theme): Extension {
  const style = HighlightStyle.define([
    { tag: tags.keyword, color: palette.primary.main, fontWeight: '600' },
    { tag: tags.propertyName, color: palette.text.primary },
    { tag: tags.variableName, color: palette.warning.main },
    { tag: tags.string, color: palette.success.main },
    { tag: [tags.number, tags.atom], color: palette.error.main },
    { tag: tags.comment, color: palette.text.secondary, fontStyle: 'italic' },
  ]);
  return [language, syntaxHighlighting(style)];
}

/** The editor's own parts in the colours of a theme: the library draws them in white and grey. */
export function editorLook({ palette }: Theme): Extension {
  const { background, text, divider, primary, action, error } = palette;
  const box = {
    backgroundColor: background.paper,
    color: text.primary,
    border: `1px solid ${divider}`,
  };
  return EditorView.theme(
    {
      '&': {
        height: '100%',
        fontSize: '12.5px',
        color: text.primary,
        backgroundColor: 'transparent',
      },
      '&.cm-focused': { outline: 'none' },
      '.cm-scroller': { fontFamily: MONO, lineHeight: '18px', overflow: 'auto' },
      '.cm-content': { caretColor: primary.main },
      '.cm-cursor': { borderLeftColor: primary.main, borderLeftWidth: '2px' },
      '.cm-gutters': {
        backgroundColor: 'transparent',
        color: text.secondary,
        borderRight: `1px solid ${divider}`,
      },
      '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: action.hover },
      '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground':
        { backgroundColor: `${primary.main}40` },
      '&.cm-focused .cm-matchingBracket': {
        backgroundColor: `${primary.main}33`,
        color: 'inherit',
      },
      '.cm-tooltip': box,
      '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: MONO, maxHeight: '14em' },
      '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '3px 8px' },
      '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
        backgroundColor: primary.main,
        color: primary.contrastText,
      },
      '.cm-completionDetail': { fontStyle: 'normal', opacity: '0.85' },
      '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
      '.cm-diagnostic': { borderLeft: `4px solid ${error.main}`, padding: '4px 8px' },
      '.cm-lintRange-error': {
        backgroundImage: 'none',
        textDecoration: `underline wavy ${error.main}`,
        textUnderlineOffset: '3px',
      },
      '.cm-lint-marker-error': { content: '"●"', color: error.main },
      '.cm-panels': { ...box, border: 'none' },
    },
    { dark: palette.mode === 'dark' },
  );
}
