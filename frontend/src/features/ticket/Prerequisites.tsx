import { Checkbox, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { prerequisitesQuery } from '~/api/assets';
import { useWords } from '~/i18n/useWords';
import { assetWords } from '~/ui/assetWords';
import { fieldId } from '~/ui/formErrors';
import { CheckIcon } from '~/ui/icons';
import { Notice } from '~/ui/Notice';
import classes from './Prerequisites.module.css';

interface PrerequisitesProps {
  service: string;
  /** Whose request the counter writes down; empty: of nobody's agency. Without it, it is the person's own. */
  organisation?: string | undefined;
  /** The numbers of what the applicant says they have from before this system, by kind. */
  held: Readonly<Record<string, string>>;
  onHeld(held: Record<string, string>): void;
  form: string;
  disabled: boolean;
}

/** What must be had first: met with which, or missing, with where to get it or the word that it is older than this system. */
export function Prerequisites({ service, organisation, held, onHeld, form, disabled }: PrerequisitesProps) {
  const w = useWords(assetWords);
  const found = useQuery(prerequisitesQuery(service, organisation));
  if (!found.data || found.data.length === 0) return null;
  return (
    <>
      <h3 className={classes.title} id={`${form}-prerequisites`}>
        {w('prerequisites')}
      </h3>
      <ul className={classes.list} aria-labelledby={`${form}-prerequisites`}>
        {found.data.map(({ text, state, kind, assets, service: giver, required, when }, index) => {
          const says = kind in held;
          return (
            <li key={text} data-state={state}>
              <div className={classes.state}>
                {state === 'met' && <CheckIcon size={16} />}
                <strong>{w(`prerequisite.${state}`)}</strong>
              </div>
              <div>{text}</div>
              {state === 'met' && (
                <div className={classes.quiet}>
                  {assets.slice(0, 3).map(({ id, name }, position) => (
                    <span key={id}>
                      {position > 0 && ', '}
                      <Link to="/aset/$id" params={{ id }}>
                        {name}
                      </Link>
                    </span>
                  ))}
                  {assets.length > 3 && ` ${w('andMore', { count: assets.length - 3 })}`}
                </div>
              )}
              {state === 'missing' && (
                <>
                  {giver && (
                    <div>
                      {w('getItBy')} <Giver service={giver} asks={organisation === undefined} />
                    </div>
                  )}
                  {kind !== '' && (
                    <>
                      <Checkbox
                        mt="xs"
                        id={index === 0 ? fieldId(form, 'held_before') : undefined}
                        label={w('heldBefore')}
                        checked={says}
                        disabled={disabled}
                        onChange={(event) => {
                          const { [kind]: _, ...others } = held;
                          onHeld(event.currentTarget.checked ? { ...others, [kind]: '' } : others);
                        }}
                      />
                      {says && (
                        <TextInput
                          mt="xs"
                          label={w('heldNumber')}
                          description={w('heldNumberHint')}
                          value={held[kind] ?? ''}
                          maxLength={160}
                          required
                          disabled={disabled}
                          onChange={(event) => onHeld({ ...held, [kind]: event.currentTarget.value })}
                        />
                      )}
                    </>
                  )}
                  {required && !when && !says && organisation === undefined && (
                    <div className={classes.quiet}>{w('prerequisiteRequired')}</div>
                  )}
                  {required && !when && !says && organisation !== undefined && (
                    <Notice tone="caution">{w('prerequisiteRecorded')}</Notice>
                  )}
                </>
              )}
              {state === 'unknown' && giver && <Giver service={giver} asks={organisation === undefined} />}
            </li>
          );
        })}
      </ul>
    </>
  );
}

/** The service that gives a prerequisite; who does not ask for services only reads its name. */
function Giver({ service, asks }: { service: { code: string; name: string }; asks: boolean }) {
  if (!asks) return service.name;
  return (
    <Link to="/permohonan/baru/$service" params={{ service: service.code }}>
      {service.name}
    </Link>
  );
}
