// Started by the test as a process of its own: takes a database and waits to be killed.
import { testDatabase } from '../../src/database/test-database.ts';

const database = await testDatabase();
process.send?.(database.name);
setInterval(() => {}, 60_000);
