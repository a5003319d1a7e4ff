import {
  type AnalysisServiceFields,
  type AnalysisServiceRow,
  deleteAnalysisService,
  findAnalysisService,
  insertAnalysisService,
  isAnalysisServiceSeen,
  updateAnalysisService,
  type Viewer,
  type ViewerTx,
} from '@fritz/archive';
import type { routes, Static } from '@fritz/contract';
import type { ServerContext } from '../../context.ts';
import { FritzError, InvalidRequestError, NotFoundError } from '../../http/fritz-error.ts';
import { AddressRefusedError } from '../../outbound/address-guard.ts';
import { findAddressees, ownGroups } from '../groups/addressees.ts';
import { authinfoPurpose, checkAuthinfo } from './authinfo.ts';

type Made = Static<NonNullable<typeof routes.createAnalysisService.body>>;
type Changed = Static<NonNullable<typeof routes.updateAnalysisService.body>>;

/** A service that the viewer sees. */
export async function demandAnalysisService(tx: ViewerTx, id: number): Promise<AnalysisServiceRow> {
  const found = await findAnalysisService(tx, id);
  if (found === null) throw new NotFoundError('analysis service');
  return found;
}

/** Makes a service known. */
export async function makeAnalysisService(
  tx: ViewerTx,
  viewer: Viewer,
  context: ServerContext,
  body: Made,
): Promise<number> {
  checkAddress(context, body.url);
  await demandFreeName(tx, body.name.trim(), null);
  const groupIds = body.group_ids?.length ? body.group_ids : await ownGroups(tx);
  const { audienceId } = await findAddressees(tx, viewer, groupIds);
  return insertAnalysisService(tx, {
    name: body.name.trim(),
    display_name: body.display_name || null,
    description: body.description || null,
    version: body.version || null,
    contact_name: body.contact_name || null,
    contact_email: body.contact_email || null,
    url: body.url,
    optional_parameters: readParameters(body.optional_analysis_parameters ?? {}),
    authentication_type: body.authentication_type,
    authinfo: seal(context, body.authentication_type, body._authinfo),
    enabled: body.enabled ?? true,
    analysis_type: body.analysis_type,
    input_data_types: body.input_data_types,
    timeout_s: body.timeout ?? 3600,
    upload_only: body.upload_only ?? false,
    display_on_resource_dropdown: body.display_on_resource_dropdown ?? true,
    is_summary: body.is_summary ?? false,
    audience_id: audienceId,
  });
}

/** Changes a service; what is not named stays, its secrets too. */
export async function changeAnalysisService(
  tx: ViewerTx,
  viewer: Viewer,
  context: ServerContext,
  id: number,
  body: Changed,
): Promise<void> {
  const service = await demandOwnService(tx, id);
  const { name, url, group_ids, _authinfo, optional_analysis_parameters, timeout, ...rest } = body;
  if (url !== undefined) checkAddress(context, url);
  if (name !== undefined) await demandFreeName(tx, name.trim(), id);
  const type = body.authentication_type ?? service.authentication_type;
  const isSealedAnew = type !== service.authentication_type || Boolean(_authinfo);
  // Who may change a service must not lead its secrets elsewhere: he does not know them.
  const isElsewhere = url !== undefined && new URL(url).origin !== new URL(service.url).origin;
  if (isElsewhere && !isSealedAnew && type !== 'none') {
    const message = 'is needed again where the service moves to another host';
    throw new InvalidRequestError([{ in: 'body', field: '_authinfo', message }]);
  }
  const change: Partial<AnalysisServiceFields> = {
    ...withoutBlanks(rest),
    ...(name === undefined ? {} : { name: name.trim() }),
    ...(url === undefined ? {} : { url }),
    ...(timeout === undefined ? {} : { timeout_s: timeout }),
    ...(optional_analysis_parameters === undefined
      ? {}
      : { optional_parameters: readParameters(optional_analysis_parameters) }),
    ...(isSealedAnew ? { authinfo: seal(context, type, _authinfo) } : {}),
    ...(group_ids?.length
      ? { audience_id: (await findAddressees(tx, viewer, group_ids)).audienceId }
      : {}),
  };
  if (!(await updateAnalysisService(tx, id, change))) throw notYours();
}

/** Deletes a service with its analyses. */
export async function removeAnalysisService(tx: ViewerTx, id: number): Promise<void> {
  await demandOwnService(tx, id);
  if (!(await deleteAnalysisService(tx, id))) throw notYours();
}

async function demandOwnService(tx: ViewerTx, id: number): Promise<AnalysisServiceRow> {
  const service = await demandAnalysisService(tx, id);
  if (!service.may_change) throw notYours();
  return service;
}

function notYours(): FritzError {
  return new FritzError('not_owner', {
    message: 'Its maker and admins of its groups change an analysis service.',
  });
}

/** Refuses a name that the viewer sees in use; one of a hidden service is free. */
async function demandFreeName(tx: ViewerTx, name: string, ownId: number | null): Promise<void> {
  if (await isAnalysisServiceSeen(tx, name, ownId)) {
    throw new FritzError('already_exists', { message: `There is a service “${name}” already.` });
  }
}

function checkAddress(context: ServerContext, text: string): void {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new InvalidRequestError([{ in: 'body', field: 'url', message: 'is no address' }]);
  }
  try {
    context.guard.checkUrl(url);
  } catch (error) {
    if (!(error instanceof AddressRefusedError)) throw error;
    throw new FritzError('address_refused', { message: error.message, cause: error });
  }
}

function seal(
  context: ServerContext,
  type: string,
  authinfo: string | null | undefined,
): Buffer | null {
  const text = checkAuthinfo(type, authinfo);
  if (text === null) return null;
  if (context.credentials === null) throw new FritzError('credentials_unavailable');
  return context.credentials.seal(authinfoPurpose, text);
}

function readParameters(given: Record<string, unknown> | string): Record<string, unknown> {
  if (typeof given !== 'string') return given;
  const field = 'optional_analysis_parameters';
  let parsed: unknown;
  try {
    parsed = JSON.parse(given || '{}');
  } catch {
    throw new InvalidRequestError([{ in: 'body', field, message: 'is not JSON' }]);
  }
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) {
    return Object.fromEntries(Object.entries(parsed));
  }
  throw new InvalidRequestError([{ in: 'body', field, message: 'is not an object' }]);
}

/** Empty texts are none. */
function withoutBlanks<T extends object>(fields: T): T {
  const entries = Object.entries(fields).map(([name, value]) => [
    name,
    value === '' ? null : value,
  ]);
  return Object.fromEntries(entries) as T;
}
