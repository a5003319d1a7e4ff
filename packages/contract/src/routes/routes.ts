import type { RouteContract } from '../route.ts';
import { getAlerts, getCutout, getLightCurve } from './alerts.ts';
import { getCandidate, listCandidates } from './candidates.ts';
import {
  createFilter,
  createFilterVersion,
  deleteFilter,
  getFilter,
  getFilterVersions,
  listFilters,
  updateFilter,
  updateFilterVersions,
} from './filters.ts';
import {
  createAdmissionRequest,
  deleteAdmissionRequest,
  getAdmissionRequest,
  listAdmissionRequests,
  updateAdmissionRequest,
} from './group-admission-requests.ts';
import {
  addGroupStream,
  addGroupUser,
  addUsersFromGroups,
  removeGroupStream,
  removeGroupUser,
  updateGroupUser,
} from './group-members.ts';
import {
  createGroup,
  deleteGroup,
  getGroup,
  getPublicGroup,
  listGroups,
  updateGroup,
} from './groups.ts';
import { getPhotometry } from './photometry.ts';
import {
  createToken,
  deleteToken,
  getProfile,
  listTokens,
  login,
  logout,
  redeemLoginLink,
} from './session.ts';
import { changeSourceGroups, getSource, listSources, saveSource, unsaveSource } from './sources.ts';
import {
  addStreamUser,
  createStream,
  deleteStream,
  getStream,
  listStreams,
  removeStreamUser,
  updateStream,
} from './streams.ts';
import { getConfig, getStreamStatus, getSysinfo } from './system.ts';

/** Every route of the API, by the name that code and clients give it. */
export const routes = {
  getSysinfo,
  getConfig,
  redeemLoginLink,
  login,
  logout,
  getProfile,
  listTokens,
  createToken,
  deleteToken,
  listGroups,
  getPublicGroup,
  getGroup,
  createGroup,
  updateGroup,
  deleteGroup,
  addGroupUser,
  updateGroupUser,
  removeGroupUser,
  addUsersFromGroups,
  addGroupStream,
  removeGroupStream,
  listAdmissionRequests,
  getAdmissionRequest,
  createAdmissionRequest,
  updateAdmissionRequest,
  deleteAdmissionRequest,
  listStreams,
  getStream,
  createStream,
  updateStream,
  deleteStream,
  addStreamUser,
  removeStreamUser,
  listFilters,
  getFilter,
  createFilter,
  updateFilter,
  deleteFilter,
  getFilterVersions,
  createFilterVersion,
  updateFilterVersions,
  listCandidates,
  getCandidate,
  listSources,
  getSource,
  saveSource,
  changeSourceGroups,
  unsaveSource,
  getPhotometry,
  getAlerts,
  getLightCurve,
  getCutout,
  getStreamStatus,
} as const satisfies Record<string, RouteContract>;

export type RouteName = keyof typeof routes;
