import { useTranslation } from 'react-i18next';
import { Tabs } from '../../../shared/ui/Tabs';

export function BankTabs() {
  const { t } = useTranslation('bank');
  return (
    <Tabs
      label={t('parts')}
      tabs={[
        { to: '/finance/bank', title: t('files.tab') },
        { to: '/finance/bank/suspense', title: t('suspense.tab') },
        { to: '/finance/bank/proposals', title: t('proposals.tab') },
      ]}
    />
  );
}
