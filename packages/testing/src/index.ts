export {
  type TestDatabase,
  type TestDatabaseOptions,
  testDatabase,
} from './database/test-database.ts';
export { stopTestServer } from './database/test-server.ts';
