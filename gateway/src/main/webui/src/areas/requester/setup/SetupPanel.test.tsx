import { expect, it, vi } from 'vitest';
import { api } from '../../../shared/api/client';
import { quietQueries, shown } from '../../../testing/shown';
import { balanceKey } from '../funds/funds';
import { type Job, quoteKey } from '../jobs/jobs';
import SetupPanel from './SetupPanel';

const money = { amount: '1.00', currency: 'EUR' };
const job: Job = { id: 'j', title: 'Mood', state: 'DRAFT', reward: money, taskCount: 3 };
const quote = {
  assignments: 9,
  base: money,
  fee: money,
  reserve: money,
  total: money,
  floor: {
    passes: true,
    currency: 'EUR',
    required: '0.10',
    floor: { per_hour: '9.37', source: 'RD 126/2026' },
    time: { seconds: 45 },
    implied_hourly: { at_price_time: '80.00' },
  },
};

/** {@return the languages that are read before the job is published} */
async function languagesOf(languages: string[]) {
  // What is known stays as it is.
  vi.spyOn(api, 'GET').mockReturnValue(new Promise(() => undefined) as never);
  const queries = quietQueries();
  queries.setQueryData(quoteKey(job.id), quote);
  queries.setQueryData(balanceKey, []);
  const { host, leave } = await shown(<SetupPanel job={{ ...job, languages }} />, {
    texts: ['requester', 'funds'],
    queries,
  });
  const term = [...host.querySelectorAll('dt')].find((one) => one.textContent === 'In');
  const found = term?.nextElementSibling?.textContent;
  await leave();
  return found;
}

it('says in which languages the work is before it is published', async () => {
  expect(await languagesOf(['ca', 'yo'])).toBe('Catalan and Yoruba');
  expect(await languagesOf([])).toBe('not said');
});
