import { Link } from '@mui/material';
import { Fragment, type ReactNode } from 'react';
import { Link as RouterLink } from 'react-router';
import type { Source } from '../../../api/types.ts';
import { CopyPhotometry } from './copy-photometry.tsx';
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

type OthersProps = {
  readonly others: readonly Other[];
  /** What stands behind each. */
  readonly after?: (id: string) => ReactNode;
};

function Others({ others, after }: OthersProps) {
  return others.map(({ id, detail }, index) => (
    <Fragment key={id}>
      {index > 0 && ', '}
      <Link component={RouterLink} to={`/source/${encodeURIComponent(id)}`}>
        {id}
      </Link>
      {detail !== '' && ` (${detail})`}
      {after?.(id)}
    </Fragment>
  ));
}

type SamePlaceFactsProps = { readonly source: Source; readonly mayEdit: boolean };

/** What is at the same place: possible duplicates, and what is known to be the same. */
export function SamePlaceFacts({ source, mayEdit }: SamePlaceFactsProps) {
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
          <Others
            others={duplicates}
            {...(mayEdit
              ? { after: (id) => <CopyPhotometry objId={source.id} originId={id} /> }
              : {})}
          />
        </Fact>
      )}
    </>
  );
}
