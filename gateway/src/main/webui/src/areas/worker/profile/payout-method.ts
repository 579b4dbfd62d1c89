import { useQuery } from '@tanstack/react-query';
import { api, unwrap } from '../../../shared/api/client';
import { Problem } from '../../../shared/api/problem';
import type { components } from '../../../shared/api/schema';

export const methodKey = ['worker', 'payout-method'] as const;
export const returnedKey = ['worker', 'payouts-returned'] as const;

/** What a payout method can be, in the order in which they are offered. */
export const kinds = ['SEPA', 'STRIPE', 'PAYPAL'] as const;
export type Kind = (typeof kinds)[number];

export type Payout = components['schemas']['Payout'];
type Method = components['schemas']['PayoutMethod'];

/** {@return where the worker is paid; null where they have not said} */
export function usePayoutMethod() {
  return useQuery({
    queryKey: methodKey,
    queryFn: async (): Promise<Method | null> => {
      try {
        return await unwrap(api.GET('/v1/me/payout-method'));
      } catch (failure) {
        if (failure instanceof Problem && failure.code === 'payout-method-not-found') return null;
        throw failure;
      }
    },
  });
}

/** {@return the kinds of payout methods that this marketplace pays} */
export function useKinds() {
  return useQuery({
    queryKey: ['worker', 'rails'],
    queryFn: () => unwrap(api.GET('/v1/rails')),
    select: ({ items }) => kinds.filter((kind) => items?.some(({ method }) => method === kind)),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** {@return payouts that did not arrive, the newest first} */
export function useReturned() {
  return useQuery({
    queryKey: returnedKey,
    queryFn: async (): Promise<Payout[]> => {
      const pages = await Promise.all(
        (['RETURNED', 'FAILED'] as const).map((state) =>
          unwrap(api.GET('/v1/payouts', { params: { query: { state, limit: 50 } } })),
        ),
      );
      return pages
        .flatMap((page) => page.items ?? [])
        .sort((a, b) => (b.changedAt ?? '').localeCompare(a.changedAt ?? ''));
    },
  });
}

/**
 * {@return the payouts that wait for something: those whose money is held; where the method takes no more payouts, the newest one
 * that went to it and did not arrive}
 */
export function troubles(returned: readonly Payout[], method: Method | null): Payout[] {
  const held = returned.filter((payout) => payout.held);
  if (held.length > 0 || !method || method.state === 'ACTIVE') return held;
  return returned.filter(({ account }) => account === (method.iban ?? method.accountId)).slice(0, 1);
}

/** The field that a refusal is about. */
const fieldOfCode: Record<string, string> = {
  'iban-invalid': 'iban',
  'iban-outside-sepa': 'iban',
  'bic-invalid': 'bic',
  'holder-name-unusable': 'holderName',
  'stripe-account-invalid': 'accountId',
  'paypal-account-invalid': 'accountId',
};

/** {@return the first field that a refusal is about; null where it is about none} */
export function fieldOf(problem: Problem): string | null {
  return fieldOfCode[problem.code] ?? problem.faults[0]?.pointer.replace(/^\//, '') ?? null;
}
