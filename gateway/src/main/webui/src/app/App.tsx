import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { Suspense } from 'react';
import { BrowserRouter } from 'react-router';
import { Loading } from '../shared/ui/states';
import { CrashScreen } from './CrashScreen';
import { createQueryClient } from './query-client';
import { AppRoutes } from './routes';
import { SessionProvider } from './session';
import { cssVariables, styleNonce, theme } from './theme';

const queryClient = createQueryClient();

export function App() {
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      cssVariablesResolver={cssVariables}
      getStyleNonce={styleNonce}
    >
      <CrashScreen>
        <QueryClientProvider client={queryClient}>
          <BrowserRouter>
            <SessionProvider>
              <Suspense fallback={<Loading />}>
                <AppRoutes />
              </Suspense>
            </SessionProvider>
          </BrowserRouter>
        </QueryClientProvider>
      </CrashScreen>
    </MantineProvider>
  );
}
