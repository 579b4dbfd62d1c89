import { useTranslation } from 'react-i18next';
import { Tabs } from '../../../shared/ui/Tabs';

export function PayTabs() {
  const { t } = useTranslation('wages');
  return (
    <Tabs
      label={t('parts')}
      tabs={[
        { to: '/operator/wages', title: t('tabs.wages') },
        { to: '/operator/wages/benefits', title: t('tabs.benefits') },
      ]}
    />
  );
}
