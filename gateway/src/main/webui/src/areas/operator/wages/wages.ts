import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '../../../shared/api/client';
import type { Given } from '../../../shared/api/given';
import { Problem } from '../../../shared/api/problem';
import type { components } from '../../../shared/api/schema';
import { good, send } from '../../../shared/api/send';
import { amountOf } from '../../../shared/format/decimal';

type Schemas = components['schemas'];

export type Floor = Given<
  Schemas['WageFloor'],
  'place' | 'perHour' | 'kind' | 'rateOf' | 'effectiveFrom' | 'source' | 'confidence'
>;
export type NewFloor = Schemas['NewWageFloor'];
export type Kind = Schemas['Kind1'];
export type Change = Given<Schemas['WageFloorChange'], 'place' | 'kind' | 'effectiveFrom' | 'reason' | 'changedAt'>;
/** What an import may bring: floors of a kind, or rates of exchange. */
export type Table = Schemas['ImportedKind'] | 'FX';

/** What is wrong with one cell of an import; row 0 is the header. */
export interface CellError {
  row: number;
  column: string;
  code: string;
  detail: string;
}

/** An import of which nothing was kept, for the cells that are named. */
export class RatesRejected extends Problem {
  constructor(
    problem: Problem,
    readonly cells: readonly CellError[],
  ) {
    super(problem.status, problem.code, problem.detail);
  }
}

const key = ['operator', 'wages'] as const;

/** @param asked of a place, or of the marketplace itself in a currency; null asks nothing yet */
export function useFloor(asked: { place: string } | { currency: string } | null) {
  return useQuery({
    queryKey: [...key, 'floor', asked],
    queryFn: async () => (await unwrap(api.GET('/v1/wage-floors', { params: { query: asked ?? {} } }))) as Floor,
    enabled: asked !== null,
    retry: false,
  });
}

/** How many additions are shown; the newest come first. */
const shownChanges = 100;

export function useChanges() {
  return useQuery({
    queryKey: [...key, 'changes'],
    queryFn: async () =>
      ((await unwrap(api.GET('/v1/wage-floors/changes', { params: { query: { limit: shownChanges } } }))).items ??
        []) as Change[],
  });
}

/** Its amount goes in as it is typed. */
export function useAddFloor() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ perHour, ...floor }: NewFloor) =>
      unwrap(
        api.POST('/v1/wage-floors', { body: { ...floor, perHour: amountOf(perHour.amount, perHour.currency) } }),
      ) as Promise<unknown>,
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
  });
}

export interface Import {
  table: Table;
  file: File;
  reason: string;
}

export function useImport() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: importRates,
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
  });
}

/** @throws RatesRejected where cells are wrong */
export async function importRates({ table, file, reason }: Import): Promise<{ added: number; unchanged: number }> {
  const query = new URLSearchParams({ reason, ...(table === 'FX' ? {} : { kind: table }) });
  const sent = await send(
    `/v1/wage-floors/${table === 'FX' ? 'exchange-rates' : 'imports'}?${query}`,
    'text/csv',
    file,
    () => undefined,
  );
  try {
    return good(sent);
  } catch (problem) {
    const cells = (sent.body as { errors?: CellError[] } | null)?.errors;
    if (problem instanceof Problem && problem.code === 'rates-rejected' && cells)
      throw new RatesRejected(problem, cells);
    throw problem;
  }
}

/** Does now what is done every few minutes. */
export function useReckon() {
  return useMutation({
    mutationFn: () => unwrap(api.POST('/v1/wage-weeks/reckonings')) as Promise<unknown>,
  });
}
