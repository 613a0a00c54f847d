import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { consoleText } from '../../../src/pipeline/notify/consoleText.ts';
import { evidenceOf, graphContent, logContent, pattern, redacted } from './evidenceViews.ts';
import { alertView, incidentView, labels, START } from './views.ts';

const note = { reason: 'first', text: 'CheckoutSlow fires', at: START + 5_000 } as const;

test('nothing that an alert says reaches the terminal as a control sequence', () => {
  const evil = '\u001b]0;owned\u0007\u001b[2J\rhidden\u009b31m\u202e';
  const alerts = [alertView({ labels: labels({ alertname: evil, [evil]: evil }), annotations: labels({ summary: evil }) })];
  const text = consoleText(incidentView({ alerts, acknowledgedBy: evil, title: evil }), { ...note, text: evil }, false);
  expect(text).not.toMatch(/[^\n\u0020-\u007e\u2022\u2026]/);
});

test('nor does what a source says of it', () => {
  const evil = redacted('\u001b]0;owned\u0007\u001b[2J\rhidden\u009b31m\u202e');
  const evidence = [
    evidenceOf({ source: evil, content: logContent({ patterns: [pattern({ text: evil, level: evil })] }) }),
    evidenceOf({ kind: 'graph', content: graphContent({ title: evil }) }),
    evidenceOf({ status: 'failed', source: evil, because: evil, content: null }),
  ];
  const text = consoleText(incidentView({ evidence }), { ...note, reason: 'evidence' }, false);
  expect(text).toContain('83× new ]0;owned');
  expect(text).not.toMatch(/[^\n\u0020-\u007e\u2022\u2026\u2013×]/);
});

test('colours only where the terminal has them', () => {
  const plain = consoleText(incidentView(), note, false);
  const coloured = consoleText(incidentView(), note, true);
  expect(coloured).not.toBe(plain);
  expect(stripVTControlCharacters(coloured)).toBe(plain);
});

test('a receiver is named where one is given, and cannot command the terminal either', () => {
  expect(consoleText(incidentView(), note, false)).not.toContain('receiver');
  expect(consoleText(incidentView(), note, false, 'on\u001b[2Jcall')).toContain('\n  receiver  on');
  expect(consoleText(incidentView(), note, false, 'on\u001b[2Jcall')).not.toContain('\u001b');
});
