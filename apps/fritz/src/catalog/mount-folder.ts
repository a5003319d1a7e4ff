import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type DatabaseRoles, isRemote, lookAtHats, mountCatalog, withClient } from '@fritz/archive';
import { UserError } from '../user-error.ts';
import { type ColumnOptions, choosePosition } from './choose-columns.ts';
import { choosePreset, describePosition, matchingOf } from './choose-matching.ts';
import { inFile } from './table-file.ts';

export interface MountRequest extends Pick<ColumnOptions, 'id' | 'ra' | 'dec'> {
  readonly name: string;
  readonly folder: string;
  readonly preset?: string;
  readonly epochYear?: number;
  readonly radiusArcsec?: number;
  readonly isMatched?: boolean;
}

/** Names a HATS folder, or such an address of the web, as a catalog. */
export async function mountFolder(
  owner: DatabaseRoles['owner'],
  request: MountRequest,
  say: (line: string) => void,
): Promise<{ readonly version: number; readonly rows: bigint }> {
  const isOfTheWeb = isRemote(request.folder);
  const location = isOfTheWeb ? request.folder.replace(/\/+$/, '') : resolve(request.folder);
  if (!isOfTheWeb && !existsSync(location)) throw new UserError(`there is no folder ${location}.`);
  const { columns, warnings, folder } = await lookAtHats(location).catch((error: unknown) => {
    throw inFile(location, error);
  });
  for (const warning of warnings) say(warning);
  const preset = choosePreset(request);
  const position = choosePosition(columns, preset, {
    ...(folder.raColumn === null ? {} : { ra: folder.raColumn }),
    ...(folder.decColumn === null ? {} : { dec: folder.decColumn }),
    ...request,
    unit: 'degrees',
  });
  const matching = matchingOf(columns, preset, request, null);
  for (const line of matching.told) say(line);
  say(describePosition(position, matching.epochYear));
  const rows = folder.rows ?? 0n;
  const { epochMjd, radiusArcsec, settings } = matching;
  const version = await withClient(owner, (client) =>
    mountCatalog(client, {
      ...{ name: request.name, location, columns, position, rows },
      ...{ preset: preset?.name ?? null, epochMjd, radiusArcsec, settings },
    }),
  );
  return { version, rows };
}
