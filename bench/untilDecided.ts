import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchServer } from './server.ts';

/** Until no entry of the journal waits: an act's 404 needs the engine's word, a probe's answer needs its turn in the journal. */
export async function untilDecided(server: Pick<BenchServer, 'url'>): Promise<void> {
  for (;;) {
    const probe = await fetch(`${server.url}/api/v1/incidents/1/resolve`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    if (probe.status === 200) return;
    await sleep(50);
  }
}
