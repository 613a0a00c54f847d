import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../architecture/sourceTree.ts';

interface Instruction {
  readonly name: string;
  readonly value: string;
}

/** The stages of a Dockerfile, each with its instructions; continued lines are joined. */
function stagesOf(text: string): Instruction[][] {
  const lines = text
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const stages: Instruction[][] = [];
  for (const line of lines) {
    const [, name = '', value = ''] = /^(\S+)\s+(.*)$/.exec(line) ?? [];
    if (name === 'FROM') stages.push([]);
    stages.at(-1)?.push({ name, value });
  }
  return stages;
}

const stages = stagesOf(readFileSync(join(ROOT, 'Dockerfile'), 'utf8'));
const last = stages.at(-1) ?? [];
const instruction = (name: string): string => last.findLast((each) => each.name === name)?.value ?? '';

describe('the container image', () => {
  it('is built in two stages from one exact Node', () => {
    const images = stages.map(([from]) => from?.value.split(' ')[0]);
    expect(images).toHaveLength(2);
    expect(images[0]).toMatch(/^node:24\.\d+\.\d+-slim$/);
    expect(new Set(images).size).toBe(1);
  });

  it('runs as nobody special, and stops as it is told', () => {
    const user = last.findIndex(({ name }) => name === 'USER');
    expect(instruction('USER')).toBe('node');
    expect(last.slice(user).some(({ name }) => name === 'RUN' || name === 'COPY')).toBe(false);
    expect(instruction('STOPSIGNAL')).toBe('SIGTERM');
    // Without a shell in between, which would keep the signal to itself.
    expect(JSON.parse(instruction('ENTRYPOINT'))).toEqual(['node', '/app/dist/main.js']);
    expect(JSON.parse(instruction('CMD'))).toEqual(['serve']);
  });

  it('listens for others, keeps its data in a volume, and is not open', () => {
    const environment = instruction('ENV');
    for (const pair of ['TOCSIN_LISTEN=0.0.0.0:9195', 'TOCSIN_DATA_DIR=/data', 'TOCSIN_MAKE_TOKEN=1'])
      expect(environment).toContain(pair);
    expect(instruction('VOLUME')).toBe('/data');
    expect(instruction('EXPOSE')).toBe('9195');
  });

  it('asks after its health with what it has', () => {
    const health = instruction('HEALTHCHECK');
    const command: unknown = JSON.parse(health.slice(health.indexOf('CMD ') + 4));
    expect(command).toEqual(['node', '-e', expect.stringContaining('/-/healthy')]);
    expect(() => new Function((command as string[])[2] ?? '(')).not.toThrow();
    expect(health).not.toMatch(/curl|wget/);
  });

  it('copies what is there, what is not ignored, and what the program reads', () => {
    const ignored = readFileSync(join(ROOT, '.dockerignore'), 'utf8');
    expect(ignored).toMatch(/^\*$/m);
    const sources = stages
      .flat()
      .filter(({ name, value }) => name === 'COPY' && !value.startsWith('--from'))
      .flatMap(({ value }) => value.split(' ').slice(0, -1));
    for (const source of sources) {
      const name = source.replace(/^\.\//, '');
      expect({ name, exists: existsSync(join(ROOT, name)), sent: ignored.includes(`\n!${name}\n`) }).toEqual({
        name,
        exists: true,
        sent: true,
      });
    }
    const copied = last.filter(({ name }) => name === 'COPY').map(({ value }) => value);
    for (const needed of ['dist', 'node_modules', 'package.json', 'drizzle', 'LICENSE'])
      expect(copied.join(' ')).toContain(needed);
  });

  it("keeps secrets and developers' tools out", () => {
    expect(stages.flat().filter(({ name }) => name === 'ARG')).toEqual([]);
    expect(stages[0]?.some(({ value }) => value.includes('npm ci --omit=dev'))).toBe(true);
  });
});
