import { expect, it } from 'vitest';
import { quietQueries, shown } from '../../../testing/shown';
import { AgreementPanel } from './JobCharts';
import { jobsKey } from './jobs';

it('names what workers agree on by the question that they were asked', async () => {
  const queries = quietQueries();
  queries.setQueryData([...jobsKey, 'agreement', 'j'], { fields: [{ field: 'mood' }] });
  const spec = {
    output: { properties: { mood: { enum: ['happy'] } } },
    ui: { kind: 'blocks', blocks: [{ type: 'field.choice', out: '/mood', label: { en: 'Which mood?' } }] },
  };
  const panel = (
    <AgreementPanel jobId="j" spec={spec} charts={undefined} running={false} Frame={({ children }) => children} />
  );
  const { host, leave } = await shown(panel, { texts: ['requester'], queries });
  expect(host.querySelector('h2')?.textContent).toBe('Agreement: Which mood?');
  await leave();
});
