import { NavLink } from 'react-router';
import classes from './data.module.css';

/** Ways between the screens of one part of an area. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly { to: string; title: string }[] }) {
  return (
    <nav aria-label={label} className={classes.tabs}>
      {tabs.map((tab) => (
        <NavLink key={tab.to} to={tab.to} end className={classes.tab ?? ''}>
          {tab.title}
        </NavLink>
      ))}
    </nav>
  );
}
