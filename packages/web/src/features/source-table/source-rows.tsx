import {
  Box,
  Checkbox,
  Paper,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  TableSortLabel,
} from '@mui/material';
import type { KeyboardEvent } from 'react';
import { useNavigate } from 'react-router';
import type { Source } from '../../api/types.ts';
import { MISSING } from '../../format/number.ts';
import { StarButton } from '../listings/star-button.tsx';
import type { SourceTableColumn } from './source-columns.tsx';

export type SourceRowsProps = {
  readonly sources: readonly Source[];
  readonly columns: readonly SourceTableColumn[];
  readonly sortBy: string;
  readonly descending: boolean;
  readonly chosen: ReadonlySet<string>;
  readonly onSort: (sortBy: string) => void;
  readonly onChoose: (ids: readonly string[], isChosen: boolean) => void;
};

/** Keys on a row: up and down, x or blank to choose, Enter to open. */
function useRowKeys({ onChoose, chosen }: SourceRowsProps) {
  const navigate = useNavigate();
  return (event: KeyboardEvent<HTMLElement>, id: string) => {
    if (event.target !== event.currentTarget) return;
    const row = event.currentTarget;
    const neighbour =
      event.key === 'ArrowDown' || event.key === 'j'
        ? row.nextElementSibling
        : event.key === 'ArrowUp' || event.key === 'k'
          ? row.previousElementSibling
          : null;
    if (neighbour instanceof HTMLElement) neighbour.focus();
    else if (event.key === ' ' || event.key === 'x') onChoose([id], !chosen.has(id));
    else if (event.key === 'Enter') navigate(`/source/${encodeURIComponent(id)}`);
    else return;
    event.preventDefault();
  };
}

function ChooseAll({ sources, chosen, onChoose }: SourceRowsProps) {
  const here = sources.filter(({ id }) => chosen.has(id)).length;
  return (
    <Checkbox
      size="small"
      checked={here > 0 && here === sources.length}
      indeterminate={here > 0 && here < sources.length}
      onChange={(_event, isChosen) =>
        onChoose(
          sources.map(({ id }) => id),
          isChosen,
        )
      }
      slotProps={{ input: { 'aria-label': 'Choose all of this page' } }}
    />
  );
}

function ChooseOne({
  id,
  chosen,
  onChoose,
}: Pick<SourceRowsProps, 'chosen' | 'onChoose'> & { readonly id: string }) {
  return (
    <Checkbox
      size="small"
      checked={chosen.has(id)}
      onChange={(_event, isChosen) => onChoose([id], isChosen)}
      slotProps={{ input: { 'aria-label': `Choose ${id}` } }}
    />
  );
}

/** The sources as a table. */
export function SourceTable(props: SourceRowsProps) {
  const { sources, columns, sortBy, descending, chosen } = props;
  const onKey = useRowKeys(props);
  return (
    <Paper
      variant="outlined"
      sx={{ overflowX: 'auto' }}
      tabIndex={0}
      role="region"
      aria-label="Sources"
    >
      <Table size="small" sx={{ '& td, & th': { whiteSpace: 'nowrap' } }}>
        <TableHead>
          <TableRow>
            <TableCell padding="checkbox">
              <ChooseAll {...props} />
            </TableCell>
            {columns.map((column) => (
              <TableCell
                key={column.id}
                align={column.isNumber ? 'right' : 'left'}
                sortDirection={column.sortBy === sortBy ? (descending ? 'desc' : 'asc') : false}
              >
                {column.sortBy === null ? (
                  column.label
                ) : (
                  <TableSortLabel
                    active={column.sortBy === sortBy}
                    direction={column.sortBy === sortBy && descending ? 'desc' : 'asc'}
                    onClick={() => props.onSort(column.sortBy ?? '')}
                  >
                    {column.label}
                  </TableSortLabel>
                )}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {sources.map((source, index) => (
            <TableRow
              key={source.id}
              hover
              selected={chosen.has(source.id)}
              tabIndex={index === 0 ? 0 : -1}
              aria-label={source.id}
              onKeyDown={(event) => onKey(event, source.id)}
            >
              <TableCell padding="checkbox">
                <Box sx={{ display: 'flex', alignItems: 'center' }}>
                  <ChooseOne id={source.id} {...props} />
                  <StarButton objId={source.id} />
                </Box>
              </TableCell>
              {columns.map((column) => (
                <TableCell
                  key={column.id}
                  align={column.isNumber ? 'right' : 'left'}
                  {...(column.id === 'id' ? { component: 'th', scope: 'row' } : {})}
                >
                  {column.show(source)}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Paper>
  );
}

/** The same for a narrow screen: a card an object. */
export function SourceCards(props: SourceRowsProps) {
  const { sources, columns, chosen } = props;
  const [nameColumn, ...others] = columns;
  return (
    <Box
      component="ul"
      aria-label="Sources"
      sx={{ listStyle: 'none', p: 0, m: 0, display: 'grid', gap: 1 }}
    >
      {sources.map((source) => (
        <Paper
          key={source.id}
          component="li"
          variant="outlined"
          sx={{ p: 1, borderColor: chosen.has(source.id) ? 'primary.main' : 'divider' }}
        >
          <Box sx={{ display: 'flex', alignItems: 'center', fontSize: 15 }}>
            <ChooseOne id={source.id} {...props} />
            <Box sx={{ flex: 1 }}>{nameColumn?.show(source)}</Box>
            <StarButton objId={source.id} />
          </Box>
          <Box
            component="dl"
            sx={{
              m: 0,
              display: 'grid',
              gridTemplateColumns: 'auto 1fr',
              columnGap: 1.5,
              fontSize: 13,
            }}
          >
            {others.map((column) => {
              const shown = column.show(source);
              // What is missing would make the card long.
              if (shown === MISSING || (Array.isArray(shown) && shown.length === 0)) return null;
              return (
                <Box key={column.id} sx={{ display: 'contents' }}>
                  <Box component="dt" sx={{ color: 'text.secondary' }}>
                    {column.label}
                  </Box>
                  <Box component="dd" sx={{ m: 0, textAlign: 'right', overflowWrap: 'anywhere' }}>
                    {shown}
                  </Box>
                </Box>
              );
            })}
          </Box>
        </Paper>
      ))}
    </Box>
  );
}
