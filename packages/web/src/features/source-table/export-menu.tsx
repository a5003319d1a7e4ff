import DownloadIcon from '@mui/icons-material/FileDownloadOutlined';
import { Alert, Button, LinearProgress, Menu, MenuItem, Snackbar } from '@mui/material';
import { useRef, useState } from 'react';
import { describeError } from '../../api/api-error.ts';
import { useAppDispatch } from '../../app/hooks.ts';
import { formatCount } from '../../format/number.ts';
import { EXPORT_FORMATS, type ExportFormat } from './export-formats.ts';
import type { SourceTableColumn } from './source-columns.tsx';
import { tableApi } from './source-table.api.ts';
import { apiParams, type TableQuery } from './table-query.ts';

const EXPORT_PAGE = 500;

type State =
  | { readonly kind: 'idle' }
  | { readonly kind: 'busy'; readonly read: number; readonly of: number }
  | { readonly kind: 'done'; readonly message: string; readonly isError: boolean };

type ExportMenuProps = {
  readonly query: TableQuery;
  readonly columns: readonly SourceTableColumn[];
};

function useExport(query: TableQuery, columns: readonly SourceTableColumn[]) {
  const [state, setState] = useState<State>({ kind: 'idle' });
  const abort = useRef<AbortController | null>(null);
  const dispatch = useAppDispatch();
  const readPage = (cursor: string | null) => {
    const params = apiParams({ ...query, cursor, page: 1 }, EXPORT_PAGE);
    const options = { subscribe: false, forceRefetch: true } as const;
    return dispatch(tableApi.endpoints.getSourceTable.initiate(params, options)).unwrap();
  };
  const run = async (format: ExportFormat) => {
    const controller = new AbortController();
    const { signal } = controller;
    abort.current = controller;
    setState({ kind: 'busy', read: 0, of: 0 });
    try {
      // The writers of tables are as large as the rest of the page.
      const { download, readAll, tableOf, writeSources } = await import('./export-sources.ts');
      const onProgress = (read: number, of: number) => setState({ kind: 'busy', read, of });
      const sources = await readAll(readPage, { signal, onProgress });
      download(writeSources(tableOf(sources, columns), format), format);
      const message = `${formatCount(sources.length)} sources written`;
      setState({ kind: 'done', message, isError: false });
    } catch (error) {
      const message = `Not exported: ${describeError(error)}`;
      setState(signal.aborted ? { kind: 'idle' } : { kind: 'done', message, isError: true });
    }
  };
  const end = () => {
    abort.current?.abort();
    setState({ kind: 'idle' });
  };
  return { state, run, end };
}

function ExportNotice({ state, onEnd }: { readonly state: State; readonly onEnd: () => void }) {
  const isBusy = state.kind === 'busy';
  const isKnown = isBusy && state.of > 0;
  return (
    <Snackbar open={state.kind !== 'idle'}>
      <Alert
        severity={state.kind === 'done' && state.isError ? 'error' : 'info'}
        variant="outlined"
        sx={{ bgcolor: 'background.paper' }}
        action={
          <Button color="inherit" onClick={onEnd}>
            {isBusy ? 'Stop' : 'Close'}
          </Button>
        }
      >
        {isBusy && (
          <>
            {`${formatCount(state.read)} of ${formatCount(state.of)} sources read`}
            <LinearProgress
              aria-label="Reading sources"
              variant={isKnown ? 'determinate' : 'indeterminate'}
              value={isKnown ? (100 * state.read) / state.of : 0}
              sx={{ mt: 0.5 }}
            />
          </>
        )}
        {state.kind === 'done' && state.message}
      </Alert>
    </Snackbar>
  );
}

/** Every source that is found, in the shown columns, as a file. */
export function ExportMenu({ query, columns }: ExportMenuProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const { state, run, end } = useExport(query, columns);
  const begin = (format: ExportFormat) => {
    setAnchor(null);
    void run(format);
  };
  return (
    <>
      <Button
        startIcon={<DownloadIcon />}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        disabled={state.kind === 'busy'}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        Export
      </Button>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        {EXPORT_FORMATS.map(([format, label]) => (
          <MenuItem key={format} onClick={() => begin(format)}>
            {label}
          </MenuItem>
        ))}
      </Menu>
      <ExportNotice state={state} onEnd={end} />
    </>
  );
}
