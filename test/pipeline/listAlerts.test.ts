import { expect, it } from 'vitest';
import { listAlerts } from '../../src/pipeline/listAlerts.ts';
import { anEpisode } from './noise/anEpisode.ts';

const list = (...texts: string[]): string =>
  listAlerts(
    texts.map((text) => {
      const [alertname = '', instance] = text.split('@');
      return anEpisode({ labels: { alertname, ...(instance && { instance }) } });
    }),
  );

it.each([
  [list(), ''],
  [list('A'), 'A'],
  [list('A', 'B@web-1'), 'A, B (instance=web-1)'],
  [list('A', 'B', 'A', 'A'), 'A ×3, B'],
  [list('A@1', 'A@2', 'A@1'), 'A (instance=1) ×2, A (instance=2)'],
  [list('A', 'B', 'C', 'D', 'E', 'F', 'A', 'G', 'F'), 'A ×2, B, C, D, E and 3 more'],
])('%s', (said, expected) => {
  expect(said).toBe(expected);
});
