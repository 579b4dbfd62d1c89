import { MantineProvider } from '@mantine/core';
import { act, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, it } from 'vitest';
import { i18n, startI18n } from '../i18n/i18n';
import { FairnessNumbers, type Report } from './FairnessNumbers';

const euro = (amount: string) => ({ amount, currency: 'EUR' });

const report: Report = {
  method: 1,
  firstWeek: '2026-10-26',
  lastWeek: '2026-11-16',
  groupsOf: 10,
  currencies: [
    {
      currency: 'EUR',
      workers: 120,
      activeSeconds: 360_000,
      paidTime: { median: euro('12.00'), tenth: euro('9.00'), coverage: '0.9900' },
      allTime: { median: euro('9.00'), tenth: euro('7.03'), coverage: '0.8100' },
      unpaidShare: '0.2500',
      toppedUp: euro('19.40'),
    },
  ],
  currenciesLeftOut: 1,
  payGap: { index: '0.8690', groups: 3, groupsLeftOut: 2, flagged: [{ country: 'KE', index: '0.6800' }] },
};

it('shows pay with and without unpaid time, who is flagged, and what is left out', async () => {
  (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
  await startI18n();
  await i18n.changeLanguage('en');
  await i18n.loadNamespaces('fairness');
  const host = document.createElement('div');
  const root = createRoot(host);
  await act(async () =>
    root.render(
      <MantineProvider>
        <Suspense>
          <FairnessNumbers report={report} />
        </Suspense>
      </MantineProvider>,
    ),
  );

  const said = host.textContent ?? '';
  expect(said).toContain('From October 26, 2026 to November 22, 2026');
  expect(said).toContain('Half earn more: all time€9.00 an hour');
  expect(said).toContain('A tenth earn less: all time€7.03 an hour');
  expect(said).toContain('All together86.9%');
  expect(said).toContain('Kenya68%');
  expect(said).toContain('2 groups of fewer than 10 people left out');
  expect(said).not.toContain('No country is below');
  const [whole, part] = [...host.querySelectorAll('rect[data-tone]')].map((bar) => bar.getAttribute('width'));
  expect([whole, part]).toEqual(['100%', '75%']);
  await act(async () => root.unmount());
});
