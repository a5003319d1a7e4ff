import { Box, Button, Table, TableBody, TableCell, TableHead, TableRow } from '@mui/material';
import { type ReactNode, useState } from 'react';
import type { PhotometryLine } from './detection-rows.ts';

export type Column = {
  readonly title: string;
  readonly align?: 'right';
  /** Left out where the screen is narrow. */
  readonly isWideOnly?: boolean;
  readonly show: (line: PhotometryLine) => ReactNode;
};

type PhotometryTableProps = {
  readonly label: string;
  readonly lines: readonly PhotometryLine[];
  readonly columns: readonly Column[];
  readonly selectedKey?: string | null;
  readonly emptyText: string;
};

const FIRST_LINES = 100;

function displayOf({ isWideOnly = false }: Column) {
  return isWideOnly ? { xs: 'none', sm: 'table-cell' } : undefined;
}

/** Lines of photometry in a box that scrolls; a long one is shown in full when asked for. */
export function PhotometryTable(props: PhotometryTableProps) {
  const { label, lines, columns, selectedKey, emptyText } = props;
  const [isWhole, setWhole] = useState(false);
  if (lines.length === 0) {
    return <Box sx={{ fontSize: 13, color: 'text.secondary', py: 2 }}>{emptyText}</Box>;
  }
  const shown = isWhole ? lines : lines.slice(0, FIRST_LINES);
  return (
    <Box
      tabIndex={0}
      role="region"
      aria-label={label}
      sx={{ maxHeight: 380, overflow: 'auto', position: 'relative' }}
    >
      <Table size="small" stickyHeader>
        <TableHead>
          <TableRow>
            {columns.map((column) => (
              <TableCell
                key={column.title}
                align={column.align}
                sx={{
                  bgcolor: 'background.paper',
                  whiteSpace: 'nowrap',
                  display: displayOf(column),
                }}
              >
                {column.title}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {shown.map((line) => (
            <TableRow key={line.key} hover selected={line.key === selectedKey}>
              {columns.map((column) => (
                <TableCell
                  key={column.title}
                  align={column.align}
                  sx={{ whiteSpace: 'nowrap', display: displayOf(column) }}
                >
                  {column.show(line)}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {shown.length < lines.length && (
        <Button onClick={() => setWhole(true)}>Show all {lines.length}</Button>
      )}
    </Box>
  );
}
