/** Where a person signs in, and comes back to a path of this site. */
export function loginUrl(path: string): string {
  return `/session/login?return=${encodeURIComponent(path)}`;
}
