import { fileTag } from './fileTag.ts';
import type { SendRequest } from './notifier.ts';
import type { EvidenceFiles } from './notifierKind.ts';
import { oneLine } from './oneLine.ts';
import type { SlackFile } from './slackUpload.ts';

/** The files of an incident's evidence, named so that they are found again after a doubt. */
export async function evidenceFilesFor(
  { incident, notificationId }: Pick<SendRequest, 'incident' | 'notificationId'>,
  evidence: EvidenceFiles | undefined,
): Promise<SlackFile[]> {
  const files: SlackFile[] = [];
  for (const { id, hasFile, source } of incident.evidence) {
    const file = hasFile && evidence ? await evidence.file(id) : null;
    if (file === null || file.text === '') continue;
    const title = `${oneLine(source, 60)}, incident ${incident.number}`;
    files.push({ name: tagged(file.name, fileTag(notificationId)), title, bytes: new TextEncoder().encode(file.text) });
  }
  return files;
}

/** `incident-42-loki.txt` as `incident-42-loki.1f2e3d4c5b6a.txt`. */
function tagged(name: string, tag: string): string {
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? `${name}.${tag}` : `${name.slice(0, dot)}.${tag}${name.slice(dot)}`;
}
