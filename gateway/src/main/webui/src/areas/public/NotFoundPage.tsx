import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Empty } from '../../shared/ui/states';

export function NotFoundPage() {
  const { t } = useTranslation('common');
  return (
    <Empty alone title={t('notFound.title')} text={t('notFound.text')}>
      <Button component={Link} to="/">
        {t('notYours.home')}
      </Button>
    </Empty>
  );
}
