/** What an opening of an incident is called over there: a new opening never meets an old one that is over. At most 255 characters. */
export function dedupKey(installation: string, incident: number, opening: number): string {
  return `${installation}/${incident}/${opening}`;
}
