import { ActionIcon, Box, Button, Container, Group, Text, UnstyledButton } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, matchPath, Outlet, useLocation } from 'react-router';
import { Icon } from '../shared/ui/icons';
import { type Area, areasOf, isWithin, itemAt, type NavItem } from './areas';
import { loginUrl } from './login-url';
import classes from './Shell.module.css';
import { useSession } from './session';
import { UpdateNotice } from './UpdateNotice';

/** What a menu needs is not loaded before somebody opens it. */
const SettingsMenu = lazy(() => import('./SettingsMenu'));

export function Shell() {
  const { t } = useTranslation('common');
  const { who } = useSession();
  const { pathname } = useLocation();
  const mine = areasOf(who?.roles ?? []);
  const area = mine.find((candidate) => isWithin(candidate, pathname)) ?? mine[0];
  const focus = area?.focus?.some((pattern) => matchPath(pattern, pathname)) ?? false;
  const items = area ? itemsFor(area, who?.roles ?? []) : [];
  const here = itemAt(items, pathname);
  const standing = (item: NavItem) => (item !== here ? undefined : item.to === pathname ? 'page' : 'true');

  return (
    <div className={classes.shell}>
      <a href="#content" className={classes.skip}>
        {t('skipToContent')}
      </a>
      {!focus && (
        <header className={classes.header}>
          <Container size="lg" className={classes.headerInner}>
            <UnstyledButton component={Link} to="/" className={classes.brand}>
              <img src="/assets/icon.svg" alt="" width={28} height={28} />
              <Text component="span" fw={700}>
                Groundwork
              </Text>
            </UnstyledButton>
            {items.length > 0 && (
              <Box component="nav" aria-label={t('nav.main')} visibleFrom="sm" className={classes.topNav}>
                {items.map((item) => (
                  <Link key={item.to} to={item.to} aria-current={standing(item)} className={classes.topLink}>
                    {t(item.label)}
                  </Link>
                ))}
              </Box>
            )}
            <Settings areas={mine} />
          </Container>
        </header>
      )}
      <Container
        component="main"
        id="content"
        tabIndex={-1}
        size="lg"
        className={focus ? classes.focus : classes.content}
      >
        {!focus && <UpdateNotice />}
        <Outlet />
      </Container>
      {!focus && items.length > 1 && (
        <Box component="nav" aria-label={t('nav.main')} hiddenFrom="sm" className={classes.bottomNav}>
          {items.map((item) => (
            <Link key={item.to} to={item.to} aria-current={standing(item)} className={classes.bottomLink}>
              <Icon name={item.icon} />
              <span>{t(item.label)}</span>
            </Link>
          ))}
        </Box>
      )}
    </div>
  );
}

function itemsFor(area: Area, roles: readonly string[]): NavItem[] {
  return area.nav.filter((item) => !item.roles || item.roles.some((role) => roles.includes(role)));
}

function Settings({ areas }: { areas: readonly Area[] }) {
  const { t } = useTranslation('common');
  const { who, loading } = useSession();
  const { pathname } = useLocation();
  const [opened, setOpened] = useState(false);
  const button = (
    <ActionIcon variant="default" size={44} aria-label={t('settings.open')} onClick={() => setOpened(true)}>
      <Icon name="settings" />
    </ActionIcon>
  );
  return (
    <Group gap="xs" wrap="nowrap">
      {!who && !loading && (
        <Button
          component="a"
          href={loginUrl(pathname === '/' ? '/worker' : pathname)}
          variant="default"
          size="sm"
          h={44}
        >
          {t('signIn.button')}
        </Button>
      )}
      {opened ? (
        <Suspense fallback={button}>
          <SettingsMenu areas={areas} />
        </Suspense>
      ) : (
        button
      )}
    </Group>
  );
}
