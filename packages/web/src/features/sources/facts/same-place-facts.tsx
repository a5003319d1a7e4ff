import { Link } from '@mui/material';
import { Fragment } from 'react';
import { Link as RouterLink } from 'react-router';
import type { Source } from '../../../api/types.ts';
import { Fact } from './fact.tsx';

type Other = { readonly id: string; readonly detail: string };

function arcsec(separation: unknown): string {
  return typeof separation === 'number' ? `${separation.toFixed(1)}″` : '';
}

/** Objects that are, or may be, the same thing. */
export function listAssociated(source: Source): readonly Other[] {
  return (source.associated_objs ?? []).flatMap(({ id, survey, separation }) => {
    if (typeof id !== 'string') return [];
    const details = [typeof survey === 'string' ? survey.toUpperCase() : '', arcsec(separation)];
    return [{ id, detail: details.filter((part) => part !== '').join(', ') }];
  });
}

function Others({ others }: { readonly others: readonly Other[] }) {
  return others.map(({ id, detail }, index) => (
    <Fragment key={id}>
      {index > 0 && ', '}
      <Link component={RouterLink} to={`/source/${encodeURIComponent(id)}`}>
        {id}
      </Link>
      {detail !== '' && ` (${detail})`}
    </Fragment>
  ));
}

/** What is at the same place: possible duplicates, and what is known to be the same. */
export function SamePlaceFacts({ source }: { readonly source: Source }) {
  const duplicates = (source.duplicates ?? []).map(({ obj_id: id, separation }) => ({
    id,
    detail: arcsec(separation),
  }));
  const associated = listAssociated(source);
  return (
    <>
      {associated.length > 0 && (
        <Fact name="The same as">
          <Others others={associated} />
        </Fact>
      )}
      {duplicates.length > 0 && (
        <Fact name="Possible duplicates">
          <Others others={duplicates} />
        </Fact>
      )}
    </>
  );
}
