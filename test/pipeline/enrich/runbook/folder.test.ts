import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRunbookFolder } from '../../../../src/pipeline/enrich/runbook/folder.ts';

let root: string;
let folder: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'runbooks-'));
  folder = join(root, 'books');
  mkdirSync(folder);
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, text: string | Buffer): void {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
}

describe('a folder of runbooks', () => {
  it('is read with what is below it', async () => {
    write('ShopDown.md', 'Restart.');
    write('db/deep/PgSlow.markdown', 'Ask.');
    write('notes.txt', 'No.');
    const { index, faults } = await readRunbookFolder(folder);
    expect(index.files).toBe(2);
    expect(index.byAlert('ShopDown')?.quote).toBe('Restart.');
    expect(index.byAlert('PgSlow')?.file).toBe('db/deep/PgSlow.markdown');
    expect(faults).toEqual([]);
  });

  it('leaves out what begins with a dot, and what leads out of it', async () => {
    write('.Hidden.md', 'x');
    write('.git/Inner.md', 'x');
    mkdirSync(join(root, 'books-too'));
    writeFileSync(join(root, 'Secret.md'), 'x');
    writeFileSync(join(root, 'books-too/Other.md'), 'x');
    symlinkSync(join(root, 'Secret.md'), join(folder, 'Secret.md'));
    symlinkSync(join(root, 'books-too'), join(folder, 'too'));
    symlinkSync('../Secret.md', join(folder, 'Relative.md'));
    symlinkSync('/etc/passwd', join(folder, 'Passwords.md'));
    symlinkSync('/nowhere', join(folder, 'Nowhere.md'));
    const { index, faults } = await readRunbookFolder(folder);
    expect(index.files).toBe(0);
    const out = 'is a symbolic link out of the folder';
    expect(faults).toEqual([
      { file: 'Nowhere.md', what: 'is not there' },
      { file: 'Passwords.md', what: out },
      { file: 'Relative.md', what: out },
      { file: 'Secret.md', what: out },
      { file: 'too', what: out },
    ]);
  });

  it('is read as Kubernetes mounts a ConfigMap, and through a link to itself', async () => {
    write('..2026_03_01/ShopDown.md', 'Restart.');
    symlinkSync('..2026_03_01', join(folder, '..data'));
    symlinkSync('..data/ShopDown.md', join(folder, 'ShopDown.md'));
    symlinkSync('.', join(folder, 'again'));
    symlinkSync(folder, join(root, 'link'));
    const { index, faults } = await readRunbookFolder(join(root, 'link'));
    expect(index.files).toBe(1);
    expect(index.byAlert('ShopDown')?.quote).toBe('Restart.');
    expect(faults).toEqual([]);
  });

  it('is bounded', async () => {
    write('A.md', `# A\n\n${'x'.repeat(300 * 1024)}\n\n## Late\n\nx`);
    write('B.md', Buffer.from([35, 0, 255]));
    for (let i = 0; i < 2_001; i += 1) write(`many/${String(i).padStart(4, '0')}.md`, 'x');
    const { index, faults } = await readRunbookFolder(folder);
    expect(index.files).toBe(2_000);
    expect(index.byAlert('Late')).toBeNull();
    expect(faults).toEqual([
      { file: 'A.md', what: 'is read only up to 256 KiB' },
      { file: 'B.md', what: 'is no text' },
      { file: 'many/1999.md', what: 'and what follows it is not read: there are more than 2000 files' },
    ]);
  });

  it('says what it is where it is none', async () => {
    expect((await readRunbookFolder(join(root, 'none'))).faults).toEqual([{ file: join(root, 'none'), what: 'is not there' }]);
    writeFileSync(join(root, 'file'), '');
    expect((await readRunbookFolder(join(root, 'file'))).faults).toEqual([{ file: join(root, 'file'), what: 'is not a folder' }]);
  });

  it('does not wait for a pipe', async () => {
    execFileSync('mkfifo', [join(folder, 'Pipe.md')]);
    expect((await readRunbookFolder(folder)).index.files).toBe(0);
  });
});
