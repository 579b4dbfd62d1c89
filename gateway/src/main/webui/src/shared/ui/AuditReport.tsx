import { Button, Group, List, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../api/client';
import { DataTable } from './DataTable';
import classes from './data.module.css';
import { Icon } from './icons';
import { Section, Waiting } from './Page';

/** All invariants of the books, checked now. It reads everything, so it runs when it is asked to. */
export function AuditReport() {
  const { t } = useTranslation('audit');
  const audit = useQuery({
    queryKey: ['audit'],
    queryFn: () => unwrap(api.GET('/v1/audit')),
    enabled: false,
  });
  const { data } = audit;
  return (
    <Section title={t('title')}>
      <Text>{t('text')}</Text>
      <Group>
        <Button variant="default" size="md" loading={audit.isFetching} onClick={() => audit.refetch()}>
          {t('run')}
        </Button>
        {data && (
          <span role="status" className={`${classes.sign} ${data.ok ? classes.good : classes.bad}`}>
            <Icon name={data.ok ? 'check' : 'alert'} />
            {data.ok ? t('right', { count: data.transfers ?? 0 }) : t('wrong')}
          </span>
        )}
      </Group>
      {audit.isError && <Waiting query={audit} />}
      {data?.invariants && (
        <DataTable
          caption={t('caption')}
          rows={data.invariants}
          rowKey={(finding) => String(finding.number)}
          columns={[
            { title: t('number'), cell: (finding) => finding.number },
            {
              title: t('rule'),
              cell: (finding) => (
                <Stack gap={4}>
                  <span lang="en">{finding.name}</span>
                  {finding.violations && finding.violations.length > 0 && (
                    <List size="sm" lang="en">
                      {finding.violations.map((violation) => (
                        <List.Item key={violation}>{violation}</List.Item>
                      ))}
                    </List>
                  )}
                </Stack>
              ),
            },
            {
              title: t('holds'),
              cell: (finding) => (
                <span className={`${classes.sign} ${finding.ok ? classes.good : classes.bad}`}>
                  <Icon name={finding.ok ? 'check' : 'alert'} size={18} />
                  {finding.ok ? t('yes') : t('no')}
                </span>
              ),
            },
            { title: t('millis'), number: true, cell: (finding) => finding.millis },
          ]}
        />
      )}
    </Section>
  );
}
