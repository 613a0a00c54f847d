import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { COMMANDS } from '../../src/cli/commands.ts';
import { loadConfig } from '../../src/config/load.ts';
import { NOTIFIERS } from '../../src/pipeline/notify/notifiers.ts';
import { alertmanagerLines } from '../../src/web/alertmanagerLines.ts';
import { ROOT } from '../architecture/sourceTree.ts';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const DOCUMENTS = ['README.md', 'CHANGELOG.md', ...markdownIn('docs'), ...markdownIn('docs/decisions')];

function markdownIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`);
}

function blocks(text: string, language: string): string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, block = '']) => block);
}

describe('the documents', () => {
  const examples = DOCUMENTS.flatMap((path) => blocks(read(path), 'yaml').map((block) => ({ path, block }))).filter(({ block }) =>
    block.startsWith('# tocsin.yml'),
  );

  it('have examples', () => {
    expect(examples.length).toBeGreaterThanOrEqual(3);
  });

  it.each(examples)('show a configuration that is taken: $path', ({ block }) => {
    const names = [...block.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name);
    const env = Object.fromEntries(names.map((name) => [name, '0123456789abcdef0123456789abcdef']));
    const readFile = (path: string): string => (path === 'tocsin.yml' ? block : '0123456789abcdef0123456789abcdef');
    expect(loadConfig({ path: 'tocsin.yml', env, readFile }).warnings).toEqual([]);
  });

  it('show the lines that the server prints for alertmanager.yml', () => {
    expect(blocks(read('README.md'), 'yaml')).toContain(`${alertmanagerLines('http://127.0.0.1:9195', false)}\n`);
  });

  it('name every notifier and command', () => {
    const configuration = read('docs/configuration.md');
    for (const { name } of NOTIFIERS) expect(configuration).toContain(`\`${name}_configs[]`);
    const documents = DOCUMENTS.map(read).join('\n');
    for (const { name } of COMMANDS) expect(documents).toContain(name);
  });

  it('give a reason for every dependency, and for no other', () => {
    const schema = z.object({
      dependencies: z.record(z.string(), z.string()),
      devDependencies: z.record(z.string(), z.string()),
    });
    const { dependencies, devDependencies } = schema.parse(JSON.parse(read('package.json')));
    const named = [...read('docs/dependencies.md').matchAll(/^\| `([^`]+)` \| \S/gm)].map(([, name]) => name);
    expect(named.sort()).toEqual([...Object.keys(dependencies), ...Object.keys(devDependencies)].sort());
    for (const version of Object.values({ ...dependencies, ...devDependencies })) expect(version).toMatch(/^\d+\.\d+\.\d+/);
  });

  it('point at what is there', () => {
    const dead = DOCUMENTS.flatMap((path) =>
      [...read(path).matchAll(/\]\(([^)#\s]+)/g)]
        .map(([, target = '']) => target)
        .filter((target) => !/^https?:/.test(target) && !existsSync(join(ROOT, dirname(path), target)))
        .map((target) => `${path}: ${target}`),
    );
    const files = DOCUMENTS.filter((path) => path.startsWith('docs/') && !path.includes('decisions')).flatMap((path) =>
      [...read(path).matchAll(/`((?:src|test|docs)\/[\w./-]+)`/g)]
        .map(([, target = '']) => target)
        .filter((target) => !existsSync(join(ROOT, target)))
        .map((target) => `${path}: ${target}`),
    );
    expect([...dead, ...files]).toEqual([]);
  });

  it('number the decisions without gaps', () => {
    const names = readdirSync(join(ROOT, 'docs/decisions')).sort();
    expect(names.map((name) => Number(name.slice(0, 4)))).toEqual(names.map((_, i) => i + 1));
    for (const name of names) {
      const text = read(`docs/decisions/${name}`);
      expect(text).toMatch(new RegExp(`^# ${Number(name.slice(0, 4))}\\. `));
      for (const part of ['Context', 'Options', 'Decision', 'Consequences']) expect(text).toContain(`\n## ${part}\n`);
    }
  });
});

describe('the license', () => {
  it('is the whole Apache License 2.0', () => {
    const text = read('LICENSE');
    expect(text).toContain('Version 2.0, January 2004');
    for (let section = 1; section <= 9; section += 1) expect(text).toContain(`\n   ${section}. `);
    expect(text).toContain('END OF TERMS AND CONDITIONS');
    expect(text.trimEnd().endsWith('limitations under the License.')).toBe(true);
  });
});
