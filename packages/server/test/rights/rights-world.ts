import { createStream, type FactoryClient } from '@fritz/testing';
import { type Harness, startHarness } from '../harness.ts';
import { arrangePeople, endAccounts, type Membership, type People } from './people.ts';
import { arrangeSecrets, arrangeServerSecrets, type Secrets } from './secrets.ts';

/** A server, everybody of the matrix, and a private group's things. */
export interface RightsWorld {
  harness: Harness;
  people: People;
  members: Membership[];
  secrets: Secrets;
  /** Words of the private group and of the server. */
  canaries: string[];
}

export async function startRightsWorld(): Promise<RightsWorld> {
  const harness = await startHarness({ limits: { loginFailuresPerMinute: 1e6 } });
  try {
    return { harness, ...(await harness.arrange(arrangeWorld)) };
  } catch (error) {
    // Nobody else knows of it, and an open server keeps the process for ever.
    await harness.close();
    throw error;
  }
}

async function arrangeWorld(client: FactoryClient): Promise<Omit<RightsWorld, 'harness'>> {
  const { people, members } = await arrangePeople(client);
  const outside = [
    people.stranger,
    people['stranger, view only'],
    people['stranger, Manage users'],
  ];
  const users = outside.map(({ id, username }) => ({ id, username, token: '' }));
  // Strangers read something, too: the third programme.
  await createStream(client, { programIds: [3], users });
  const secrets = await arrangeSecrets(client, people, members);
  const ofServer = await arrangeServerSecrets(client);
  await endAccounts(client, people);
  return { people, members, secrets, canaries: [...secrets.canaries, ...ofServer] };
}
