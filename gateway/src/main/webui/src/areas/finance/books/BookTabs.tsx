import { useTranslation } from 'react-i18next';
import { Tabs } from '../../../shared/ui/Tabs';

export function BookTabs() {
  const { t } = useTranslation('books');
  return (
    <Tabs
      label={t('parts')}
      tabs={[
        { to: '/finance/books', title: t('balance.tab') },
        { to: '/finance/books/months', title: t('months.tab') },
        { to: '/finance/books/refunds', title: t('refunds.tab') },
        { to: '/finance/books/pay-taken-back', title: t('takeBack.tab') },
        { to: '/finance/books/statements', title: t('statements.tab') },
        { to: '/finance/books/benefits', title: t('benefits.tab') },
        { to: '/finance/books/taxes', title: t('taxes.tab') },
      ]}
    />
  );
}
