import { Box, Table, TableBody, TableCell, TableHead, TableRow } from '@mui/material';
import type { CatalogNeighbours } from '../../api/types.ts';
import { MONO } from '../../app/theme.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { useGetCrossMatchesQuery } from './catalogs.api.ts';
import { mainValues } from './main-values.ts';

type Match = CatalogNeighbours['matches'][number];

function Values({ match }: { readonly match: Match }) {
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 1.5 }}>
      {mainValues(match.document).map(([field, text]) => (
        <Box component="span" key={field} sx={{ whiteSpace: 'nowrap' }}>
          <Box component="span" sx={{ color: 'text.secondary' }}>
            {field}
          </Box>{' '}
          {text}
        </Box>
      ))}
    </Box>
  );
}

function MatchRow({ catalog, match }: { readonly catalog: string; readonly match: Match }) {
  return (
    <TableRow hover>
      <TableCell component="th" scope="row" sx={{ whiteSpace: 'nowrap' }}>
        {catalog}
        <Box sx={{ fontFamily: MONO, fontSize: 12, color: 'text.secondary' }}>
          {String(match.id)}
        </Box>
      </TableCell>
      <TableCell align="right">{match.distance_arcsec.toFixed(2)}</TableCell>
      <TableCell align="right">{match.distance_kpc?.toFixed(1) ?? ''}</TableCell>
      <TableCell>
        <Values match={match} />
      </TableCell>
    </TableRow>
  );
}

const note = { fontSize: 13, color: 'text.secondary', py: 1 };

/** What lies around an object in the catalogs. */
export function NeighboursTable({ objId }: { readonly objId: string }) {
  const { currentData, error, refetch } = useGetCrossMatchesQuery(objId);
  if (error !== undefined) {
    return <ErrorNotice what="the neighbours" error={error} onRetry={() => refetch()} />;
  }
  if (!currentData) return <Box sx={note}>Looking into the catalogs…</Box>;
  if (currentData.length === 0) return <Box sx={note}>No catalog is matched with alerts.</Box>;
  const matched = currentData.filter(({ matches }) => matches.length > 0);
  const empty = currentData.filter(({ matches }) => matches.length === 0);
  return (
    <>
      {matched.length > 0 && (
        <Box
          tabIndex={0}
          role="region"
          aria-label="Neighbours"
          sx={{ maxHeight: 380, overflow: 'auto' }}
        >
          <Table size="small">
            <TableHead>
              <TableRow>
                <TableCell>Catalog, id</TableCell>
                <TableCell align="right" sx={{ whiteSpace: 'nowrap' }}>
                  Dist. ″
                </TableCell>
                <TableCell align="right">kpc</TableCell>
                <TableCell>Values</TableCell>
              </TableRow>
            </TableHead>
            <TableBody>
              {matched.flatMap(({ catalog, matches }) =>
                matches.map((match) => (
                  <MatchRow key={`${catalog} ${match.id}`} catalog={catalog} match={match} />
                )),
              )}
            </TableBody>
          </Table>
        </Box>
      )}
      {empty.length > 0 && (
        <Box sx={note}>
          Nothing in {empty.map((one) => `${one.catalog} (${one.radius_arcsec}″)`).join(', ')}.
        </Box>
      )}
    </>
  );
}
