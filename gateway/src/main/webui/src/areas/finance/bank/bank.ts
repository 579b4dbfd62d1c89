import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '../../../shared/api/client';
import type { Given } from '../../../shared/api/given';
import { readPages, usePages } from '../../../shared/api/pages';
import type { components } from '../../../shared/api/schema';
import { financeKey, forget } from '../payouts';

type Schemas = components['schemas'];

export type BankFile = Given<
  Schemas['BankFile'],
  'sha256' | 'kind' | 'messageId' | 'receivedAt' | 'matched' | 'openCount' | 'open'
>;
export type Line = Given<
  Schemas['SuspenseLine'],
  'id' | 'account' | 'bookedOn' | 'ageDays' | 'amount' | 'why' | 'candidates'
>;
export type Proposal = Given<
  Schemas['FinanceProposal'],
  'id' | 'kind' | 'subject' | 'reason' | 'state' | 'proposedBy' | 'proposedAt'
>;
export type ProposalKind = Proposal['kind'];
export type ProposalState = Proposal['state'];

export function useBankAccounts() {
  return useQuery({
    queryKey: [...financeKey, 'bank-accounts'],
    queryFn: () => unwrap(api.GET('/v1/bank-accounts')),
  });
}

export function useBankFiles() {
  return usePages<BankFile>([...financeKey, 'bank-files'], (cursor) =>
    unwrap(api.GET('/v1/bank-files', { params: { query: { limit: 20, ...cursor } } })),
  );
}

/** The bytes go as they are: what the bank signed for is what is read. */
export function useGiveIn() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (file: File) =>
      (await unwrap(
        api.POST('/v1/bank-files', {
          body: file as unknown as string,
          bodySerializer: (body) => body as unknown as File,
          headers: { 'Content-Type': 'application/xml' },
        }),
      )) as BankFile,
    onSuccess: () => forget(queries),
  });
}

export function useSuspenseAges() {
  return useQuery({ queryKey: [...financeKey, 'suspense', 'ages'], queryFn: () => unwrap(api.GET('/v1/suspense')) });
}

export function useSuspenseLines() {
  return usePages<Line>([...financeKey, 'suspense', 'lines'], (cursor) =>
    unwrap(
      api.GET('/v1/suspense/lines', {
        params: { query: { limit: 25, ...cursor } },
      }),
    ),
  );
}

export function useProposals(state: ProposalState) {
  return usePages<Proposal>([...financeKey, 'proposals', state], (cursor) =>
    unwrap(
      api.GET('/v1/finance-proposals', {
        params: { query: { state, limit: 25, ...cursor } },
      }),
    ),
  );
}

/** All that wait for another person, however many. */
export function useOpenProposals(enabled: boolean) {
  return useQuery({
    queryKey: [...financeKey, 'proposals', 'open'],
    queryFn: () =>
      readPages<Proposal>((cursor) =>
        unwrap(api.GET('/v1/finance-proposals', { params: { query: { state: 'PROPOSED', limit: 500, ...cursor } } })),
      ),
    enabled,
  });
}

export interface NewProposal {
  kind: ProposalKind;
  subject: string;
  target?: string;
  reason: string;
}

export function useProposal() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (proposal: NewProposal) => unwrap(api.POST('/v1/finance-proposals', { body: proposal })),
    onSuccess: () => forget(queries),
  });
}

export function useDecideProposal() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ proposalId, accept }: { proposalId: string; accept: boolean }) => {
      const params = { path: { proposalId } };
      return accept
        ? unwrap(api.POST('/v1/finance-proposals/{proposalId}/accept', { params }))
        : unwrap(api.POST('/v1/finance-proposals/{proposalId}/decline', { params }));
    },
    onSettled: () => forget(queries),
  });
}
