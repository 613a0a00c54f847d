import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { compileTimeInterval, isWithin } from '../../src/calendar/timeInterval.ts';
import { checkSchema } from '../../src/config/checkSchema.ts';
import { ProblemList } from '../../src/config/problemList.ts';
import { timeIntervalsSchema } from '../../src/config/timeIntervals.ts';
import { readYamlTree } from '../../src/config/yamlTree.ts';

const schema = z.strictObject({ time_intervals: timeIntervalsSchema });

function read(text: string) {
  const problems = new ProblemList();
  const tree = readYamlTree(text, problems);
  const input = tree && checkSchema(schema, tree, problems);
  return { intervals: input?.time_intervals, problems: problems.problems.map(line) };
}

function line({ path, message, remedy }: ProblemList['problems'][number]): string {
  return `${path.replace('time_intervals[0].time_intervals[0]', '…')}: ${message}${remedy === '' ? '' : ` (${remedy})`}`;
}

/** A file with one interval of one range. */
function withRange(range: string): string {
  return `time_intervals: [{ name: x, time_intervals: [${range}] }]`;
}

const FULL = `
time_intervals:
  - name: quarter-end
    time_intervals:
      - times: [{ start_time: '18:00', end_time: '24:00' }, { start_time: 00:00, end_time: 09:05 }]
        weekdays: ['monday:friday', Sunday]
        days_of_month: ['1:5', '-3:-1', 15, 20:-5]
        months: ['january:march', 12, 'June:7', '9']
        years: ['2026:2027', 2030]
        location: Europe/Berlin
  - { name: always, time_intervals: [{}] }
`;

/** A range, and what is said of it. */
const REFUSED: Readonly<Record<string, string>> = {
  "{ times: [{ start_time: '22:00', end_time: '06:00' }] }":
    '….times[0]: 22:00 to 06:00 goes over midnight (write two: 22:00 to 24:00, and 00:00 to 06:00)',
  "{ times: [{ start_time: '22:00', end_time: '00:00' }] }":
    '….times[0]: 22:00 to 00:00 goes over midnight (write 24:00 for the end of the day)',
  "{ times: [{ start_time: '24:00', end_time: '24:00' }] }":
    '….times[0]: 24:00 to 24:00 is no time at all (write a later end_time)',
  "{ times: [{ start_time: '00:00', end_time: '00:00' }] }":
    '….times[0]: 00:00 to 00:00 is no time at all (write 24:00 for the end of the day)',
  "{ times: [{ start_time: '9:00', end_time: '17:00' }] }":
    '….times[0].start_time: "9:00" is not a time of day (write hours and minutes as in 09:00 or 17:30; 24:00 is the end of the day)',
  "{ times: [{ start_time: '09:00', end_time: '24:30' }] }":
    '….times[0].end_time: "24:30" is not a time of day (write hours and minutes as in 09:00 or 17:30; 24:00 is the end of the day)',
  "{ times: [{ start_time: '09:00' }] }": '….times[0].end_time: is missing (add it)',
  "{ times: [{ start_time: 9, end_time: '17:00' }] }": '….times[0].start_time: must be text, not a number (put it in quotes)',
  "{ times: [{ start_time: '09:00', end: '17:00', end_time: '17:00' }] }":
    '….times[0].end: the key is not known (did you mean end_time?)',
  '{ times: [] }': '….times: is empty: it would never hold (name what it is to hold, or leave it out)',
  '{ weekdays: [] }': '….weekdays: is empty: it would never hold (name what it is to hold, or leave it out)',
  '{ weekdays: monday }': '….weekdays: must be a list, not text (write [ ] around it, or begin its lines with a dash)',
  '{ weekdays: [monday, fri] }': '….weekdays[1]: "fri" is not a weekday (did you mean friday?)',
  '{ weekdays: [monday:fryday] }': '….weekdays[0]: "fryday" is not a weekday (did you mean friday?)',
  '{ weekdays: [1] }': '….weekdays[0]: "1" is not a weekday (write one as in sunday, or a range as in monday:friday)',
  '{ weekdays: [[monday]] }': '….weekdays[0]: this is not a weekday (write one as in sunday, or a range as in monday:friday)',
  '{ weekdays: [monday:friday:sunday] }':
    '….weekdays[0]: "monday:friday:sunday" has more than a beginning and an end (write one as in sunday, or a range as in monday:friday)',
  '{ weekdays: [friday:monday] }':
    '….weekdays[0]: "friday:monday" ends before it begins (the week begins on Sunday: write two: "friday:saturday" and "sunday:monday")',
  '{ weekdays: [saturday:sunday] }':
    '….weekdays[0]: "saturday:sunday" ends before it begins (the week begins on Sunday: write two: "saturday" and "sunday")',
  "{ days_of_month: ['0'] }":
    '….days_of_month[0]: "0" is not a day of the month (write 1 to 31, or -1 to -31 from its end, or a range as in 1:5 or -3:-1)',
  "{ days_of_month: ['1:32'] }":
    '….days_of_month[0]: "32" is not a day of the month (write 1 to 31, or -1 to -31 from its end, or a range as in 1:5 or -3:-1)',
  "{ days_of_month: ['28:3'] }": '….days_of_month[0]: "28:3" ends before it begins (write two: "28:31" and "1:3")',
  "{ days_of_month: ['-1:-3'] }": '….days_of_month[0]: "-1:-3" ends before it begins (write "-3:-1")',
  "{ days_of_month: ['-3:5'] }":
    '….days_of_month[0]: "-3:5" begins at the end of the month and ends at its beginning (write two: "-3:-1" and "1:5")',
  "{ days_of_month: ['28:-1'] }":
    '….days_of_month[0]: "28:-1" may end before it begins: months are short (count both from the same end of the month, as in 28:31 or -3:-1)',
  '{ months: [13] }': '….months[0]: "13" is not a month (write one as in march or 3, or a range as in january:march)',
  '{ months: [janury] }': '….months[0]: "janury" is not a month (did you mean january?)',
  '{ months: [november:february] }':
    '….months[0]: "november:february" ends before it begins (the year begins in January: write two: "november:december" and "january:february")',
  "{ years: ['26'] }": '….years[0]: "26" is not a year (write one as in 2026, or a range as in 2026:2027)',
  "{ years: ['2027:2026'] }": '….years[0]: "2027:2026" ends before it begins (write "2026:2027")',
  '{ location: Europe/Berln }': '….location: "Europe/Berln" is not a time zone that is known here (did you mean Europe/Berlin?)',
  "{ location: '+02:00' }":
    '….location: "+02:00" is not a time zone that is known here (write a name of the IANA database, as in Europe/Berlin; without the key it is UTC)',
  "{ location: '' }":
    '….location: "" is not a time zone that is known here (write a name of the IANA database, as in Europe/Berlin; without the key it is UTC)',
  '{ location: Local }':
    '….location: "Local" depends on the machine (write a name of the IANA database, as in Europe/Berlin; without the key it is UTC)',
  '{ time_zone: Europe/Berlin }':
    '….time_zone: the key is not known (known here: times, weekdays, days_of_month, months, years, location)',
  '{ weekday: [monday] }': '….weekday: the key is not known (did you mean weekdays?)',
};

