/** What Alertmanager posts for one alert that fires. */
export function webhookBody(alertname: string): string {
  const labels = { alertname, severity: 'critical', instance: 'web-1' };
  return JSON.stringify({
    version: '4',
    groupKey: `{}:{alertname="${alertname}"}`,
    truncatedAlerts: 0,
    status: 'firing',
    receiver: 'tocsin',
    groupLabels: { alertname },
    commonLabels: labels,
    commonAnnotations: {},
    externalURL: 'http://alertmanager.test',
    alerts: [
      {
        status: 'firing',
        labels,
        annotations: { summary: `${alertname} on web-1` },
        startsAt: '2026-03-02T10:00:00Z',
        endsAt: '0001-01-01T00:00:00Z',
        generatorURL: '',
        fingerprint: Buffer.from(alertname.padEnd(8, '.').slice(-8)).toString('hex'),
      },
    ],
  });
}
