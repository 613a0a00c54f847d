import { describe, expect, it } from 'vitest';
import { emptyLabels, labelValue } from '../../src/alert/labels.ts';
import { redactLabels } from '../../src/redact/redactLabels.ts';
import { makeRedactor } from '../../src/redact/redactor.ts';

const redactor = makeRedactor({ emails: true, cardNumbers: true, extra: [] });

describe('labels', () => {
  it('are the same object where nothing is cut', () => {
    const labels = { summary: 'Pod web is down', description: 'token bucket is empty' };
    expect(redactLabels(labels, redactor)).toBe(labels);
  });

  it('lose what is secret in their values, and no names', () => {
    const labels = Object.assign(emptyLabels(), {
      summary: 'login with password=hunter2',
      'bob@shop.test': 'x',
      ['__proto__']: 'a@b.test',
    });
    const redacted = redactLabels(labels, redactor);
    expect(labelValue(redacted, 'summary')).toBe('login with password=[redacted: password]');
    expect(labelValue(redacted, '__proto__')).toBe('[redacted: e-mail]');
    expect(Object.keys(redacted)).toEqual(Object.keys(labels));
    expect(Object.getPrototypeOf(redacted)).toBeNull();
    expect(labels.summary).toContain('hunter2');
  });
});
