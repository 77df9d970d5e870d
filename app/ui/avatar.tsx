import { classes } from './classes.ts';
import { hueOf, initialsOf } from './initials.ts';

const sizes = { small: 'size-6 text-12', medium: 'size-7 text-12', large: 'size-10 text-14' };

export type AvatarProps = { id: string; name: string; src?: string | null; size?: keyof typeof sizes };

/**
 * A person: picture or initials, on a hue that follows from the id. The name stands beside it, so it is silent itself.
 *
 *     <Avatar id={user.id} name={user.name} />
 */
export function Avatar({ id, name, src, size = 'medium' }: AvatarProps) {
  return <Face id={id} name={name} src={src} className={classes('rounded-full', sizes[size])} />;
}

/** A workspace: logo or initials, squared. `<OrganizationLogo id={tenant.id} name={tenant.name} src={tenant.logo} />` */
export function OrganizationLogo({ id, name, src, size = 'medium' }: AvatarProps) {
  return <Face id={id} name={name} src={src} className={classes('rounded-sm', sizes[size])} />;
}

function Face({ id, name, src, className }: { id: string; name: string; src?: string | null; className: string }) {
  if (src) return <img src={src} alt="" className={classes('shrink-0 object-cover', className)} />;
  return (
    <span
      aria-hidden="true"
      className={classes('hued inline-grid shrink-0 place-items-center font-semibold', `hue-${hueOf(id)}`, className)}
    >
      {initialsOf(name)}
    </span>
  );
}
