import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutText } from '../../../src/pipeline/notify/cutText.ts';
import { duration } from '../../../src/pipeline/notify/duration.ts';
import { escapeMrkdwn } from '../../../src/pipeline/notify/escapeMrkdwn.ts';
import { retryAfterMs } from '../../../src/pipeline/notify/retryAfterMs.ts';
import { webLink } from '../../../src/pipeline/notify/webLink.ts';

test.each([
  [0, '0 s'],
  [45_000, '45 s'],
  [200_000, '3 min 20 s'],
  [3_600_000, '1 h'],
  [7_500_000, '2 h 5 min'],
  [3 * 86_400_000 + 4 * 3_600_000 + 5_000, '3 d 4 h'],
])('%d ms is %s', (millis, text) => {
  expect(duration(millis)).toBe(text);
});

test.each([
  ['30', null, 30_000],
  ['1.5', null, 1_500],
  ['Wed, 04 Mar 2026 02:18:00 GMT', 'Wed, 04 Mar 2026 02:17:00 GMT', 60_000],
  ['Wed, 04 Mar 2026 02:18:00 GMT', null, null],
  ['Wed, 04 Mar 2026 02:16:00 GMT', 'Wed, 04 Mar 2026 02:17:00 GMT', 0],
  ['-5', null, null],
  ['soon', null, null],
  ['', null, null],
  [null, null, null],
])('Retry-After %j at %j', (header, date, millis) => {
  expect(retryAfterMs(header, date)).toBe(millis);
});

test.each([
  ['https://wiki.example.org/a b|c', 'https://wiki.example.org/a%20b%7Cc'],
  ['HTTP://Wiki.Example.org', 'http://wiki.example.org/'],
  ['javascript:alert(1)', undefined],
  ['https://u:p@example.org/', undefined],
  ['/relative', undefined],
  [`https://example.org/${'a'.repeat(5_000)}`, undefined],
])('%j as a link', (text, href) => {
  expect(webLink(text)?.href).toBe(href);
});

describe('cutting', () => {
  test('never exceeds the limit and tears no surrogate pair', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 40 }), (text, max) => {
        const cut = cutText(text, max);
        expect(cut.length).toBeLessThanOrEqual(max);
        expect(cut).not.toMatch(/\p{Surrogate}/u);
      }),
    );
  });

  test('escaped text stays within the limit and keeps its entities whole', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('&', '<', '>', 'a', '🔥', ' ')), fc.integer({ min: 1, max: 40 }), (parts, max) => {
        const escaped = escapeMrkdwn(parts.join(''), max);
        expect(escaped.length).toBeLessThanOrEqual(max);
        expect(escaped.replace(/&(?:amp|lt|gt);/g, '')).not.toMatch(/[&<>]/);
      }),
    );
  });
});
