import {
  Box,
  Checkbox,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  TableSortLabel,
} from '@mui/material';
import { type ReactNode, useMemo, useState } from 'react';
import { ColumnMenu } from './column-menu.tsx';
import type { PhotometryLine } from './detection-rows.ts';
import { type LineOrder, rowWindow, type SortValue, sortLines } from './sort-lines.ts';

export type Column = {
  readonly title: string;
  readonly align?: 'right';
  /** Left out where the screen is narrow. */
  readonly isWideOnly?: boolean;
  readonly sortBy?: (line: PhotometryLine) => SortValue;
  readonly show: (line: PhotometryLine) => ReactNode;
};

type PhotometryTableProps = {
  readonly label: string;
  readonly lines: readonly PhotometryLine[];
  readonly columns: readonly Column[];
  readonly selectedKey?: string | null;
  readonly emptyText: string;
  /** What can be done with chosen lines; without it none are chosen. */
  readonly acts?: (chosen: readonly PhotometryLine[], clear: () => void) => ReactNode;
};

const HEIGHT_PX = 380;
const ROW_PX = 34;
const NONE: ReadonlySet<string> = new Set();

function displayOf({ isWideOnly = false }: Column) {
  return isWideOnly ? { xs: 'none', sm: 'table-cell' } : undefined;
}

function toggled(keys: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(keys);
  if (!next.delete(key)) next.add(key);
  return next;
}

type HeadProps = {
  readonly columns: readonly Column[];
  readonly order: LineOrder | null;
  readonly onOrder: (order: LineOrder) => void;
  /** The box that chooses all, where lines can be chosen. */
  readonly chooseAll: ReactNode;
};

function Head({ columns, order, onOrder, chooseAll }: HeadProps) {
  return (
    <TableHead>
      <TableRow>
        {chooseAll}
        {columns.map((column) => {
          const isOrder = order?.title === column.title;
          const isUp = isOrder && order.isUp;
          return (
            <TableCell
              key={column.title}
              align={column.align}
              aria-sort={isOrder ? (isUp ? 'ascending' : 'descending') : undefined}
              sx={{ bgcolor: 'background.paper', whiteSpace: 'nowrap', display: displayOf(column) }}
            >
              {column.sortBy === undefined ? (
                column.title
              ) : (
                <TableSortLabel
                  active={isOrder}
                  direction={isUp ? 'asc' : 'desc'}
                  onClick={() => onOrder({ title: column.title, isUp: isOrder ? !isUp : true })}
                >
                  {column.title}
                </TableSortLabel>
              )}
            </TableCell>
          );
        })}
      </TableRow>
    </TableHead>
  );
}

/** The place of rows that are not drawn. */
function Spacer({ heightPx }: { readonly heightPx: number }) {
  if (heightPx <= 0) return null;
  return (
    <tr aria-hidden>
      <td style={{ height: heightPx, padding: 0 }} />
    </tr>
  );
}

type ChooseCellProps = {
  readonly name: string;
  readonly isOn: boolean;
  readonly onToggle: () => void;
};

function ChooseCell({ name, isOn, onToggle }: ChooseCellProps) {
  return (
    <TableCell padding="checkbox" sx={{ bgcolor: 'background.paper', py: 0 }}>
      <Checkbox
        size="small"
        checked={isOn}
        onChange={onToggle}
        slotProps={{ input: { 'aria-label': name } }}
        sx={{ p: 0.25 }}
      />
    </TableCell>
  );
}

type LineProps = {
  readonly line: PhotometryLine;
  readonly columns: readonly Column[];
  /** Whether its cutouts are what the page shows. */
  readonly isShown: boolean;
  /** null: nothing can be done with lines, and none are chosen. */
  readonly isChosen: boolean | null;
  readonly onChoose: () => void;
};

function Line({ line, columns, isShown, isChosen, onChoose }: LineProps) {
  return (
    <TableRow hover selected={isShown} sx={{ height: ROW_PX }}>
      {isChosen !== null && (
        <ChooseCell
          name={`Choose ${line.band} ${line.mjd.toFixed(5)}`}
          isOn={isChosen}
          onToggle={onChoose}
        />
      )}
      {columns.map((column) => (
        <TableCell
          key={column.title}
          align={column.align}
          sx={{ whiteSpace: 'nowrap', py: 0, display: displayOf(column) }}
        >
          {column.show(line)}
        </TableCell>
      ))}
    </TableRow>
  );
}

function useOrdered(lines: readonly PhotometryLine[], columns: readonly Column[]) {
  const [order, setOrder] = useState<LineOrder | null>(null);
  const ordered = useMemo(() => {
    const read = columns.find(({ title }) => title === order?.title)?.sortBy;
    return order === null || read === undefined ? lines : sortLines(lines, read, order.isUp);
  }, [lines, columns, order]);
  return { order, setOrder, ordered };
}

/** Lines of photometry in a box that scrolls: sorted by any column, only those near the view drawn. */
export function PhotometryTable(props: PhotometryTableProps) {
  const { label, lines, columns, selectedKey, emptyText, acts } = props;
  const [hidden, setHidden] = useState(NONE);
  const [chosen, setChosen] = useState(NONE);
  const [topPx, setTopPx] = useState(0);
  const { order, setOrder, ordered } = useOrdered(lines, columns);
  if (lines.length === 0) {
    return <Box sx={{ fontSize: 13, color: 'text.secondary', py: 2 }}>{emptyText}</Box>;
  }
  const shown = columns.filter(({ title }) => !hidden.has(title));
  const view = rowWindow(ordered.length, { topPx, heightPx: HEIGHT_PX, rowPx: ROW_PX });
  const picked = lines.filter(({ key }) => chosen.has(key));
  const all = () => setChosen(picked.length > 0 ? NONE : new Set(lines.map(({ key }) => key)));
  return (
    <>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center' }}>
        <ColumnMenu
          label={label}
          titles={columns.map(({ title }) => title)}
          hidden={hidden}
          onToggle={(title) => setHidden(toggled(hidden, title))}
        />
        {picked.length > 0 && acts?.(picked, () => setChosen(NONE))}
      </Box>
      <Box
        tabIndex={0}
        role="region"
        aria-label={label}
        onScroll={({ currentTarget }) => setTopPx(currentTarget.scrollTop)}
        sx={{ maxHeight: HEIGHT_PX, overflow: 'auto', position: 'relative' }}
      >
        <Table size="small" stickyHeader aria-rowcount={lines.length + 1}>
          <Head
            columns={shown}
            order={order}
            onOrder={setOrder}
            chooseAll={
              acts && (
                <ChooseCell name={`Choose all: ${label}`} isOn={picked.length > 0} onToggle={all} />
              )
            }
          />
          <TableBody>
            <Spacer heightPx={view.abovePx} />
            {ordered.slice(view.from, view.to).map((line) => (
              <Line
                key={line.key}
                line={line}
                columns={shown}
                isShown={line.key === selectedKey}
                isChosen={acts ? chosen.has(line.key) : null}
                onChoose={() => setChosen(toggled(chosen, line.key))}
              />
            ))}
            <Spacer heightPx={view.belowPx} />
          </TableBody>
        </Table>
      </Box>
    </>
  );
}
