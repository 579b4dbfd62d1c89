import { Alert, Button, FileInput, Group, List, Stack, Text, Textarea, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Loading, ProblemNotice } from '../../../shared/ui/states';
import classes from '../requester.module.css';
import { JobForm, type Typed } from './JobForm';
import { type FileFault, keepPage, pageOf, readPage, sampleOf, specOn } from './own-page';
import { useTemplate } from './templates';
import { usualTerms } from './terms';

/** A job drawn by a page of the requester's own: first the page, then, once it can be used, its words and terms. */
export function OwnPage() {
  const template = useTemplate('custom-html');
  const begun = useQuery({
    queryKey: ['templates', 'custom-html', 'page'],
    // Only asked for once the template says which page it is.
    queryFn: () => pageOf(template.data?.spec ?? ({} as never)),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: template.isSuccess,
  });
  if (template.isError) return <ProblemNotice failure={template.error} onRetry={() => template.refetch()} />;
  if (begun.isError) return <ProblemNotice failure={begun.error} onRetry={() => begun.refetch()} />;
  if (!template.isSuccess || !begun.isSuccess) return <Loading />;
  return <Editor begun={begun.data} />;
}

function Editor({ begun }: { begun: string }) {
  const { t } = useTranslation('requester');
  const [html, setHtml] = useState(begun);
  const [file, setFile] = useState<File | null>(null);
  const [fault, setFault] = useState<FileFault | null>(null);
  const latest = useRef<File | null>(null);
  const keep = useMutation({ mutationFn: keepPage });
  const [typed, setTyped] = useState<Typed | null>(null);
  const kept = keep.data;
  if (kept) {
    return (
      <Stack>
        <Group justify="space-between">
          <Title order={2} size="h3">
            {t('own.title')}
          </Title>
          <Button variant="default" size="md" onClick={() => keep.reset()}>
            {t('own.change')}
          </Button>
        </Group>
        {kept.notes.length > 0 && (
          <Alert color="blue" variant="outline" title={t('own.notes')}>
            <List size="sm" lang="en">
              {kept.notes.map((note) => (
                <List.Item key={note}>{note}</List.Item>
              ))}
            </List>
          </Alert>
        )}
        <JobForm
          key={kept.bundle}
          spec={specOn(kept.spec, typed?.spec)}
          samples={[sampleOf(kept.spec)]}
          terms={typed?.terms ?? { ...usualTerms, title: t('own.jobTitle') }}
          onTyped={setTyped}
        />
      </Stack>
    );
  }
  const read = async (chosen: File | null) => {
    latest.current = chosen;
    setFile(chosen);
    setFault(null);
    keep.reset();
    const found = chosen && (await readPage(chosen));
    // Another may have been chosen while this one was read.
    if (!found || latest.current !== chosen) return;
    if ('html' in found) setHtml(found.html);
    else setFault(found.fault);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    keep.mutate(html);
  };
  return (
    <Stack component="form" onSubmit={submit} maw={960}>
      <Title order={2} size="h3">
        {t('own.title')}
      </Title>
      <Text>{t('own.intro', { open: '${', close: '}' })}</Text>
      <Text size="sm">{t('own.media')}</Text>
      <FileInput
        label={t('own.file')}
        description={t('own.fileNote')}
        size="md"
        accept=".html,.htm,.liquid,text/html"
        clearable
        clearButtonProps={{ 'aria-label': t('upload.clear') }}
        placeholder={t('upload.choose')}
        value={file}
        error={fault && t(`own.fault.${fault}`)}
        onChange={read}
      />
      <Textarea
        className={classes.code ?? ''}
        label={t('own.page')}
        spellCheck={false}
        autosize
        minRows={12}
        maxRows={28}
        required
        value={html}
        onChange={(event) => setHtml(event.currentTarget.value)}
      />
      {keep.error && <ProblemNotice failure={keep.error} />}
      <Group>
        <Button type="submit" size="md" loading={keep.isPending}>
          {t('own.check')}
        </Button>
      </Group>
    </Stack>
  );
}
