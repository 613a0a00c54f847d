import { CliExit } from './cliExit.ts';
import type { CliIo } from './cliIo.ts';
import type { DemoServer } from './demoServer.ts';
import type { DemoStory } from './demoStory.ts';

/** Somebody has asked not to hear of it, for as long as the story goes. Answers how that is ended. */
export async function demoSilence(io: CliIo, server: DemoServer, { silenced }: DemoStory): Promise<() => Promise<void>> {
  const id = await server.silence(silenced.matchers, silenced.comment);
  io.stdout(
    id === null
      ? `That credential may set no silence, so that ${silenced.what} are told like the rest.\n\n`
      : `Before it begins, ${silenced.what} are silenced.\n\n`,
  );
  return async () => {
    if (id !== null) await expire(io, server, id);
  };
}

/** Nothing that goes wrong here may hide why the demo ended. */
async function expire(io: CliIo, server: DemoServer, id: string): Promise<void> {
  try {
    await server.expireSilence(id);
  } catch (error) {
    if (!(error instanceof CliExit)) throw error;
    io.stderr(`its silence ${id} stays for ten minutes at most: ${error.message}\n`);
  }
}
