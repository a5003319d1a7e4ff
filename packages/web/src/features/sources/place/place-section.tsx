import { Box, Link } from '@mui/material';
import { Fragment, useMemo } from 'react';
import { Link as RouterLink } from 'react-router';
import type { Source } from '../../../api/types.ts';
import { MONO } from '../../../app/theme.ts';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { NO_QUERY, writeAlertQuery } from '../../alerts/alert-query.ts';
import { Fact, FactList } from '../facts/fact.tsx';
import { listOutsideLinks } from './outside-links.ts';
import { listPlaceTexts } from './place-formats.ts';

/** Its own alerts, and all that there are around it. */
function ArchiveLinks({ id, ra, dec }: Pick<Source, 'id' | 'ra' | 'dec'>) {
  const around = writeAlertQuery({ ...NO_QUERY, place: `${ra} ${dec}`, radius: '10' });
  return (
    <Fact name="Alerts">
      <Link component={RouterLink} to={`/alerts/${encodeURIComponent(id)}`}>
        of this name
      </Link>
      {', '}
      <Link component={RouterLink} to={`/alerts${around}`}>
        within 10″
      </Link>
    </Fact>
  );
}

/** The position in every way one may need it, and where else to look. */
export function PlaceSection({ source }: { readonly source: Source }) {
  const { ra, dec } = source;
  const texts = useMemo(() => listPlaceTexts(ra, dec), [ra, dec]);
  const links = useMemo(() => listOutsideLinks(source), [source]);
  return (
    <>
      <FactList>
        {texts.map(({ name, text }) => (
          <Fact key={name} name={name}>
            <Box component="span" sx={{ fontFamily: MONO, fontSize: 12 }}>
              {text}
            </Box>
            <CopyButton text={text} label={`Copy the position: ${name}`} />
          </Fact>
        ))}
        <ArchiveLinks id={source.id} ra={ra} dec={dec} />
      </FactList>
      <Box
        component="nav"
        aria-label="Elsewhere"
        sx={{ mt: 1.5, fontSize: 13, display: 'flex', flexWrap: 'wrap', columnGap: 1.5, rowGap: 1 }}
      >
        {links.map(({ name, href }) => (
          <Fragment key={name}>
            <Link href={href} target="_blank" rel="noopener noreferrer">
              {name}
            </Link>
          </Fragment>
        ))}
      </Box>
    </>
  );
}
