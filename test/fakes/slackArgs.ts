import type { FakeRequest } from './fakeServer.ts';

export type SlackArgs = Readonly<Record<string, unknown>>;

/** Slack takes forms, whose values may be JSON, and JSON. */
export function argsOf(request: FakeRequest): SlackArgs {
  if (/^application\/json\b/.test(request.headers['content-type'] ?? '')) return JSON.parse(request.body) as SlackArgs;
  const args: Record<string, unknown> = {};
  for (const [key, value] of new URLSearchParams(request.body)) {
    args[key] = /^(?:[[{]|true$|false$)/.test(value) && key !== 'text' ? JSON.parse(value) : value;
  }
  return args;
}
