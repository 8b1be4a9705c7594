import { useMutation, useQueryClient } from '@tanstack/react-query';
import { invite, peopleKey } from '~/api/people';
import { useWords } from '~/i18n/useWords';
import { LinkButton } from '~/ui/LinkButton';
import { Page } from '~/ui/Page';
import { LinkNotice } from './LinkNotice';
import { blankPerson, PersonForm } from './PersonForm';
import { peopleWords } from './words';

/** Makes an account by invitation; nobody but its owner ever knows the password. */
export function NewPersonPage() {
  const w = useWords(peopleWords);
  const queryClient = useQueryClient();
  const make = useMutation({
    mutationFn: invite,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: peopleKey }),
  });
  const crumbs = [{ label: w('title'), link: { to: '/admin/orang' } as const }];
  if (make.data) {
    const { user, link } = make.data;
    return (
      <Page title={w('invitedDone', { name: user.name })} crumbs={crumbs} narrow>
        <LinkNotice link={link} />
        <div>
          <LinkButton to="/admin/orang/$id" params={{ id: user.id }} variant="default">
            {w('toPerson')}
          </LinkButton>
        </div>
      </Page>
    );
  }
  return (
    <Page title={w('newTitle')} lead={w('newLead')} crumbs={crumbs} narrow>
      <PersonForm
        start={blankPerson}
        submitLabel={w('submitNew')}
        pending={make.isPending}
        error={make.error}
        attempt={make.failureCount}
        onSubmit={(input) => make.mutate(input)}
      />
    </Page>
  );
}
