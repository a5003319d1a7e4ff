/** What somebody does at the provider: logs in to an account, or refuses. */
export type Act = { account: string } | 'refuse';

const maxSteps = 12;

/**
 * Goes through a provider's pages as a browser would, with cookies, from the address that a client
 * sent it to; returns the address that the provider leads back to.
 */
export async function walkThrough(start: string, act: Act): Promise<string> {
  const { origin } = new URL(start);
  const cookies = new Map<string, string>();
  let address = start;
  for (let step = 0; step < maxSteps; step++) {
    const isForm = new URL(address).pathname.startsWith('/interaction/');
    const form: Record<string, string> =
      act === 'refuse' ? { action: 'refuse' } : { action: 'log-in', account: act.account };
    const response = await fetch(address, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(isForm ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const [name = '', value = ''] = pair.split(/=(.*)/s);
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location === null) throw new Error(`${response.status}: ${await response.text()}`);
    await response.body?.cancel();
    address = new URL(location, address).href;
    if (new URL(address).origin !== origin) return address;
  }
  throw new Error('the provider leads round and round');
}
