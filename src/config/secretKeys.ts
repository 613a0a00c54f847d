import type { NotifierKind } from '../pipeline/notify/notifierKind.ts';
import { type Path, pathName } from './pathName.ts';

/** `credential`: the program must not do without it once it is written down. `optional`: secret, but may be absent. */
export type SecretKind = 'credential' | 'optional';

/** Which keys of the file hold a secret, and so may also be written as `<key>_file`. */
export function secretKeys(
  notifiers: readonly NotifierKind[],
  sources: Readonly<Record<string, readonly { readonly secrets: readonly string[] }[]>> = {},
): (path: Path) => SecretKind | null {
  const known = new Map<string, SecretKind>([
    ['database.url', 'optional'],
    ['server.api_tokens[0].token', 'credential'],
    ['integrations[0].token', 'credential'],
    ['integrations[0].basic_auth.password', 'credential'],
    ['pagerduty.api_token', 'credential'],
    ['slack.bot_token', 'credential'],
  ]);
  for (const { name, secrets } of notifiers) {
    for (const key of secrets) known.set(`receivers[0].${name}_configs[0].${key}`, 'credential');
  }
  for (const [place, kinds] of Object.entries(sources)) {
    for (const key of kinds.flatMap(({ secrets }) => secrets)) known.set(`${place}[0].${key}`, 'credential');
  }
  return (path) => known.get(pathName(path.map((part) => (typeof part === 'number' ? 0 : part)))) ?? null;
}
