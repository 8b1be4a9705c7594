import { Button, Checkbox, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { agenciesQuery, type PersonInput, unitsQuery } from '~/api/people';
import { hasUnit, roleNames } from '~/api/roles';
import type { Role } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { FormErrorSummary } from '~/ui/FormErrorSummary';
import { fieldId, serverErrors } from '~/ui/formErrors';
import { PlusIcon } from '~/ui/icons';
import classes from './PeoplePage.module.css';
import { peopleWords } from './words';

interface PersonFormProps {
  start: PersonInput;
  submitLabel: string;
  pending: boolean;
  error: unknown;
  attempt: number;
  onSubmit(input: PersonInput): void;
}

const form = 'orang';
const texts = ['name', 'username', 'nip', 'position', 'email', 'phone'] as const;
const fields = [...texts, 'organisation_id', 'roles'];

export const blankPerson: PersonInput = { username: '', name: '', roles: [{ role: 'applicant' }] };

/** What an admin tells of a person. The server checks it; what is wrong is told at its field. */
export function PersonForm({ start, submitLabel, pending, error, attempt, onSubmit }: PersonFormProps) {
  const w = useWords(peopleWords);
  const { t, label } = useI18n();
  const [input, setInput] = useState(start);
  const agencies = useQuery(agenciesQuery());
  const units = useQuery(unitsQuery());
  const change = (part: Partial<PersonInput>) => setInput({ ...input, ...part });
  const changeRole = (index: number, role: Role, unit?: string) =>
    change({
      roles: input.roles.map((held, i) =>
        i === index ? { role, ...(hasUnit(role) && { unit: unit ?? '' }) } : held,
      ),
    });
  const summary = serverErrors(form, error, fields, t);
  const hints = { username: w('usernameHint'), email: w('emailHint') };
  return (
    <form
      noValidate
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(input);
      }}
    >
      <Stack>
        <FormErrorSummary items={summary} attempt={attempt} />
        {texts.map((name) => (
          <TextInput
            key={name}
            id={fieldId(form, name)}
            label={w(name)}
            description={name === 'username' || name === 'email' ? hints[name] : undefined}
            error={summary.find((item) => item.fieldId === fieldId(form, name))?.text}
            autoComplete="off"
            value={input[name] ?? ''}
            onChange={(event) => change({ [name]: event.currentTarget.value })}
          />
        ))}
        <NativeSelect
          id={fieldId(form, 'organisation_id')}
          label={w('agency')}
          value={input.organisation_id ?? ''}
          onChange={(event) => change({ organisation_id: event.currentTarget.value })}
          data={[
            { value: '', label: w('noAgency') },
            ...(agencies.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <Checkbox
          label={w('sees')}
          checked={input.sees_organisation ?? false}
          onChange={(event) => change({ sees_organisation: event.currentTarget.checked })}
        />
        <Stack gap="sm" id={fieldId(form, 'roles')} tabIndex={-1} role="group" aria-label={w('roles')}>
          {input.roles.map((held, index) => {
            const number = index + 1;
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: a role has no other name than its place
              <div key={index} className={classes.role}>
                <NativeSelect
                  label={w('roleNumber', { number })}
                  value={held.role}
                  onChange={(event) => changeRole(index, event.currentTarget.value as Role)}
                  data={roleNames.map((role) => ({ value: role, label: label('role', role) }))}
                />
                {hasUnit(held.role) && (
                  <NativeSelect
                    label={`${w('unit')} (${w('roleNumber', { number })})`}
                    value={held.unit ?? ''}
                    onChange={(event) => changeRole(index, held.role, event.currentTarget.value)}
                    data={[
                      { value: '', label: w('chooseUnit') },
                      ...(units.data ?? []).map(({ code, name }) => ({ value: code, label: name })),
                    ]}
                  />
                )}
                {input.roles.length > 1 && (
                  <Button
                    variant="default"
                    onClick={() => change({ roles: input.roles.filter((_, i) => i !== index) })}
                  >
                    {w('removeRole', { number })}
                  </Button>
                )}
              </div>
            );
          })}
          <div>
            <Button
              variant="default"
              leftSection={<PlusIcon size={18} />}
              onClick={() => change({ roles: [...input.roles, { role: 'applicant' }] })}
            >
              {w('addRole')}
            </Button>
          </div>
        </Stack>
        <div>
          <Button type="submit" loading={pending}>
            {submitLabel}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
