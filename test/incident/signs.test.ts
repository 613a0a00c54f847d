import { describe, expect, it } from 'vitest';
import type { Sign } from '../../src/incident/incident.ts';
import { addSign, endSign, stands } from '../../src/incident/signs.ts';
import { anIncident } from './anIncident.ts';

const AT = Date.UTC(2026, 2, 2, 10);
const MINUTE = 60_000;

function sign(over: Partial<Sign> = {}): Sign {
  return { alertname: 'DiskFull', host: 'a', service: 'db', team: null, cluster: null, kind: 'cause', at: AT, ...over };
}

describe('a sign', () => {
  it('stands until the last alert that gives it has ended', () => {
    const incident = anIncident();
    addSign(incident, sign({ alerts: ['one'] }));
    addSign(incident, sign({ alerts: ['two'] }));
    endSign(incident, 'one');
    expect(incident.signs.map(stands)).toEqual([true]);
    endSign(incident, 'two');
    expect(incident.signs.map(stands)).toEqual([false]);
    addSign(incident, sign({ alerts: ['one'], at: AT + MINUTE }));
    expect(incident.signs.map(stands)).toEqual([true]);
  });

  it('stands, when more alerts give it than are followed, while more fire than those that are', () => {
    const incident = anIncident({ firing: 0 });
    const names = ['1', '2', '3', '4', '5'];
    addSign(incident, sign({ alertname: 'Slow', alerts: ['0'] }));
    for (const alert of names) addSign(incident, sign({ alerts: [alert] }));
    incident.firing = 6;
    const standing = names.map((alert) => {
      incident.firing -= 1;
      endSign(incident, alert);
      return incident.signs.map(stands);
    });
    expect(standing).toEqual([...Array(4).fill([true, true]), [true, false]]);
  });

  it('is another one by its name, its host or its service', () => {
    const incident = anIncident();
    for (const over of [{}, { alertname: 'Slow' }, { host: 'b' }, { service: 'api' }, { cluster: 'eu' }])
      addSign(incident, sign(over));
    expect(incident.signs).toHaveLength(4);
  });
});
