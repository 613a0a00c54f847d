import { mrkdwn } from './mrkdwn.ts';

/** A link whose address passed `webLink`. `label` is ours or a host name. */
export function mrkdwnLink(href: string, label: string): string {
  return `<${href.replaceAll('&', '&amp;')}|${mrkdwn(label, 100).replaceAll('|', '¦')}>`;
}
