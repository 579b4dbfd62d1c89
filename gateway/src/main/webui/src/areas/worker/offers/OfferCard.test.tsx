import { expect, it } from 'vitest';
import { shown } from '../../../testing/shown';
import { OfferCard } from './OfferCard';
import type { Offer } from './offers';

const offer = { jobId: 'j', title: 'Dialects', reward: { amount: '0.05', currency: 'EUR' } } as Offer;

/** {@return what is said of who was screened out} */
async function said(screening: Offer['screening']) {
  const { host, leave } = await shown(<OfferCard offer={{ ...offer, ...(screening && { screening }) }} />, {
    texts: ['worker'],
  });
  const term = [...host.querySelectorAll('dt')].find((one) => one.textContent === 'Screened out');
  const found = term?.nextElementSibling?.textContent;
  await leave();
  return found;
}

it('says how many of those who began a job were screened out, once enough have begun', async () => {
  expect(await said({ begun: 40, screenedOutRate: 0.35 })).toBe('35% of the 40 who began; their time is paid');
  expect(await said({ begun: 12, screenedOutRate: 0 })).toBe('0% of the 12 who began; their time is paid');
  expect(await said({ begun: 9 })).toBe('not known yet: fewer than ten have begun');
});

it('says nothing of it where a job screens nobody out', async () => {
  expect(await said(undefined)).toBeUndefined();
});
