import FilterIcon from '@mui/icons-material/FilterList';
import ColumnsIcon from '@mui/icons-material/ViewColumn';
import { Box, Button, Chip, MenuItem, TextField } from '@mui/material';
import { lazy, Suspense, useState } from 'react';
import type { Source } from '../../api/types.ts';
import { useMyGroups } from '../session/use-profile.ts';
import { ExportMenu } from './export-menu.tsx';
import { noteIdsOf, type SourceTableColumn } from './source-columns.tsx';
import { describeFilter, type TableQuery, viewOf } from './table-query.ts';
import { ViewsMenu } from './views-menu.tsx';

const ColumnDialog = lazy(async () => ({
  default: (await import('./column-dialog.tsx')).ColumnDialog,
}));

type TableToolbarProps = {
  readonly query: TableQuery;
  readonly sources: readonly Source[];
  readonly columns: readonly SourceTableColumn[];
  readonly isFiltering: boolean;
  readonly isNarrow: boolean;
  readonly onFilter: () => void;
  readonly onChange: (change: Partial<TableQuery>) => void;
  readonly onOpen: (search: string) => void;
};

/** Sorting by a list: a card has no head to click. */
function SortSelect({
  query,
  columns,
  onChange,
}: Pick<TableToolbarProps, 'query' | 'columns' | 'onChange'>) {
  const value = `${query.descending ? '-' : ''}${query.sortBy}`;
  const options = columns.flatMap(({ sortBy, label }) =>
    sortBy === null
      ? []
      : [
          [sortBy, `${label} ↑`],
          [`-${sortBy}`, `${label} ↓`],
        ],
  );
  const isKnown = options.some(([one]) => one === value);
  return (
    <TextField
      select
      label="Sort"
      value={isKnown ? value : ''}
      onChange={(event) => {
        const sort = event.target.value;
        onChange({ sortBy: sort.replace(/^-/, ''), descending: sort.startsWith('-') });
      }}
      sx={{ minWidth: 130 }}
    >
      {options.map(([one, label]) => (
        <MenuItem key={one} value={one}>
          {label}
        </MenuItem>
      ))}
    </TextField>
  );
}

/** What is asked, in chips, and what can be done with all of it. */
export function TableToolbar(props: TableToolbarProps) {
  const { query, sources, columns, isFiltering, isNarrow, onFilter, onChange, onOpen } = props;
  const [isChoosing, setChoosing] = useState(false);
  const groups = useMyGroups();
  const names = Object.keys(query.filters);
  return (
    <>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 0.5, alignItems: 'center' }}>
        <Button startIcon={<FilterIcon />} aria-expanded={isFiltering} onClick={onFilter}>
          Filter
        </Button>
        <ViewsMenu search={viewOf(query)} onOpen={onOpen} />
        <Button startIcon={<ColumnsIcon />} onClick={() => setChoosing(true)}>
          Columns
        </Button>
        <ExportMenu query={query} columns={columns} />
        {isNarrow && <SortSelect query={query} columns={columns} onChange={onChange} />}
      </Box>
      {names.length > 0 && (
        <Box
          component="ul"
          aria-label="Conditions"
          sx={{ listStyle: 'none', p: 0, m: 0, display: 'flex', gap: 0.5, flexWrap: 'wrap' }}
        >
          {names.map((name) => (
            <li key={name}>
              <Chip
                label={describeFilter(name, query.filters[name] ?? '', groups)}
                onDelete={() => {
                  const { [name]: _gone, ...rest } = query.filters;
                  onChange({ filters: rest });
                }}
              />
            </li>
          ))}
        </Box>
      )}
      {isChoosing && (
        <Suspense fallback={null}>
          <ColumnDialog
            columns={query.columns}
            noteIds={noteIdsOf(sources)}
            onChoose={(chosen) => {
              onChange({ columns: chosen });
              setChoosing(false);
            }}
            onClose={() => setChoosing(false)}
          />
        </Suspense>
      )}
    </>
  );
}
