import { useEffect, useRef } from 'react';
import { NavLink, useLocation } from 'react-router';
import classes from './data.module.css';

/** Ways between the screens of one part of an area. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly { to: string; title: string }[] }) {
  const bar = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  // On a phone the bar is wider than the screen: the part that is open must be seen in it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path says which part is open
  useEffect(() => {
    const open = bar.current?.querySelector<HTMLElement>('[aria-current="page"]');
    // Only the bar is moved: the page stays where its reader is.
    if (bar.current && open)
      bar.current.scrollLeft = open.offsetLeft - (bar.current.clientWidth - open.offsetWidth) / 2;
  }, [pathname]);
  return (
    <nav aria-label={label} className={classes.tabs} ref={bar}>
      {tabs.map((tab) => (
        <NavLink key={tab.to} to={tab.to} end className={classes.tab ?? ''}>
          {tab.title}
        </NavLink>
      ))}
    </nav>
  );
}
