import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTemplate, type TemplateValues } from '../../src/template/template.ts';
import { TemplateError } from '../../src/template/templateError.ts';

const values = (labels: Record<string, string>, facts: TemplateValues['facts'] = {}): TemplateValues => ({
  labels,
  annotations: { summary: 'slow' },
  facts,
});
const asIs = (value: string): string => value;

describe('a template', () => {
  it.each([
    ['plain text', 'plain text'],
    ['{{ labels.service }}', 'shop'],
    ['{{labels.service|upper}}-x', 'SHOP-x'],
    ['a {{ annotations.summary }} b', 'a slow b'],
    ['{{ labels.alertname | slug }}', 'kube-pod-crash-looping'],
    ['{{ number }}', '7'],
    ['{{ labels.app.kubernetes.io/name }}', 'web'],
    ['{x="{{ labels.service }}"} |= "}"', '{x="shop"} |= "}"'],
  ])('%s says %s', (source, said) => {
    const labels = { service: 'shop', alertname: 'KubePodCrashLooping', 'app.kubernetes.io/name': 'web' };
    expect(readTemplate(source).render(values(labels, { number: '7' }), asIs)).toEqual({ text: said });
  });

  it.each([
    ['{{ labels.pod }}', {}],
    ['{{ labels.pod }}', { pod: 'x'.repeat(257) }],
    ['{{ labels.pod }}', { pod: 'a\nb' }],
    ['{{ labels.pod | slug }}', { pod: '!!' }],
    ['{{ service }}', {}],
    ['{{ labels.constructor }}', {}],
    ['{{ labels.__proto__ }}', {}],
  ])('says which slot of %s has no value that can be said, with %j', (source, labels) => {
    expect(readTemplate(source).render(values(labels), asIs)).toEqual({ missing: source });
  });

  it.each([
    ['{{ label.x }}', 'unknown name "label.x"'],
    ['{{ labels.x | shout }}', 'unknown filter "shout": there are lower'],
    ['{{ labels.x', 'without its other half'],
    ['labels.x }}', 'without its other half'],
    ['{{ {{ labels.x }} }}', 'without its other half'],
    ['{{ constructor }}', 'unknown name "constructor"'],
    ['{{}}', 'unknown name ""'],
    ['x'.repeat(5_000), 'longer than 4096'],
  ])('%s is refused: %s', (source, why) => {
    expect(() => readTemplate(source)).toThrow(TemplateError);
    expect(() => readTemplate(source)).toThrow(why);
  });

  it('never reads what it filled in', () => {
    const one = readTemplate('<{{ labels.a }}>');
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 250 }), (value) => {
        const said = one.render(values({ a: value }), asIs);
        if ('text' in said) expect(said.text).toBe(`<${value}>`);
      }),
    );
    expect(one.render(values({ a: '{{ labels.a }}' }), asIs)).toEqual({ text: '<{{ labels.a }}>' });
  });

  it('has no value where the language cannot say it', () => {
    expect(readTemplate('{{ labels.a }}').render(values({ a: 'x' }), () => null)).toEqual({ missing: '{{ labels.a }}' });
  });
});
