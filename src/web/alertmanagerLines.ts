/**
 * What to paste into `alertmanager.yml` so that alerts come here.
 * @param url of this server, without a slash at the end
 * @param withCredential whether senders need one
 */
export function alertmanagerLines(url: string, withCredential: boolean): string {
  const credential = ['        http_config:', '          authorization:', "            credentials: THE_INTEGRATION'S_TOKEN"];
  return [
    'route:',
    '  receiver: tocsin',
    'receivers:',
    '  - name: tocsin',
    '    webhook_configs:',
    `      - url: ${url}/webhooks/alertmanager`,
    '        send_resolved: true',
    ...(withCredential ? credential : []),
  ].join('\n');
}
