import { dirname, isAbsolute, join } from 'node:path';
import type { Config } from './config/config.ts';
import type { Logger } from './log.ts';
import { readRunbookFolder } from './pipeline/enrich/runbook/folder.ts';
import type { RunbookIndex } from './pipeline/enrich/runbook/runbookIndex.ts';

/** The runbooks in the folder that the configuration names, which stands beside its file; null: it names none. What cannot be read is logged. */
export async function readRunbooks({ file, evidence }: Config, log: Logger): Promise<RunbookIndex | null> {
  const { folder } = evidence.runbooks;
  if (folder === null) return null;
  const place = isAbsolute(folder) ? folder : join(dirname(file ?? '.'), folder);
  const { index, faults } = await readRunbookFolder(place);
  for (const fault of faults) log.warning(fault, `runbooks.folder: ${fault.file} ${fault.what}`);
  log.info({ folder: place, files: index.files }, 'the runbooks were read');
  return index;
}
