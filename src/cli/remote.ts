import { z } from 'zod';
import { askServer } from './askServer.ts';
import { CliExit } from './cliExit.ts';
import type { CliIo } from './cliIo.ts';
import { DEFAULT_URL, serverUrl } from './serverUrl.ts';

const refusal = z.object({ error: z.object({ message: z.string() }) });

/** The option that every command has which asks a running server. */
export const URL_OPTION = ['--url <url>', `the server (default: TOCSIN_URL, else ${DEFAULT_URL})`] as const;

/** A running server, as a person with an API token (`TOCSIN_TOKEN`) asks it. */
export interface Remote {
  /** Without a slash at its end. */
  readonly url: string;
  /**
   * What it answers, as `schema` has it. `path` begins with `/api/`. Throws `CliExit` that says what to do: 2 for what was asked
   * wrongly (400), 1 for every other refusal, for an act that is taken and not decided yet (202), and for what is not Tocsin.
   */
  ask<Answer>(
    schema: z.ZodType<Answer>,
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: unknown,
  ): Promise<Answer>;
}

export function openRemote(io: Pick<CliIo, 'env'>, options: { readonly url?: string }): Remote {
  const server = { url: serverUrl(io, options.url), token: io.env.TOCSIN_TOKEN || null };
  return {
    url: server.url,
    ask: async (schema, method, path, body) => {
      const response = await askServer(server, method, path, body === undefined ? undefined : JSON.stringify(body));
      const answer = parseJson(await response.text().catch(() => ''));
      if (!response.ok) throw refused(server, response.status, answer);
      if (response.status === 202)
        throw new CliExit(1, `${server.url} has taken it and not decided it yet: look again in a moment`);
      const read = schema.safeParse(answer);
      if (read.success) return read.data;
      throw notTocsin(server.url);
    },
  };
}

function refused({ url, token }: { url: string; token: string | null }, status: number, answer: unknown): CliExit {
  const said = refusal.safeParse(answer).data?.error.message;
  if (said === undefined) return notTocsin(url);
  if (status === 401) {
    const remedy = token === null ? 'put an API token into TOCSIN_TOKEN' : 'the token in TOCSIN_TOKEN is none of its API tokens';
    return new CliExit(1, `${url} lets only known people in: ${remedy}`);
  }
  return new CliExit(status === 400 ? 2 : 1, `${url} answered ${status}: ${said}`);
}

function notTocsin(url: string): CliExit {
  return new CliExit(1, `what answers at ${url} is not a Tocsin of this version: check --url or TOCSIN_URL`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
