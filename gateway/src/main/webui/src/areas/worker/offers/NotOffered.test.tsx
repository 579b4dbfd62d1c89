import { expect, it, vi } from 'vitest';
import { api } from '../../../shared/api/client';
import { Problem } from '../../../shared/api/problem';
import { shown } from '../../../testing/shown';
import { NotOffered } from './NotOffered';

const answered = (data: unknown) => ({ data, response: new Response('{}') });
const refused = (code: string) => ({ error: { code }, response: new Response('{}', { status: 404 }) });
const screen = (failure: Problem) =>
  shown(<NotOffered jobId="j" failure={failure} onRetry={() => undefined} />, { texts: ['worker'] });

it('says by which rule a job is not for the worker', async () => {
  const rules = [
    { rule: 'job-open', holds: true, detail: 'x' },
    { rule: 'place', holds: false, detail: 'x' },
  ];
  const get = vi.spyOn(api, 'GET').mockResolvedValue(answered({ offered: false, rules }) as never);
  const { host, leave } = await screen(new Problem(404, 'offer-not-found', ''));
  expect(get).toHaveBeenCalledWith('/v1/offers/{jobId}/why', { params: { path: { jobId: 'j' } } });
  expect(host.textContent).toContain('Why this job is not for you now');
  expect(host.querySelector('li[data-holds="false"]')?.textContent).toBe('It is not open where you live.');
  await leave();
});

it('has one notice for a job that there never was', async () => {
  vi.spyOn(api, 'GET').mockResolvedValue(refused('offer-not-found') as never);
  const { host, leave } = await screen(new Problem(404, 'offer-not-found', ''));
  expect(host.querySelectorAll('[role="alert"]').length).toBe(1);
  expect(host.querySelector('a')?.getAttribute('href')).toBe('/worker');
  await leave();
});

it('asks for no reasons where the rules have none', async () => {
  const get = vi.spyOn(api, 'GET');
  const { host, leave } = await screen(Problem.offline(new Error('gone')));
  expect(get).not.toHaveBeenCalled();
  expect(host.querySelectorAll('a').length).toBe(0);
  await leave();
});
