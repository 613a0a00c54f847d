import { expect, test } from 'vitest';
import { Backlog } from '../../src/outbox/backlog.ts';

test('what is marked stands until the outbox has been read from its beginning', () => {
  const backlog = new Backlog();
  backlog.mark('ada');
  backlog.beginLooking(['bob']);
  // Its row may have been written after the reading began.
  backlog.mark('cyd');
  backlog.found('dee');
  expect(['ada', 'bob', 'cyd', 'dee', 'eve'].filter((each) => backlog.has(each))).toEqual(['ada', 'bob', 'cyd', 'dee']);
  backlog.endLooking(['bob']);
  expect(['ada', 'bob', 'cyd', 'dee'].filter((each) => backlog.has(each))).toEqual(['bob', 'cyd']);
  backlog.beginLooking([]);
  backlog.endLooking([]);
  expect(['bob', 'cyd'].filter((each) => backlog.has(each))).toEqual([]);
});

test('what was due is not forgotten where reading or sending it failed', () => {
  const backlog = new Backlog();
  backlog.mark('ada');
  backlog.beginLooking(['bob']);
  backlog.found('cyd');
  backlog.endLooking();
  expect(['ada', 'bob', 'cyd'].filter((each) => backlog.has(each))).toEqual(['ada', 'bob', 'cyd']);
});