describe('time_intervals', () => {
  it('are read as numbers', () => {
    const { intervals, problems } = read(FULL);
    expect(problems).toEqual([]);
    const none = { times: [], weekdays: [], daysOfMonth: [], months: [], years: [], location: 'UTC' };
    expect(intervals).toEqual([
      {
        name: 'quarter-end',
        intervals: [
          {
            times: [
              { start: 1080, end: 1440 },
              { start: 0, end: 545 },
            ],
            weekdays: [
              { from: 1, to: 5 },
              { from: 0, to: 0 },
            ],
            daysOfMonth: [
              { from: 1, to: 5 },
              { from: -3, to: -1 },
              { from: 15, to: 15 },
              { from: 20, to: -5 },
            ],
            months: [
              { from: 1, to: 3 },
              { from: 12, to: 12 },
              { from: 6, to: 7 },
              { from: 9, to: 9 },
            ],
            years: [
              { from: 2026, to: 2027 },
              { from: 2030, to: 2030 },
            ],
            location: 'Europe/Berlin',
          },
        ],
      },
      { name: 'always', intervals: [none] },
    ]);
  });

  it('are what the stages compile', () => {
    const office = read(withRange("{ weekdays: ['monday:friday'], times: [{ start_time: '09:00', end_time: '17:00' }] }"));
    const [compiled] = (office.intervals ?? []).map(compileTimeInterval);
    const hours = ['08:59', '09:00', '16:59', '17:00'].map((hour) => Date.parse(`2026-07-01T${hour}:00Z`));
    expect(hours.map((hour) => compiled && isWithin(compiled, hour))).toEqual([false, true, true, false]);
  });

  it.each(Object.entries(REFUSED))('refuse %s', (range, problem) => {
    expect(read(withRange(range)).problems).toEqual([problem]);
  });

  it.each([
    ['{ time_intervals: [{}] }', 'time_intervals[0].name: is missing (add it)'],
    ["{ name: '', time_intervals: [{}] }", 'time_intervals[0].name: must not be empty (give it a value, or leave the key out)'],
    ['{ name: x }', 'time_intervals[0].time_intervals: is missing (add it)'],
    [
      '{ name: x, time_intervals: [] }',
      'time_intervals[0].time_intervals: is empty: the interval would never hold (name what it is to hold, or leave it out)',
    ],
    [
      '{ name: x, time_intervals: [{}], times: [] }',
      'time_intervals[0].times: the key is not known (known here: name, time_intervals)',
    ],
  ])('refuse the interval %s', (interval, problem) => {
    expect(read(`time_intervals: [${interval}]`).problems).toEqual([problem]);
  });

  it('refuse a name that stands twice, whatever else is wrong', () => {
    const text =
      'time_intervals: [{ name: a, time_intervals: [{ months: [x] }] }, { name: a, time_intervals: [{}] }, { name: b }]';
    expect(read(text).problems.sort()).toEqual([
      'time_intervals[1].name: there is another time interval named "a" above (rename one)',
      'time_intervals[2].time_intervals: is missing (add it)',
      '….months[0]: "x" is not a month (write one as in march or 3, or a range as in january:march)',
    ]);
  });
});

