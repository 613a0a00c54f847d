import { expect, it } from 'vitest';
import { pointedView } from '../../src/outbox/pointedView.ts';
import { LINKS, runbookViews } from '../pipeline/notify/runbookViews.ts';
import { incidentView } from '../pipeline/notify/views.ts';

const nobody = (error: unknown): void => {
  throw error;
};

it('has runbooks and links', () => {
  const pointers = () => ({ runbooks: runbookViews(), links: LINKS });
  expect(pointedView(incidentView(), pointers, nobody)).toEqual(incidentView({ runbooks: runbookViews(), links: LINKS }));
  expect(pointedView(incidentView(), undefined, nobody)).toEqual(incidentView());
});

it('leaves without them where they cannot be had', () => {
  const errors: unknown[] = [];
  const broken = () => {
    throw new Error('no such runbook');
  };
  expect(pointedView(incidentView(), broken, (error) => errors.push(error))).toEqual(incidentView());
  expect(errors).toEqual([new Error('no such runbook')]);
});
