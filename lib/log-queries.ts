/** A question to the lines of the requests, in the words of CloudWatch Logs Insights. */
export type LogQuery = { readonly title: string; readonly lines: readonly string[] };

/** What the dashboard asks the lines; docs/runbook.md has more. */
export const requestQueries: readonly LogQuery[] = [
  {
    title: 'What was refused',
    lines: [
      'filter ispresent(refusal)',
      'stats count(*) as requests by refusal, operation',
      'sort requests desc',
      'limit 20',
    ],
  },
  {
    title: 'Which operations cost what',
    lines: [
      'filter ispresent(operation)',
      'stats count(*) as requests, pct(milliseconds, 99) as p99, avg(database.calls) as calls, ' +
        'avg(database.readUnits) as readUnits, avg(database.writeUnits) as writeUnits by operation',
      'sort requests desc',
      'limit 20',
    ],
  },
  {
    title: 'Which organizations ask the most',
    lines: [
      'filter ispresent(organizationId)',
      'stats count(*) as requests, count(refusal) as refused, sum(database.readUnits) as readUnits, ' +
        'sum(database.writeUnits) as writeUnits by organizationId',
      'sort requests desc',
      'limit 20',
    ],
  },
  {
    title: 'What failed',
    lines: [
      'filter level = "ERROR"',
      'fields @timestamp, requestId, operation, status, fault.name, fault.message',
      'sort @timestamp desc',
      'limit 20',
    ],
  },
];
