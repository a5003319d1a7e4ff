import {
  autocompletion,
  type CompletionContext,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language';
import { lintKeymap, setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { Box } from '@mui/material';
import { useTheme } from '@mui/material/styles';
import { useEffect, useRef } from 'react';
import type { PipelineProblem } from './check-pipeline.ts';
import { completePipeline, type DocumentField } from './complete-pipeline.ts';
import { editorLook, pipelineLanguage } from './pipeline-language.ts';

export type CodeEditorProps = {
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly problems: readonly PipelineProblem[];
  readonly fields: readonly DocumentField[];
  readonly describedBy: string;
  /** What it is, for those who hear the page. */
  readonly label?: string;
  /** Ctrl or ⌘ with Enter. */
  readonly onRun: () => void;
  /** Ctrl or ⌘ with S. */
  readonly onSave: () => void;
};

/** How far back a completion looks for where it stands. */
const LOOK_BACK = 20_000;

const COMPLETION_TYPES = { stage: 'keyword', operator: 'function', field: 'property' } as const;

function completionSource(fieldsOf: () => readonly DocumentField[]) {
  return (context: CompletionContext) => {
    const start = Math.max(0, context.pos - LOOK_BACK);
    const before = context.state.sliceDoc(start, context.pos);
    const found = completePipeline(before, fieldsOf(), context.explicit);
    if (found === null) return null;
    const options = found.suggestions.map(({ label, detail, kind }) => ({
      ...{ label, detail, type: COMPLETION_TYPES[kind] },
    }));
    return { from: start + found.from, options, validFor: /^[\w$.]*$/ };
  };
}

/** What changes while the editor lives; handlers read it when they run. */
type Latest = { current: CodeEditorProps };

function extensionsOf(latest: Latest, look: Extension, describedBy: string): Extension {
  const press = (act: () => void) => () => {
    act();
    return true;
  };
  return [
    lineNumbers(),
    history(),
    drawSelection(),
    indentOnInput(),
    indentUnit.of('  '),
    bracketMatching(),
    closeBrackets(),
    highlightActiveLine(),
    EditorState.tabSize.of(2),
    autocompletion({ override: [completionSource(() => latest.current.fields)], icons: false }),
    keymap.of([
      { key: 'Mod-Enter', run: press(() => latest.current.onRun()) },
      { key: 'Mod-s', preventDefault: true, run: press(() => latest.current.onSave()) },
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...lintKeymap,
      ...historyKeymap,
      // Tab leads on: the keyboard is not caught here.
      ...defaultKeymap,
    ]),
    EditorView.contentAttributes.of({
      'aria-label': latest.current.label ?? 'Pipeline',
      'aria-describedby': describedBy,
      spellcheck: 'false',
      autocapitalize: 'off',
    }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) latest.current.onChange(update.state.doc.toString());
    }),
    look,
  ];
}

/** An editor of pipelines: colours, completion, and errors where they stand. */
export function CodeEditor(props: CodeEditorProps) {
  const { value, problems, describedBy } = props;
  const theme = useTheme();
  const placeRef = useRef<HTMLDivElement>(null);
  const viewRef = useRef<EditorView | null>(null);
  const lookRef = useRef(new Compartment());
  const latest = useRef(props);
  latest.current = props;

  // biome-ignore lint/correctness/useExhaustiveDependencies: made once; what changes is told to it below
  useEffect(() => {
    const parent = placeRef.current;
    if (parent === null) return;
    const look = lookRef.current.of([pipelineLanguage(theme), editorLook(theme)]);
    const state = EditorState.create({
      doc: value,
      extensions: extensionsOf(latest, look, describedBy),
    });
    const view = new EditorView({ state, parent });
    viewRef.current = view;
    return () => view.destroy();
  }, []);

  useEffect(() => {
    const view = viewRef.current;
    if (view === null || view.state.doc.toString() === value) return;
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: value } });
  }, [value]);

  useEffect(() => {
    const look = [pipelineLanguage(theme), editorLook(theme)];
    viewRef.current?.dispatch({ effects: lookRef.current.reconfigure(look) });
  }, [theme]);

  useEffect(() => {
    const view = viewRef.current;
    if (view === null) return;
    const end = view.state.doc.length;
    const diagnostics = problems.map(({ from, to, message, isWarning }) => {
      const start = Math.min(from, end);
      return {
        from: start,
        to: Math.min(Math.max(to, start), end),
        severity: isWarning ? ('warning' as const) : ('error' as const),
        message,
      };
    });
    view.dispatch(setDiagnostics(view.state, diagnostics));
  }, [problems]);

  return <Box ref={placeRef} sx={{ height: '100%', minWidth: 0 }} />;
}
