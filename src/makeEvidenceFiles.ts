import type { makePictures } from './makePictures.ts';
import type { EvidenceFiles } from './pipeline/notify/notifierKind.ts';
import type { Database } from './store/database.ts';
import { readEvidenceFile } from './store/readEvidence.ts';

/** What of evidence is a file for notifiers: every line of a log, a graph as a picture. */
export function makeEvidenceFiles(db: Database, pictures: ReturnType<typeof makePictures>): EvidenceFiles {
  return {
    file: async (id) => {
      const found = await readEvidenceFile(db, id);
      if (!found || found.file === null) return null;
      const source = found.source.replace(/[^A-Za-z0-9._-]+/g, '-');
      return { name: `incident-${found.incident}-${source}.txt`, text: found.file };
    },
    picture: async (id) => {
      const found = await readEvidenceFile(db, id);
      return found?.content?.kind === 'graph' ? pictures.png(found.content, found) : null;
    },
  };
}
