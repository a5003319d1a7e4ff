import StarIcon from '@mui/icons-material/Star';
import StarBorderIcon from '@mui/icons-material/StarBorder';
import { IconButton } from '@mui/material';
import { describeError } from '../../api/api-error.ts';
import {
  FAVORITES,
  useAddToListMutation,
  useGetListingsQuery,
  useRemoveFromListMutation,
} from './listings.api.ts';

/** Puts an object among the viewer's favorites, and takes it out; the star is filled while it is. */
export function StarButton({ objId }: { readonly objId: string }) {
  const { isStarred } = useGetListingsQuery(undefined, {
    selectFromResult: ({ data }) => ({
      isStarred: data?.some((one) => one.obj_id === objId && one.list_name === FAVORITES) ?? false,
    }),
  });
  const [add, adding] = useAddToListMutation();
  const [remove, removing] = useRemoveFromListMutation();
  const isBusy = adding.isLoading || removing.isLoading;
  const error = adding.error ?? removing.error;
  const label = isStarred ? `${objId} is a favorite` : `Make ${objId} a favorite`;
  const toggle = () => {
    const entry = { objId, listName: FAVORITES };
    void (isStarred ? remove(entry) : add(entry));
  };
  return (
    <IconButton
      size="small"
      aria-pressed={isStarred}
      aria-label={label}
      title={error === undefined ? label : `Not changed: ${describeError(error)}`}
      color={error === undefined ? (isStarred ? 'warning' : 'default') : 'error'}
      aria-disabled={isBusy}
      onClick={() => {
        if (!isBusy) toggle();
      }}
      sx={{ p: 0.5 }}
    >
      {isStarred ? <StarIcon sx={{ fontSize: 18 }} /> : <StarBorderIcon sx={{ fontSize: 18 }} />}
    </IconButton>
  );
}
