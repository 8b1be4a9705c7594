import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { logoAddress, officeQuery } from '~/api/settings';
import { office } from '~/lib/office';
import classes from './Brand.module.css';

/** The name of the product and of the office behind it; leads home: a guest to the public site. */
export function Brand({ guest = false }: { guest?: boolean }) {
  if (guest) {
    return (
      <a href="/" className={classes.brand}>
        <Mark />
      </a>
    );
  }
  return (
    <Link to="/dasbor" className={classes.brand} activeProps={{}}>
      <Mark />
    </Link>
  );
}

function Mark() {
  const { data } = useQuery({ ...officeQuery(), staleTime: Number.POSITIVE_INFINITY });
  const logo = data?.value.brand.logo;
  return (
    <>
      {logo ? <img src={logoAddress(logo)} alt="" width="36" height="36" /> : <DefaultLogo />}
      <span className={classes.words}>
        <span className={classes.product}>{data?.value.product_name ?? office.product}</span>
        <span className={classes.office}>{office.shortName}</span>
      </span>
    </>
  );
}

function DefaultLogo() {
  return (
    <svg aria-hidden="true" viewBox="0 0 32 32" width="36" height="36">
      <rect width="32" height="32" rx="7" fill="#0060ad" />
      <path d="M10 8h12v3.4H13.8v2.9h7v3.3h-7v3H22V24H10z" fill="#fff" />
      <path d="M10 26h12v2H10z" fill="#f2b705" />
    </svg>
  );
}
