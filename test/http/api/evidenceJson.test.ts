import { expect, it } from 'vitest';
import { evidenceJson } from '../../../src/http/api/evidenceJson.ts';
import { EVIDENCE } from '../evidenceStory.ts';

const [logs] = EVIDENCE;

it('names a file by an address that holds whatever its id is', () => {
  expect(logs && evidenceJson({ ...logs, id: '../a b"?#' }, 'https://tocsin.test').file).toBe(
    'https://tocsin.test/api/v1/incidents/1/evidence/..%2Fa%20b%22%3F%23/log',
  );
});

it.each(EVIDENCE)('has what came under the word of its kind: $id', (evidence) => {
  const json: object = evidenceJson(evidence, null);
  expect(Object.keys(json)).toContain(evidence.kind);
  expect(['logs', 'traces', 'graph'].filter((kind) => Object.hasOwn(json, kind))).toEqual([evidence.kind]);
});
