import { type DatabaseRoles, ensureSecret } from '@fritz/archive';
import { asAdmin } from '../database/as-admin.ts';
import { type ApiClient, localApi } from '../load/api-client.ts';
import { version } from '../version.ts';
import type { CommandContext } from './context.ts';
import { withDatabase } from './with-database.ts';

interface AdminApi {
  readonly roles: DatabaseRoles;
  /** As the administrator. */
  readonly api: ApiClient;
  /** As whoever holds the key. */
  readonly apiAs: (key: string) => ApiClient;
}

/** Works with the API over the database here, as the administrator, whose key ends with the work. */
export function withAdminApi<T>(
  context: CommandContext,
  keyLifeMs: number,
  work: (apis: AdminApi) => Promise<T>,
): Promise<T> {
  return withDatabase(context, ({ roles }) =>
    asAdmin(
      roles,
      async ({ key }) => {
        const config = context.config();
        const secret = config.secret ?? ensureSecret(config.dataDir);
        const { api, apiAs, close } = await localApi({ roles, key, secret, version });
        try {
          return await work({ roles, api, apiAs });
        } finally {
          await close();
        }
      },
      { keyLifeMs },
    ),
  );
}
