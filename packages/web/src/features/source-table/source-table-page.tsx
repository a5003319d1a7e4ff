import { Box, Button, Skeleton, Stack, Typography, useMediaQuery } from '@mui/material';
import { lazy, Suspense, useState } from 'react';
import { Link, useLocation, useNavigate } from 'react-router';
import type { Source } from '../../api/types.ts';
import { formatCount } from '../../format/number.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Notice } from '../../ui/notice.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { type BulkItem, bulkItem } from './bulk-actions.ts';
import type { BulkKind } from './bulk-form.tsx';
import { columnsOf } from './source-columns.tsx';
import { SourceCards, SourceTable } from './source-rows.tsx';
import { useGetSourceTableQuery } from './source-table.api.ts';
import { apiParams, readQuery, type TableQuery, writeQuery } from './table-query.ts';
import { TableToolbar } from './table-toolbar.tsx';

const PER_PAGE = 50;
const FROM_PAGE_BEFORE = 'from the page before';

const FilterPanel = lazy(async () => ({
  default: (await import('./filter-panel.tsx')).FilterPanel,
}));
const BulkBar = lazy(async () => ({ default: (await import('./bulk-bar.tsx')).BulkBar }));

/** What the address asks, and how to ask something else: from its first page on. */
function useTableQuery() {
  const { search, state } = useLocation();
  const navigate = useNavigate();
  const query = readQuery(search);
  return {
    query,
    change: (change: Partial<TableQuery>) =>
      navigate(
        { search: writeQuery({ ...query, cursor: null, page: 1, ...change }) },
        { state: change.cursor ? FROM_PAGE_BEFORE : null },
      ),
    /** Whether the page before is one step back: not where one came by a link. */
    canGoBack: state === FROM_PAGE_BEFORE,
    open: (other: string) => navigate({ search: other }),
    back: () => navigate(-1),
  };
}

const NO_SOURCES: readonly Source[] = [];

function TableTitle({ total }: { readonly total: number | null }) {
  return (
    <Box sx={{ display: 'flex', alignItems: 'baseline', gap: 1.5, flexWrap: 'wrap' }}>
      <Typography variant="h1">Sources</Typography>
      <Typography variant="body2" color="textSecondary" role="status">
        {total !== null && `${formatCount(total)} found`}
      </Typography>
    </Box>
  );
}

function Empty({
  isFiltered,
  onClear,
}: {
  readonly isFiltered: boolean;
  readonly onClear: () => void;
}) {
  return isFiltered ? (
    <Notice title="No source is like this" detail="Take a condition away, or all of them.">
      <Button variant="contained" onClick={onClear}>
        Show all
      </Button>
    </Notice>
  ) : (
    <Notice
      title="Nothing saved yet"
      detail="Save a candidate while scanning and it appears here for your group."
    >
      <Button component={Link} to="/candidates" variant="contained">
        Scan candidates
      </Button>
    </Notice>
  );
}

/** The chosen sources, of whichever pages. */
function useChosen(sources: readonly Source[]) {
  const [chosen, setChosen] = useState<ReadonlyMap<string, BulkItem>>(new Map());
  return {
    chosen,
    clear: () => setChosen(new Map()),
    choose: (ids: readonly string[], isChosen: boolean) => {
      const next = new Map(chosen);
      for (const source of sources.filter(({ id }) => ids.includes(id))) {
        if (isChosen) next.set(source.id, bulkItem(source));
        else next.delete(source.id);
      }
      setChosen(next);
    },
  };
}

type PagerProps = {
  readonly page: number;
  readonly cursor: string | null;
  readonly canGoBack: boolean;
  readonly onBack: () => void;
  readonly onChange: (change: Partial<TableQuery>) => void;
};

