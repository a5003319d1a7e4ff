import { useDispatch, useSelector, useStore } from 'react-redux';
import type { AppDispatch, AppStore, RootState } from './store.ts';

export const useAppDispatch = useDispatch.withTypes<AppDispatch>();
export const useAppSelector = useSelector.withTypes<RootState>();
/** For what is asked when somebody acts: a component that only acts is not drawn anew by what changes. */
export const useAppStore = useStore.withTypes<AppStore>();
