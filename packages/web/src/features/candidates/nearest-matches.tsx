import { Box } from '@mui/material';
import { useGetCrossMatchesQuery } from '../catalogs/catalogs.api.ts';
import { mainValues } from '../catalogs/main-values.ts';

const MOST = 3;
const MOST_VALUES = 3;

/** The nearest things in the catalogs, a line each; the object's page has all of them. */
export function NearestMatches({ objId }: { readonly objId: string }) {
  const { currentData = [] } = useGetCrossMatchesQuery(objId);
  const nearest = currentData
    .flatMap(({ catalog, matches }) => matches.map((match) => ({ catalog, match })))
    .sort((a, b) => a.match.distance_arcsec - b.match.distance_arcsec)
    .slice(0, MOST);
  if (nearest.length === 0) return null;
  return (
    <Box component="ul" aria-label={`Nearest matches of ${objId}`} sx={{ m: 0, mt: 0.5, p: 0 }}>
      {nearest.map(({ catalog, match }) => (
        <Box component="li" key={`${catalog} ${match.id}`} sx={{ listStyle: 'none' }}>
          {match.distance_arcsec.toFixed(1)}″{' '}
          <Box component="span" sx={{ color: 'text.secondary' }}>
            {catalog}
          </Box>{' '}
          {mainValues(match.document)
            .slice(0, MOST_VALUES)
            .map(([field, text]) => `${field} ${text}`)
            .join(' · ')}
        </Box>
      ))}
    </Box>
  );
}
