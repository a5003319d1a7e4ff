import {
  Box,
  MenuItem,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  TextField,
} from '@mui/material';
import { type ColumnMapping, PHOTOMETRY_FIELDS } from './column-mapping.ts';
import type { ReadTable } from './read-table.ts';

type MappedTableProps = {
  readonly table: ReadTable;
  readonly mapping: ColumnMapping;
  readonly errors: ReadonlyMap<number, readonly string[]>;
  readonly onMap: (column: string, field: string) => void;
};

const AT_ONCE = 8;

/** The first rows, and all rows with something wrong. */
function shownRows({ rows }: ReadTable, errors: MappedTableProps['errors']): readonly number[] {
  const first = rows.slice(0, AT_ONCE).map((_row, index) => index);
  return [...new Set([...errors.keys(), ...first])]
    .filter((row) => row < rows.length)
    .sort((a, b) => a - b);
}

function FieldSelect({
  column,
  field,
  onMap,
}: {
  readonly column: string;
  readonly field: string;
  readonly onMap: MappedTableProps['onMap'];
}) {
  return (
    <TextField
      select
      value={field}
      onChange={(event) => onMap(column, event.target.value)}
      slotProps={{
        select: { displayEmpty: true },
        htmlInput: { 'aria-label': `What the column ${column} is` },
      }}
      sx={{ minWidth: 130 }}
    >
      <MenuItem value="">left out</MenuItem>
      {PHOTOMETRY_FIELDS.map(({ name, label }) => (
        <MenuItem key={name} value={name}>
          {label}
        </MenuItem>
      ))}
    </TextField>
  );
}

/** The table as it was read, what each column is, and what is wrong with which row. */
export function MappedTable({ table, mapping, errors, onMap }: MappedTableProps) {
  return (
    <Box
      tabIndex={0}
      role="region"
      aria-label="Preview"
      sx={{ overflow: 'auto', maxHeight: 320, fontSize: 12 }}
    >
      <Table size="small">
        <TableHead>
          <TableRow>
            <TableCell>Row</TableCell>
            {table.columns.map((column) => (
              <TableCell key={column}>
                <Box sx={{ mb: 0.5, overflowWrap: 'anywhere' }}>{column}</Box>
                <FieldSelect column={column} field={mapping[column] ?? ''} onMap={onMap} />
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {shownRows(table, errors).map((index) => {
            const problems = errors.get(index);
            return (
              <TableRow key={index} selected={problems !== undefined}>
                <TableCell sx={{ color: problems ? 'error.main' : undefined, minWidth: 90 }}>
                  {index + 1}
                  {problems?.map((problem) => (
                    <div key={problem}>{problem}</div>
                  ))}
                </TableCell>
                {table.columns.map((column, place) => (
                  <TableCell
                    key={column}
                    sx={{
                      whiteSpace: 'nowrap',
                      color: mapping[column] === '' ? 'text.disabled' : undefined,
                    }}
                  >
                    {table.rows[index]?.[place]}
                  </TableCell>
                ))}
              </TableRow>
            );
          })}
        </TableBody>
      </Table>
    </Box>
  );
}
