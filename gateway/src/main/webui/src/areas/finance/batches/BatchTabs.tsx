import { useTranslation } from 'react-i18next';
import { Tabs } from '../../../shared/ui/Tabs';

export function BatchTabs() {
  const { t } = useTranslation('finance');
  return (
    <Tabs
      label={t('batches.parts')}
      tabs={[
        { to: '/finance/batches', title: t('batches.all') },
        { to: '/finance/batches/returns', title: t('returns.title') },
      ]}
    />
  );
}
