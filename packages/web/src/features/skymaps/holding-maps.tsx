import { Box, Chip, Link as MuiLink } from '@mui/material';
import { Link } from 'react-router';
import type { Source } from '../../api/types.ts';
import { RowList } from '../../ui/panel.tsx';
import {
  eventTime,
  formatDistance,
  formatLevel,
  sinceDetection,
  skyMapPath,
} from './sky-map-words.ts';
import type { ObjectSkyMap } from './sky-maps.api.ts';

type HoldingMapsProps = {
  readonly source: Pick<Source, 'luminosity_distance'>;
  readonly skyMaps: readonly ObjectSkyMap[];
  /** null: it was never detected. */
  readonly firstDetectionMjd: number | null;
};

/** What a map says beside its name: when, and how far away in this direction. */
function detailsOf(skyMap: ObjectSkyMap, { source, firstDetectionMjd }: HoldingMapsProps): string {
  const distance = formatDistance(skyMap.distance_mean, skyMap.distance_std);
  const own = source.luminosity_distance;
  const details = [
    `${eventTime(skyMap)} UTC`,
    sinceDetection(skyMap, firstDetectionMjd),
    distance && `${distance} in this direction${own === null ? '' : `, this at ${own.toFixed(0)}`}`,
  ];
  return details.filter((one) => one !== null).join(' · ');
}

/** Sky maps that hold an object in nine tenths of their probability, the newest events first. */
export function HoldingMaps(props: HoldingMapsProps) {
  return (
    <RowList label="Sky maps that hold it">
      {props.skyMaps.map((skyMap) => (
        <li key={skyMap.id}>
          <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 1, alignItems: 'baseline' }}>
            <MuiLink
              component={Link}
              to={skyMapPath(skyMap)}
              sx={{ fontSize: 13, fontWeight: 650, overflowWrap: 'anywhere' }}
            >
              {skyMap.localization_name}
            </MuiLink>
            {skyMap.tags.map((tag) => (
              <Chip key={tag} size="small" label={tag} />
            ))}
            <Box
              component="span"
              title={`${skyMap.probability_per_deg2.toPrecision(2)} per deg²`}
              sx={{ ml: 'auto', fontSize: 13, whiteSpace: 'nowrap' }}
            >
              {formatLevel(skyMap.credible_level)}
            </Box>
          </Box>
          <Box sx={{ fontSize: 12, color: 'text.secondary' }}>{detailsOf(skyMap, props)}</Box>
        </li>
      ))}
    </RowList>
  );
}
