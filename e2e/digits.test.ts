import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { BrokerDatabase, PgAlertStore, PgFilterLibrary, withClient } from '@fritz/archive';
import {
  type AvroObject,
  ContainerReader,
  compileDecoder,
  compileEncoder,
  writeContainer,
} from '@fritz/formats';
import { runPipeline } from '@fritz/pipeline';
import { createServer } from '@fritz/server';
import { simulateNight, ZtfAdapter } from '@fritz/surveys';
import {
  createStream,
  createUser,
  packetList,
  type TestDatabase,
  type TestUser,
  testDatabase,
} from '@fritz/testing';

const CANDID = 845141035015010004n;
/** A float32 whose exact value has more digits than a float32 prints. */
const DIFFMAGLIM = 19.739463806152344;

let database: TestDatabase;
let user: TestUser;

/** A simulated packet with another id and limit. */
function rewrite(bytes: Uint8Array): { bytes: Uint8Array; objectId: string } {
  const { header, record } = new ContainerReader().readSingleRecord(bytes);
  const value = compileDecoder(header.schema).decodeExact(record).value as AvroObject;
  const candidate = {
    ...(value.candidate as AvroObject),
    candid: CANDID,
    diffmaglim: DIFFMAGLIM,
    programid: 1,
  };
  const changed = compileEncoder(header.schema).encode({ ...value, candid: CANDID, candidate });
  return {
    bytes: writeContainer({ schemaJson: header.schemaJson, records: [changed] }),
    objectId: String(value.objectId),
  };
}

before(async () => {
  database = await testDatabase();
  user = await withClient(database.superuser, async (client) => {
    const made = await createUser(client);
    await createStream(client, { programIds: [1], users: [made] });
    return made;
  });
});
after(() => database.drop());

test('an id and a float32 come back from the API digit for digit', async () => {
  const [packet] = simulateNight({ seed: 9, night: '20270303', alerts: 1 });
  assert.ok(packet);
  const { bytes, objectId } = rewrite(packet.bytes);
  const broker = new BrokerDatabase(database.broker);
  const adapter = new ZtfAdapter();
  await runPipeline(packetList([bytes]), {
    adapter,
    store: new PgAlertStore(broker, adapter),
    filters: new PgFilterLibrary(broker, adapter),
    consumer: 'digits',
  });
  await broker.close();
  const server = await createServer({ archive: database.app, webRoot: null, version: '0.0.0' });
  const headers = { authorization: `token ${user.token}` };
  const alerts = await server.inject({ url: `/api/alerts/${objectId}`, headers });
  const curve = await server.inject({ url: `/api/alerts_aux/${objectId}`, headers });
  await server.close();
  assert.equal(alerts.statusCode, 200, alerts.body);
  assert.match(alerts.body, new RegExp(`"candid": ?${CANDID}[,\\s}]`));
  assert.match(alerts.body, /"diffmaglim": ?19\.739463806152344[,\s}]/);
  assert.match(curve.body, new RegExp(`"candid": ?${CANDID}[,\\s}]`));
  assert.match(curve.body, /"diffmaglim": ?19\.739463806152344[,\s}]/);
});
