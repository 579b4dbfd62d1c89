import { ActionIcon, Menu, useMantineColorScheme } from '@mantine/core';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { changeLanguage, languages } from '../shared/i18n/i18n';
import { Icon } from '../shared/ui/icons';
import type { Area } from './areas';
import { SignOut } from './SignOut';
import { useSession } from './session';

export default function SettingsMenu({ areas }: { areas: readonly Area[] }) {
  const { t, i18n } = useTranslation('common');
  const { who, signOut } = useSession();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [leaving, setLeaving] = useState(false);
  const unsent = useCallback(async () => {
    const counts = await Promise.all(areas.map((area) => (who && area.unsent ? area.unsent(who.id) : 0)));
    return counts.reduce((sum, count) => sum + count, 0);
  }, [areas, who]);
  return (
    <>
      <Menu position="bottom-end" width={230} defaultOpened>
        <Menu.Target>
          <ActionIcon variant="default" size={44} aria-label={t('settings.open')}>
            <Icon name="settings" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t('settings.language')}</Menu.Label>
          {languages.map((language) => (
            <Menu.Item
              key={language.tag}
              lang={language.tag}
              onClick={() => changeLanguage(language.tag)}
              aria-current={i18n.language === language.tag}
              rightSection={i18n.language === language.tag ? <Icon name="check" /> : null}
            >
              {language.name}
            </Menu.Item>
          ))}
          <Menu.Label>{t('settings.colours')}</Menu.Label>
          {(['auto', 'light', 'dark'] as const).map((scheme) => (
            <Menu.Item
              key={scheme}
              onClick={() => setColorScheme(scheme)}
              aria-current={colorScheme === scheme}
              rightSection={colorScheme === scheme ? <Icon name="check" /> : null}
            >
              {t(`settings.scheme.${scheme}`)}
            </Menu.Item>
          ))}
          {who && (
            <>
              <Menu.Divider />
              {areas.length > 1 &&
                areas.map((area) => (
                  <Menu.Item key={area.id} component={Link} to={area.base}>
                    {t(`area.${area.id}`)}
                  </Menu.Item>
                ))}
              <Menu.Label>{t('settings.signedInAs', { name: who.name ?? who.username })}</Menu.Label>
              <Menu.Item onClick={() => setLeaving(true)}>{t('settings.signOut')}</Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {leaving && <SignOut unsent={unsent} signOut={signOut} onStay={() => setLeaving(false)} />}
    </>
  );
}
