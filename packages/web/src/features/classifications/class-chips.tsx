import { Chip } from '@mui/material';
import { useMemo } from 'react';
import { describeProbability, latestByClass } from './classification-words.ts';
import { useGetClassificationsQuery } from './classifications.api.ts';

const MOST = 4;

/** The classes that people, and models, gave an object: in short, for the head of its page. */
export function ClassChips({ objId }: { readonly objId: string }) {
  const { currentData } = useGetClassificationsQuery(objId);
  const latest = useMemo(() => latestByClass(currentData ?? []), [currentData]);
  return latest
    .slice(0, MOST)
    .map((one) => (
      <Chip
        key={one.id}
        component="a"
        clickable
        href="#classifications"
        label={
          one.probability === null
            ? one.classification
            : `${one.classification} ${describeProbability(one.probability)}`
        }
        title={`${one.ml ? 'A model' : one.author_name}, ${one.taxname}`}
        variant={one.ml ? 'outlined' : 'filled'}
      />
    ));
}