/** Ranges of which the real thing must think as we do. */
const ASKED = [
  '{}',
  "{ times: [{ start_time: '00:00', end_time: '24:00' }] }",
  "{ times: [{ start_time: '24:00', end_time: '24:00' }] }",
  "{ times: [{ start_time: '10:00', end_time: '10:00' }] }",
  "{ times: [{ start_time: '22:00', end_time: '06:00' }] }",
  "{ times: [{ start_time: '9:00', end_time: '17:00' }] }",
  "{ times: [{ start_time: '09:60', end_time: '17:00' }] }",
  "{ times: [{ start_time: '09:00' }] }",
  "{ weekdays: ['Monday:FRIDAY', sunday] }",
  "{ weekdays: ['friday:monday'] }",
  "{ weekdays: ['saturday:sunday'] }",
  "{ weekdays: ['mon'] }",
  "{ weekdays: ['1'] }",
  "{ weekdays: ['monday: friday'] }",
  "{ weekdays: ['monday:'] }",
  "{ days_of_month: ['1:5', '-3:-1', '15', '05'] }",
  '{ days_of_month: [15] }',
  "{ days_of_month: ['0'] }",
  "{ days_of_month: ['32'] }",
  "{ days_of_month: ['-32:-1'] }",
  "{ days_of_month: ['-31:-1'] }",
  "{ days_of_month: ['5:1'] }",
  "{ days_of_month: ['-1:-3'] }",
  "{ days_of_month: ['-3:5'] }",
  "{ days_of_month: ['27:-1'] }",
  "{ days_of_month: ['28:-1'] }",
  "{ days_of_month: ['1:-27'] }",
  "{ days_of_month: ['1:-28'] }",
  "{ days_of_month: ['1:2:3'] }",
  "{ months: ['january:March', '12', 'june:7', '07'] }",
  "{ months: ['november:february'] }",
  "{ months: ['jan'] }",
  "{ years: ['2026:2027', '2030'] }",
  "{ years: ['2027:2026'] }",
  "{ years: ['next'] }",
  '{ location: Europe/Berlin }',
  '{ location: Mars/Base }',
  "{ location: '+02:00' }",
  '{ weekday: [monday] }',
];

describe('amtool', () => {
  const dir = mkdtempSync(join(tmpdir(), 'tocsin-intervals-'));
  afterAll(() => rmSync(dir, { recursive: true }));

  it('takes and refuses the same', (context) => {
    if (spawnSync('amtool', ['--version']).error) {
      console.warn(
        'SKIPPED: amtool is not on the PATH (Debian: prometheus-alertmanager); time intervals are not compared with it',
      );
      context.skip();
    }
    const file = join(dir, 'alertmanager.yml');
    for (const range of ASKED) {
      writeFileSync(file, `${withRange(range)}\nroute: { receiver: a }\nreceivers: [{ name: a }]\n`);
      const theirs = spawnSync('amtool', ['check-config', file]).status === 0;
      expect(read(withRange(range)).problems.length === 0, range).toBe(theirs);
    }
  });
});