function Pager({ page, cursor, canGoBack, onBack, onChange }: PagerProps) {
  if (page === 1 && cursor === null) return null;
  return (
    <Box
      component="nav"
      aria-label="Pages of the table"
      sx={{ display: 'flex', gap: 1, justifyContent: 'center', alignItems: 'center' }}
    >
      {page > 1 && <Button onClick={() => onChange({})}>First</Button>}
      {page > 1 && canGoBack && <Button onClick={onBack}>Previous</Button>}
      <Typography variant="body2">Page {page}</Typography>
      {cursor !== null && (
        <Button onClick={() => onChange({ cursor, page: page + 1 })}>Next</Button>
      )}
    </Box>
  );
}

/** What stands above the rows: conditions as a form, and what is done with the chosen ones. */
function Tools(props: {
  readonly query: TableQuery;
  readonly isFiltering: boolean;
  readonly items: readonly BulkItem[];
  readonly onFilter: (filters: TableQuery['filters'] | null) => void;
  readonly onClear: () => void;
}) {
  const [bulk, setBulk] = useState<BulkKind | null>(null);
  const { query, isFiltering, items, onFilter, onClear } = props;
  const end = () => {
    setBulk(null);
    onClear();
  };
  return (
    <Suspense fallback={null}>
      {isFiltering && (
        <FilterPanel filters={query.filters} onApply={onFilter} onClose={() => onFilter(null)} />
      )}
      {items.length > 0 && (
        <BulkBar items={items} kind={bulk} onPick={setBulk} onClear={end} onDone={end} />
      )}
    </Suspense>
  );
}

/** What the viewer's groups have saved: narrowed, sorted, shown and changed as one likes. */
export function SourceTablePage() {
  usePageTitle('Sources');
  const { query, change, open, back, canGoBack } = useTableQuery();
  const isNarrow = useMediaQuery('(max-width: 700px)');
  const [isFiltering, setFiltering] = useState(false);
  const asked = useGetSourceTableQuery(apiParams(query, PER_PAGE));
  const { data, currentData, error, isFetching, refetch } = asked;
  // While another page is on its way, the last one stays, greyed.
  const page = currentData ?? (error === undefined ? data : undefined);
  const sources = page?.sources ?? NO_SOURCES;
  const { chosen, choose, clear } = useChosen(sources);
  const columns = columnsOf(query.columns);
  const filter = (filters: TableQuery['filters'] | null) => {
    setFiltering(false);
    if (filters !== null) change({ filters });
  };
  const Rows = isNarrow ? SourceCards : SourceTable;
  return (
    <Stack spacing={1} sx={{ pt: 2 }}>
      <TableTitle total={page?.totalMatches ?? null} />
      <TableToolbar
        {...{ query, sources, columns, isFiltering, isNarrow }}
        onFilter={() => setFiltering(!isFiltering)}
        onChange={change}
        onOpen={open}
      />
      <Tools
        {...{ query, isFiltering }}
        items={[...chosen.values()]}
        onFilter={filter}
        onClear={clear}
      />
      {error !== undefined && (
        <ErrorNotice what="Sources" error={error} onRetry={() => refetch()} />
      )}
      {page === undefined && error === undefined && <Skeleton variant="rounded" height={320} />}
      {page && sources.length === 0 && (
        <Empty isFiltered={Object.keys(query.filters).length > 0} onClear={() => filter({})} />
      )}
      {sources.length > 0 && (
        <Box aria-busy={isFetching} sx={{ opacity: currentData === undefined ? 0.5 : 1 }}>
          <Rows
            {...{ sources, columns }}
            sortBy={query.sortBy}
            descending={query.descending}
            chosen={new Set(chosen.keys())}
            onSort={(by) =>
              change({ sortBy: by, descending: by === query.sortBy && !query.descending })
            }
            onChoose={choose}
          />
        </Box>
      )}
      <Pager
        {...{ canGoBack, page: query.page, cursor: page?.cursor ?? null }}
        onBack={back}
        onChange={change}
      />
    </Stack>
  );
}
