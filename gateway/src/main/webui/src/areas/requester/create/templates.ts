import { useQuery } from '@tanstack/react-query';
import { api, unwrap } from '../../../shared/api/client';
import type { Answer, Json } from '../../../shared/task/spec';
import type { SpecDocument } from './spec-edit';

type Texts = Record<string, string>;

export interface TemplateListed {
  name: string;
  title: Texts;
  summary: Texts;
  kinds: string[];
}

export interface Sample {
  externalId: string;
  input: Json;
  answer?: Answer;
}

export interface Template {
  name: string;
  title: Texts;
  summary: Texts;
  spec: SpecDocument;
  samples: Sample[];
}

const forEver = Number.POSITIVE_INFINITY;

export function useTemplates() {
  return useQuery({
    queryKey: ['templates'],
    queryFn: () =>
      unwrap(api.GET('/v1/templates')) as Promise<unknown> as Promise<{
        items: TemplateListed[];
      }>,
    staleTime: forEver,
  });
}

export function useTemplate(name: string) {
  return useQuery({
    queryKey: ['templates', name],
    queryFn: () =>
      unwrap(api.GET('/v1/templates/{name}', { params: { path: { name } } })) as Promise<unknown> as Promise<Template>,
    staleTime: forEver,
    enabled: name !== '',
  });
}
