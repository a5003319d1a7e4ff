import { Paper, Table, TableBody, TableCell, TableHead, TableRow, Typography } from '@mui/material';
import { formatCount } from '../../format/number.ts';
import type { FirstRows } from './run-query.ts';

/** The first documents of an answer. */
export function ResultTable({ columns, rows, isCut }: FirstRows) {
  const said = isCut
    ? `The first ${formatCount(rows.length)} documents`
    : `${formatCount(rows.length)} documents`;
  return (
    <>
      <Typography variant="body2" color="textSecondary" role="status">
        {rows.length === 0 ? 'No document is like this' : said}
      </Typography>
      {rows.length > 0 && (
        <Paper
          variant="outlined"
          role="region"
          aria-label="Result"
          tabIndex={0}
          sx={{ overflow: 'auto', maxHeight: 420 }}
        >
          <Table size="small" stickyHeader sx={{ '& td, & th': { whiteSpace: 'nowrap' } }}>
            <TableHead>
              <TableRow>
                {columns.map((name) => (
                  <TableCell key={name}>{name}</TableCell>
                ))}
              </TableRow>
            </TableHead>
            <TableBody>
              {rows.map((cells, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: documents need have nothing of their own
                <TableRow key={at} hover>
                  {columns.map((name, i) => (
                    <TableCell
                      key={name}
                      sx={{ maxWidth: 360, overflow: 'hidden', textOverflow: 'ellipsis' }}
                    >
                      {cells[i]}
                    </TableCell>
                  ))}
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </Paper>
      )}
    </>
  );
}
