import { expect, it } from 'vitest';
import { amountFault } from './amount-fault';
import { Problem } from './problem';

const refused = (code: string, ...pointers: string[]) =>
  new Problem(
    400,
    code,
    'No.',
    pointers.map((pointer) => ({ pointer, detail: 'must not be blank' })),
  );

it('says at an amount what is wrong with it, and nothing of what is wrong elsewhere', () => {
  expect(amountFault(refused('too-many-decimals'), '/amount')).toBe('The amount has more decimals than its currency.');
  expect(amountFault(refused('invalid-request', '/amount/amount'), '/amount')).toBe('This is missing.');
  expect(amountFault(refused('invalid-request', '/amounts', '/message'), '/amount')).toBeUndefined();
  expect(amountFault(refused('insufficient-funds'), '/amount')).toBeUndefined();
  expect(amountFault(new Error('broken'), '/amount')).toBeUndefined();
});
