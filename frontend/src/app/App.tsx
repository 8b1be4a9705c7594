import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { type ComponentProps, useEffect, useState } from 'react';
import { session } from '~/api/client';
import { isRetryable } from '~/api/problem';
import { I18nProvider } from '~/i18n/I18nProvider';
import { createAppRouter } from './router';
import { cssVariables, theme } from './theme';

const schemeManager = localStorageColorSchemeManager({ key: 'elayanan.scheme' });

/** The nonce of this response, so that the styles that Mantine writes pass the content security policy. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
const styleNonce = () => nonce;
// The scroll lock under Mantine's dialogs looks for it here.
Object.assign(globalThis, { __webpack_nonce__: nonce });

const createQueryClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        retry: (failures, error) => isRetryable(error) && failures < 2,
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });

interface AppProps {
  initialLanguage: ComponentProps<typeof I18nProvider>['initial'];
}

export function App({ initialLanguage }: AppProps) {
  const [queryClient] = useState(createQueryClient);
  const [router] = useState(() => createAppRouter(queryClient));

  useEffect(
    () =>
      session.subscribe(() => {
        // Signed out, here or in another tab: nothing of the person may stay on the screen.
        if (session.state.status === 'guest') queryClient.clear();
        if (session.state.status !== 'expired') void router.invalidate();
      }),
    [queryClient, router],
  );

  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      colorSchemeManager={schemeManager}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      <I18nProvider initial={initialLanguage}>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </I18nProvider>
    </MantineProvider>
  );
}
